"""What the commands of `bluehelm` do, one module a group of commands."""
