"""A country: its places, roads and people, read from files or made up."""
