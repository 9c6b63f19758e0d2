"""Orders against the law of a day: what it says, what is not known yet, and what to ask."""
