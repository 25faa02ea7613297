"""Response: units near enough and free react to attacks on civilians, late and in part."""

from __future__ import annotations

import numpy as np
from numba import njit

from sim.fields.claim import Claim
from sim.fields.parameter import Group, number
from sim.luck import streams
from sim.luck.distributions import whole
from sim.nature.mechanism import Mechanism
from sim.state.events import ONESIDED, Events
from sim.state.places import Places
from sim.state.works import Works
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


@njit(cache=True, nogil=True)
def _answer(
    events: Events,
    places: Places,
    works: Works,
    able: float,
    r: ResponseNumbers,
    seed: int,
    week: int,
) -> None:
    presence = places["presence"]
    reserve = places["reserve"]
    alert = places["alert"]
    deaths = events["deaths_civilian"]
    for i in range(len(events)):
        if events["kind"][i] != ONESIDED:
            continue
        p = events["place"][i]
        if alert[p] and works["evacuation"][p] > 0.0:
            mark = events["luck"][i] ^ 2
            moved = np.float64(works["evacuation"][p]) * max(np.float64(deaths[i]) - 1.0, 0.0)
            deaths[i] -= whole(streams.u(seed, streams.RESPONSE, week, p, mark), moved)
        near = np.float64(presence[p])
        quick = np.float64(reserve[p]) / (np.float64(reserve[p]) + r.reserve_half)
        ready = r.warned if alert[p] else 1.0
        chance = min(able * ready * (near + (1.0 - near) * quick), r.chance_most)
        mark = events["luck"][i]
        if streams.u(seed, streams.RESPONSE, week, p, mark) >= chance:
            continue
        events["response"][i] = 1
        luck = streams.u(seed, streams.RESPONSE, week, p, mark ^ 1)
        saved = whole(luck, r.rescue * min(np.float64(deaths[i]) - 1.0, r.rescue_most))
        deaths[i] -= saved


def answer(world: World) -> None:
    """Peacekeepers respond to some of this week's attacks on civilians."""
    if not world.mission.mandated:
        return
    rules, presence = world.rules.of(ResponseNumbers), world.rules.presence
    mandate = {"robust": 1.0, "traditional": presence.traditional, "observer": 0.0}
    able = rules.respond * mandate[world.policy.force.mandate] * world.mission.consent
    if able > 0.0 or world.works["evacuation"].any():
        _answer(
            world.events[world.week_events],
            world.places,
            world.works,
            able,
            rules,
            world.seed,
            world.week,
        )


MECHANISM = Mechanism(
    name="response",
    numbers=ResponseNumbers,
    writes=("events.response", "events.deaths_civilian"),
    without={"nature.response.respond": 0.0},
    claims=(Claim("response_rate", +1),),
)
