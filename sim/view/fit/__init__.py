"""How well a scenario tells a record of events: pictures and a page."""
