"""How leaders decide, unless somebody tries another theory: factions, governments, the mission.

Rules of the world and a row; the Mesa agents of `sim.agents` ask them one by one, and any of
their methods may be replaced.
"""
