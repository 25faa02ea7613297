"""Keyed luck: one uniform number a decision, and distributions made of it."""
