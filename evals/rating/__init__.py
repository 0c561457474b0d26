"""Rating by people, blind: a sheet of items from all writers, and how far two raters agree on it."""
