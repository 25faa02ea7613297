"""Known answers: every rule of the model on a world small enough to be worked out by hand."""
