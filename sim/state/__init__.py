"""State only: every population is one table of columns (a numpy structured array, a row each).

A structured array is one argument to a compiled kernel (26 separate arrays cost 12 us a call),
copies and pickles as one block, and `table["fear"]` is its column.
"""
