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
    learn: float = number(
        0.3, "per month", 0.0, 1.0, "assumption", "how fast leaders learn what a posture brings"
    )
    payoff: float = number(
        2.0, "log per payoff", 0.0, 50.0, "assumption", "how strongly leaders repeat what has paid"
    )
    most: float = number(
        1.0, "log", 0.0, 5.0, "assumption", "how far what has paid sways a leader at most"
    )
    ground_worth: float = number(
        5.0,
        "per share of people",
        0.0,
        100.0,
        "assumption",
        "payoff of all people coming under a faction in a month",
    )
    losses_worth: float = number(
        2.0, "per share lost", 0.0, 100.0, "assumption", "payoff lost with all of its fighters"
    )
    rents_worth: float = number(
        3.0, "ratio", 0.0, 20.0, "assumption", "what pay is worth to who fights for rents"
    )
    rents_prey: float = number(
        1.5, "ratio", 0.0, 10.0, "assumption", "pull of preying on who fights for rents"
    )
    troops_seen: float = number(
        0.5,
        "log",
        0.0,
        10.0,
        "assumption",
        "how far robust peacekeepers felt wherever a faction stands dissuade it from campaigns",
        effect=True,
    )
    seat_worth: float = number(
        2.0, "ratio", 0.0, 20.0, "assumption", "what the capital adds to the worth of a target"
    )
    seat_hours: float = number(
        12.0, "hours", 0.1, 200.0, "assumption", "travel time over which that falls to a third"
    )
    wealth_worth: float = number(
        3.0, "ratio", 0.0, 20.0, "assumption", "what full wealth adds to it, to who wants rents"
    )
    strange_land: float = number(
        0.3,
        "ratio",
        0.0,
        1.0,
        "assumption",
        "worth of land where none of its people live, to who wants territory",
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
    stance_habit: float = number(
        0.05,
        "payoff",
        0.0,
        1.0,
        "assumption",
        "what keeps a local government in the stance it has towards the mission",
    )
    protected: float = number(
        0.3,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "worth of working with peacekeepers who are felt in full where there is danger",
    )
    reprisals: float = number(
        0.4,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "fear of working with the mission where armed groups hold all and no peacekeeper is felt",
    )
    bargain_idle: float = number(
        0.2,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "what the wholly corrupt hope to gain by bargaining where no goods flow yet",
    )
    bargain_flow: float = number(
        0.4,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "added to it where goods and projects flow",
    )
    flow_full: float = number(
        0.1,
        "share",
        0.001,
        1.0,
        "assumption",
        "people reached by aid, or work and services given, that make bargaining worth most",
    )
    obstruct_wanted: float = number(
        0.4,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "what obstruction is worth to who would not work with a mission that the host wants",
    )
    obstruct_unwanted: float = number(
        1.0,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "added to it where the host wants no mission",
    )
    captured_weak: float = number(
        0.6,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "pull of armed groups that hold all on an administration that can do nothing",
    )
    captured_corrupt: float = number(
        0.5,
        "payoff",
        0.0,
        2.0,
        "assumption",
        "their pull on one that is wholly corrupt",
    )
    bargain_cut: float = number(
        0.4,
        "share",
        0.0,
        1.0,
        "assumption",
        "of goods and projects that a wholly corrupt local government keeps when it bargains",
    )
    obstruct_stops: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of goods and projects that do not get past a local government that obstructs",
    )
    captured_takes: float = number(
        0.5,
        "share",
        0.0,
        1.0,
        "assumption",
        "of goods and projects that go to the armed groups that hold a captured government",
    )
    captured_idle: float = number(
        1.0,
        "share",
        0.0,
        1.0,
        "assumption",
        "of a month's work for its people that a captured government leaves undone",
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
