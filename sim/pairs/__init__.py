"""Paired worlds: the same luck under two policies, the difference and how sure it is."""
