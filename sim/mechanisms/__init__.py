"""What the world does each week. One file a mechanism; mechanisms meet only in the state.

Each names the columns it writes in `WRITES`; a test holds it to that.
"""
