"""The pictures and the page of a sweep, and of a pair of policies."""
