"""How those who decide weigh things: leaders of factions, local governments, the headquarters.

The tempo of war (`sim.nature.war.Tempo`) says how long postures last and how they pull.
"""

from __future__ import annotations

from sim.fields.parameter import Group, number


class Leaders(Group):
    """What leaders, local governments, the headquarters and capitals go by."""

    TABLE = "leaders"

    prey_supplied: float = number(
        0.4,
        "ratio",
        0.0,
        5.0,
        "assumption",
        "pull of preying on a leader who wants for nothing",
    )
    prey_want: float = number(
        1.2,
        "ratio",
        0.0,
        10.0,
        "assumption",
        "pull of preying that being broke adds to it",
    )
    muster_least: float = number(
        0.1,
        "hours",
        0.01,
        24.0,
        "assumption",
        "travel time within which a target always counts as near, however short musters are",
    )
    empty_lure: float = number(
        0.05,
        "share of control",
        0.001,
        1.0,
        "assumption",
        "what a place that no enemy holds counts for as a target, against one they hold wholly",
    )
    murders_press: float = number(
        0.2,
        "danger",
        0.0,
        2.0,
        "assumption",
        "danger that murders in its place are worth to a local government",
    )
    government_work: float = number(
        0.01,
        "per month",
        0.0,
        1.0,
        "assumption",
        "what a fully capable and clean administration improves where the state holds all",
    )
    plan_weeks: float = number(
        52.0,
        "weeks",
        1.0,
        520.0,
        "assumption",
        "how far the headquarters looks back for the dead when it plans its bases",
    )
    quiet_places: float = number(
        0.3,
        "log deaths",
        0.01,
        10.0,
        "assumption",
        "weight of a place where nobody was killed in a plan that follows violence",
    )
    losses_frighten: float = number(
        0.01,
        "danger per death",
        0.0,
        1.0,
        "assumption",
        "danger that each of its dead is worth to the capital that sent a unit",
    )
    watch_weeks: float = number(
        4.0,
        "weeks",
        1.0,
        52.0,
        "assumption",
        "weeks of the record over which a rule of the headquarters counts the dead",
    )
