"""State only: every population is one table of columns (a numpy structured array, a row each).

The world is one object that compiled rules take whole (`sim.fields.state`); a structured array
copies and pickles as one block, and `table["fear"]` is its column.
"""
