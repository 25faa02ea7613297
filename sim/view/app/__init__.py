"""The browser view: a Solara page over warm workers. Start it with `bluehelm view`."""
