"""Policy: what a lever declares of itself, its table of fields and their phases."""
