"""What the model is held against: published findings and real events, and how it fares.

Read in this order: `catalogue` (what is measured), `events` (measuring), `judge` (verdicts),
`facts` and `real` (the bands). Nothing here runs a model.
"""
