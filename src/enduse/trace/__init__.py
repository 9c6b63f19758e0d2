"""Facts of movement: series, lanes, flows."""
