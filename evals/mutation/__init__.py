"""A check of our own tests and suites: each fault seeded into a copy of the tree has to be noticed."""
