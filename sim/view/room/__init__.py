"""A session that teaches: a room on the facilitator's server, joined from many devices."""
