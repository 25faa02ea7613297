"""A case to run: a scenario read from a file, checked, changed."""
