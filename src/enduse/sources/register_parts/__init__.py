"""What the readers of several registers share: streams of records, shares as people write them, persons' data."""
