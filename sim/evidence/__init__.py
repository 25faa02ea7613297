"""What the model is held against: published findings and real events, and how it fares.

`studies` is the bibliography: what each id of evidence says, and who found it; importing it,
or this package, loads nothing heavy.

Read in this order: `catalogue` (what is measured of events), `events` (measuring), `facts` and
`real` (the bands), `judge` (verdicts); then `arms` (the worlds that are run), `digest` (what is
kept of each), `findings` (published findings as tests) and `validate`, which runs them all.
"""
