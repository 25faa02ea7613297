"""What a value carries with it (unit, range, meaning, source), and how its faults are told."""
