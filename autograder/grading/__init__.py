"""From a submission to its record: one, many at once, a class for a person, or one under plain pytest."""
