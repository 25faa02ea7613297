"""What a mission can do: one small module a lever, with its price, its needs and its effect."""
