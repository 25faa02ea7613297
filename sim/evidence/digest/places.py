"""Places and months: local effects as the field estimates them, and as worlds differ (B, H)."""

from __future__ import annotations

import numpy as np

from sim.evidence.columns import Bools, Floats
from sim.evidence.digest.past import Past
from sim.evidence.panel_regression import two_way_poisson
from sim.state.events import ONESIDED

QUIET_BEFORE = 6  # months without an event after which a place counts as newly active
GARRISON = 50.0  # troops from which a place counts as one with peacekeepers


def measured(past: Past) -> dict[str, float | Floats]:
    """Counts, the panel's estimates, and events by place and year."""
    log = past.events
    attack = log["kind"] == ONESIDED
    rebel = past.by_place_month(attack & (log["by_state"] == 0))
    state = past.by_place_month(attack & (log["by_state"] == 1))
    events = past.by_place_month(np.ones(len(log), dtype=np.bool_))
    troops = past.monthly(past.places["troops"].astype(np.float64))
    garrison = troops >= GARRISON
    found: dict[str, float | Floats] = {}
    for name, counts in (("rebel", rebel), ("state", state)):
        b, information = two_way_poisson(counts[:, 1:], garrison[:, :-1].astype(np.float64))
        found |= {f"panel_{name}": b, f"panel_{name}_information": information}
    found |= _naive(events, rebel, garrison, past.month_deployed)
    found |= _spells(events > 0, past.month_deployed)
    return found | _by_year(past, events)


def _naive(events: Floats, rebel: Floats, garrison: Bools, start: int) -> dict[str, float | Floats]:
    """What a reader of the record sees: violence next month, with and without troops."""
    now, later = events[:, start:-1] > 0, events[:, start + 1 :] > 0
    there = garrison[:, start:-1]
    coming = ~there & garrison[:, start + 1 :]
    staying = ~there & ~garrison[:, start + 1 :]
    attacks = rebel[:, start:-1]
    return {
        "again_with": np.array([float((later & now & there).sum()), float((now & there).sum())]),
        "again_without": np.array(
            [float((later & now & ~there).sum()), float((now & ~there).sum())]
        ),
        "rebel_coming": np.array([float(attacks[coming].sum()), float(coming.sum())]),
        "rebel_staying": np.array([float(attacks[staying].sum()), float(staying.sum())]),
    }


def _spells(active: Bools, start: int) -> dict[str, float | Floats]:
    """Place-months: how often violence ends, begins, and comes to new places."""
    before, now = active[:, start:-1], active[:, start + 1 :]
    fresh = 0
    for month in range(max(start, QUIET_BEFORE), active.shape[1]):
        quiet = ~active[:, month - QUIET_BEFORE : month].any(axis=1)
        fresh += int((quiet & active[:, month]).sum())
    return {
        "local_end": np.array([float((before & ~now).sum()), float(before.sum())]),
        "local_onset": np.array([float((~before & now).sum()), float((~before).sum())]),
        "newly_active": float(fresh),
    }


def _by_year(past: Past, events: Floats) -> dict[str, float | Floats]:
    """(P, Y) events and the state's share of control, by place and year of twelve months."""
    years = events.shape[1] // 12
    control = past.monthly(past.places["state_control"].astype(np.float64))
    shape = (events.shape[0], years, 12)
    return {
        "place_events": events[:, : 12 * years].reshape(shape).sum(axis=2),
        "place_control": control[:, : 12 * years].reshape(shape).mean(axis=2),
    }
