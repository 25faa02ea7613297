"""Response: units near enough and free react to attacks on civilians, late and in part."""

from __future__ import annotations

import numpy as np

from sim.fields.claim import Claim
from sim.fields.compiled import rule
from sim.fields.parameter import Group, number
from sim.levers.force import ROBUST, TRADITIONAL
from sim.luck import streams
from sim.luck.distributions import whole
from sim.nature.mechanism import Mechanism
from sim.state.events import ONESIDED
from sim.state.world import World


class ResponseNumbers(Group):
    """How often units respond to an attack on civilians, and what it saves."""

    TABLE = "response"

    respond: float = number(
        0.35,
        "probability",
        0.0,
        1.0,
        "evidence:G1",
        "chance that able units at full presence respond to an attack on civilians",
        effect=True,
    )
    reserve_half: float = number(
        200.0,
        "persons",
        1.0,
        100_000.0,
        "assumption",
        "quick-reaction troops within reach that count for half of full presence",
    )
    warned: float = number(
        1.5,
        "ratio",
        1.0,
        10.0,
        "assumption",
        "chance of a response where a warning stands against where none does",
    )
    chance_most: float = number(
        0.95, "probability", 0.0, 1.0, "assumption", "chance of a response that nothing can raise"
    )
    rescue: float = number(0.4, "share", 0.0, 1.0, "assumption", "deaths prevented by a response")
    rescue_most: float = number(
        200.0,
        "persons",
        0.0,
        100_000.0,
        "assumption",
        "victims of an attack, after the first, that a response comes in time for at most",
    )


@rule
def answer(world: World) -> None:
    """Peacekeepers respond to some of this week's attacks on civilians."""
    if not world.mission.mandated:
        return
    able = world.rules.response.respond * _mandate(world) * world.mission.consent
    for i in range(world.week_first, world.event_count):
        if world.events["kind"][i] == ONESIDED:
            _move_the_warned(world, i)
            if _is_answered(world, i, able):
                _rescue(world, i)


@rule
def _mandate(world: World) -> float:
    """What the mandate lets them do, against a robust one."""
    mandate = world.plan.force.mandate
    if mandate == ROBUST:
        return 1.0
    return world.rules.presence.traditional if mandate == TRADITIONAL else 0.0


@rule
def _move_the_warned(world: World, i: int) -> None:
    """Where a warning stands and evacuation is planned, some are gone before the attack."""
    p, deaths = world.events["place"][i], world.events["deaths_civilian"]
    share = np.float64(world.works["evacuation"][p])
    if world.places["alert"][p] and share > 0.0:
        moved = share * max(deaths[i] - 1.0, 0.0)
        deaths[i] -= whole(_luck(world, i, 2), moved)


@rule
def _is_answered(world: World, i: int, able: float) -> bool:
    """Whether units come; `able`: as far as mandate and host let them."""
    r, places, p = world.rules.response, world.places, world.events["place"][i]
    near, reserve = np.float64(places["presence"][p]), np.float64(places["reserve"][p])
    quick = reserve / (reserve + r.reserve_half)
    ready = r.warned if places["alert"][p] else 1.0
    chance = min(able * ready * (near + (1.0 - near) * quick), r.chance_most)
    return _luck(world, i, 0) < chance


@rule
def _rescue(world: World, i: int) -> None:
    """Units come in time for a part of the victims, never for the first."""
    r, deaths = world.rules.response, world.events["deaths_civilian"]
    world.events["response"][i] = 1
    deaths[i] -= whole(_luck(world, i, 1), r.rescue * min(deaths[i] - 1.0, r.rescue_most))


@rule
def _luck(world: World, i: int, which: int) -> float:
    """One of the draws of an event."""
    p, mark = world.events["place"][i], world.events["luck"][i] ^ which
    return streams.u(world.seed, streams.RESPONSE, world.week, p, mark)


MECHANISM = Mechanism(
    name="response",
    numbers=ResponseNumbers,
    writes=("events.response", "events.deaths_civilian"),
    without={"nature.response.respond": 0.0},
    claims=(Claim("response_rate", +1),),
)
