"""The pictures and the page of one run."""
