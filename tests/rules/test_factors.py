"""Known answers: the factors of a rate of violence, for every kind of event."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from rules.bench import set_numbers
from rules.few import with_tables
from sim.fields.parameter import packed
from sim.nature.war import Violence
from sim.state import violence_factors as factors
from sim.state.events import (
    BATTLE,
    CHANNEL_DTYPE,
    COMMUNAL,
    FACTOR_NAMES,
    FACTORS,
    FORCES,
    ON_MISSION,
    ONESIDED,
    PEOPLE,
    POSTURE,
    TARGET,
    TENSION,
    WORKS,
)
from sim.state.factions import CAMPAIGN, FACTION_DTYPE, HOLD, MILITIA, STATE
from sim.state.factions import REBELS as REBEL_KIND
from sim.state.places import DTYPE as PLACE_DTYPE
from sim.state.works import DTYPE as WORKS_DTYPE

ARMY, REBELS, OTHERS, FRIENDS = range(4)
HERE = 1  # place 0 holds other numbers, so that a wrong row is seen
NUMBERS = packed(Violence())._replace(
    level=3.0,
    battle_rate=0.05,
    onesided_rate=0.02,
    state_onesided_rate=0.004,
    communal_rate=0.01,
    communal_calm=0.25,
    mission_attack_rate=0.06,
    mission_attack_idle=0.3,
    people_half=0.2,
    rate_exponent=2.0,
    revenge=0.5,
)


def scene() -> SimpleNamespace:
    """Four factions in two places, all numbers set by hand; what is not set is 0."""
    s = SimpleNamespace(
        places=np.zeros(2, PLACE_DTYPE),
        works=np.zeros(2, WORKS_DTYPE),
        factions=np.zeros(4, FACTION_DTYPE),
        force=np.full((4, 2), 50.0),
        strength=np.full((4, 2), 70.0),  # of those who stand there: it matters to peacekeepers only
        mood=np.full((2, 3, 3), 0.1),
        hatred=np.ones((4, 3)),
        threat=np.zeros((4, 3)),
        wounds=np.zeros((2, 3)),
        hostile=np.zeros((4, 4), np.int8),
        drive=np.array([[0.5, 0.2], [1.0, 0.7], [0.3, 0.4], [0.9, 0.6]]),
        control=np.zeros((4, 2), np.float32),
        cleanse=0.0,
        v=NUMBERS,
        slow=0.75,
    )
    for name, value in {
        "infantry": 500.0,
        "value": 1.5,
        "heat": 0.4,
        "persons": 3000.0,
        "start_persons": 5000.0,
        "contested": 0.3,
        "danger": 0.6,
    }.items():
        s.places[name] = 0.9 * value, value
    s.force[:, HERE] = 400.0, 900.0, 700.0, 5000.0
    s.wounds[0] = 99.0
    s.factions["kind"] = STATE, REBEL_KIND, REBEL_KIND, MILITIA
    s.factions["posture"] = HOLD
    s.factions["target"] = -1
    s.factions["side"] = 0, 1, 2, 0
    s.factions["discipline"] = 0.6, 0.3, 0.2, 0.5
    s.factions["hostility"] = 0.1, 0.3, 0.8, 0.2
    s.hostile[ARMY, REBELS] = s.hostile[ARMY, OTHERS] = 1
    s.hostile[REBELS, ARMY] = s.hostile[OTHERS, ARMY] = 1
    return s


def asked(s: SimpleNamespace, kind: int, a: int, b: int = -1, by_state: int = 0) -> Any:
    """The constant and the factors of one channel in the place, as the rule says them."""
    own = ("v", "slow", "cleanse")
    world = with_tables(**{name: value for name, value in vars(s).items() if name not in own})
    world.channels = np.zeros(1, CHANNEL_DTYPE)
    world.channels[0] = (0, a, b, kind, 0, by_state)
    world.slow = s.slow
    set_numbers(world, "violence", **s.v._asdict())
    set_numbers(world, "tempo", focus=9.0)
    set_numbers(world, "sieges", sack=12.0, cleanse=s.cleanse)
    set_numbers(world, "protection", zone_shield=0.75, zone_lure=0.6)
    set_numbers(world, "presence", inside_risk=1.0)  # whoever goes out or stays in
    out = np.full(FACTORS, 7.0)
    rate = factors.rate(world, 0, HERE, out)
    return (rate / math.prod(out) if rate else None), out


def expected(**named: float) -> Any:
    """All factors 1 but these."""
    values = dict.fromkeys(FACTOR_NAMES, 1.0) | named
    return pytest.approx([values[name] for name in FACTOR_NAMES], rel=1e-6)


def test_a_battle_grows_with_both_forces_their_tempo_and_the_heat() -> None:
    """Forces: sqrt(400 x 900) = 600, of 1,000 that is 0.6, squared 0.36.

    Posture: the mean of 0.5 and 1.0 is 0.75. Constant: 3 x 0.05 = 0.15. Heat 1 + 0.4. Season 0.75.
    """
    constant, out = asked(scene(), BATTLE, ARMY, REBELS, 1)
    assert constant == pytest.approx(0.15)
    assert out == expected(forces=0.36, posture=0.75, value=1.5, heat=1.4, season=0.75)


def test_the_target_of_one_sides_campaign_draws_battles() -> None:
    """Army on campaign: (0.5 x 9 + 1.0 x 1) / 2 = 2.75, over 0.75 that is 11/3.

    Rebels on campaign: (0.5 x 1 + 1.0 x 9) / 2 = 4.75, over 0.75 that is 19/3. Both: 9.
    """
    s = scene()
    s.factions["target"][:2] = HERE
    assert asked(s, BATTLE, ARMY, REBELS)[1][TARGET] == 1.0
    s.factions["posture"][ARMY] = CAMPAIGN
    assert asked(s, BATTLE, ARMY, REBELS)[1][TARGET] == pytest.approx(11 / 3)
    s.factions["posture"][REBELS] = CAMPAIGN
    assert asked(s, BATTLE, ARMY, REBELS)[1][TARGET] == pytest.approx(9.0)
    s.factions["target"][ARMY] = 0
    assert asked(s, BATTLE, ARMY, REBELS)[1][TARGET] == pytest.approx(19 / 3)


def test_where_nobody_is_active_no_target_matters() -> None:
    s = scene()
    s.drive[:2] = 0.0
    assert asked(s, BATTLE, ARMY, REBELS)[1] == expected(
        forces=0.36, posture=0.0, value=1.5, heat=1.4, season=0.75
    )


def test_peacekeepers_are_attacked_by_the_hostile_where_both_are_many() -> None:
    """Forces: 500 of 1,000 times 900 of 1,000 = 0.45. Posture: 0.3 + 1.0 = 1.3. Hostility 0.3.

    Only who stands there attacks them: lines next door do not.
    """
    s = scene()
    s.force[REBELS, HERE], s.strength[REBELS, HERE] = 1e4, 900.0
    constant, out = asked(s, ON_MISSION, REBELS)
    assert constant == pytest.approx(0.06)
    assert out == expected(forces=0.45, indiscipline=0.3, posture=1.3)


def test_who_fights_no_battles_attacks_peacekeepers_as_the_numbers_say() -> None:
    """0.6 + 0."""
    s = scene()
    s.v = NUMBERS._replace(mission_attack_idle=0.6)
    s.drive[REBELS, 0] = 0.0
    assert asked(s, ON_MISSION, REBELS)[1][POSTURE] == 0.6


def test_how_few_people_are_hard_to_find_is_as_the_numbers_say() -> None:
    """3,000 / (3,000 + 0.6 x 5,000) = 0.5."""
    s = scene()
    s.v = NUMBERS._replace(people_half=0.6)
    assert asked(s, ONESIDED, REBELS)[1][PEOPLE] == 0.5


def test_rebels_prey_on_civilians() -> None:
    """Forces: (900 / 1,000) squared = 0.81. Heat: 1.4 x (1 + 0.5 x 0.4) = 1.68.

    Indiscipline: 2 x (1 - 0.3) = 1.4. People: 3,000 / (3,000 + 0.2 x 5,000) = 0.75.
    Contested 0.5 + 0.3. Constant: 3 x 0.02 = 0.06. Season and tension play no part.
    """
    constant, out = asked(scene(), ONESIDED, REBELS)
    assert constant == pytest.approx(0.06)
    assert out == expected(
        forces=0.81,
        posture=0.7,
        value=1.5,
        heat=1.68,
        contested=0.8,
        indiscipline=1.4,
        people=0.75,
    )


def test_the_army_strikes_civilians_where_it_faces_enemies() -> None:
    """Enemies 900 + 700 = 1,600 (friends do not count): sqrt(400 x 1,600) = 800, 0.8^2 = 0.64.

    Indiscipline: 2 x (1 - 0.6) = 0.8. Constant: 3 x 0.004 = 0.012. Contested plays no part.
    """
    constant, out = asked(scene(), ONESIDED, ARMY, by_state=1)
    assert constant == pytest.approx(0.012)
    assert out == expected(
        forces=0.64, posture=0.2, value=1.5, heat=1.68, indiscipline=0.8, people=0.75
    )


def test_without_an_enemy_the_army_strikes_nobody() -> None:
    s = scene()
    s.force[1:3, HERE] = 0.0
    s.v = NUMBERS._replace(rate_exponent=0.0)  # nor where numbers do not count
    assert asked(s, ONESIDED, ARMY, by_state=1)[1][FORCES] == 0.0


def test_a_campaign_strikes_its_targets_civilians_half_as_much_harder() -> None:
    """Half of 1 + 9 is 5."""
    s = scene()
    s.factions["target"][REBELS] = HERE
    assert asked(s, ONESIDED, REBELS)[1][TARGET] == 1.0
    s.factions["posture"][REBELS] = CAMPAIGN
    assert asked(s, ONESIDED, REBELS)[1][TARGET] == 5.0


def test_where_nobody_lives_no_civilian_is_attacked() -> None:
    s = scene()
    s.places["persons"][HERE] = s.places["start_persons"][HERE] = 0.0
    assert asked(s, ONESIDED, REBELS)[1][PEOPLE] == 0.0


def mixed_people(s: SimpleNamespace) -> None:
    """1,000, 500 and 500 people of three communities."""
    s.mood[HERE, :, 0] = 1000.0, 500.0, 500.0


def test_a_faction_attacks_where_those_live_whom_it_hates() -> None:
    """There are 0.75 to be found; in the mean (1,000 x 0.1 + 500 x 5 + 500 x 1) / 2,000 = 1.55."""
    s = scene()
    mixed_people(s)
    assert asked(s, ONESIDED, REBELS)[1][PEOPLE] == pytest.approx(0.75)
    s.hatred[REBELS] = 0.1, 5.0, 1.0
    assert asked(s, ONESIDED, REBELS)[1][PEOPLE] == pytest.approx(0.75 * 1.55)
    assert asked(s, ONESIDED, ARMY, by_state=1)[1][PEOPLE] == pytest.approx(0.75)
    s.hatred[REBELS] = 0.0
    assert asked(s, ONESIDED, REBELS)[1][PEOPLE] == 0.0
    s.hatred[REBELS], s.mood[HERE, :, 0] = 1.0, 0.0  # counted as there, but of no community
    assert asked(s, ONESIDED, REBELS)[1][PEOPLE] == 0.0


def sacked(s: SimpleNamespace, by: int, f: int, weeks: int = 1) -> float:
    """How far a place that somebody has just taken draws another's attacks on civilians."""
    mixed_people(s)
    s.threat[:] = 0.0, 0.8, 0.4
    s.places["controller"][HERE], s.places["sacked"][HERE] = by, weeks
    return float(asked(s, ONESIDED, f)[1][TARGET])


def test_who_took_a_place_attacks_those_who_had_to_fear_him() -> None:
    """They fear by (500 x 0.8 + 500 x 0.4) / 2,000 = 0.3 in the mean: 1 + 11 x 0.3 = 4.3.

    His side does, too; others do not, nor does anybody in other weeks.
    """
    assert sacked(scene(), REBELS, REBELS) == pytest.approx(4.3)
    assert sacked(scene(), ARMY, FRIENDS) == pytest.approx(4.3)
    assert sacked(scene(), OTHERS, REBELS) == 1.0
    assert sacked(scene(), REBELS, REBELS, weeks=0) == 1.0
    empty = scene()
    empty.places["sacked"][HERE], empty.places["controller"][HERE] = 1, REBELS
    empty.mood[HERE], empty.threat[:] = 0.0, 1.0
    assert asked(empty, ONESIDED, REBELS)[1][TARGET] == 1.0


def test_who_rules_attacks_those_who_must_fear_it() -> None:
    """Half in control, feared by 0.3 in the mean: 1 + 10 x 0.5 x 0.3 = 2.5.

    Nothing of it where it is not in control, or nobody has to fear it; a sack adds to it.
    """
    for held, feared, weeks, more in (
        (0.5, 0.8, 0, 2.5),
        (0.0, 0.8, 0, 1.0),
        (0.5, 0.0, 0, 1.0),
        (0.5, 0.8, 1, 5.8),
    ):
        s = scene()
        s.cleanse, s.control[REBELS, HERE] = 10.0, held
        mixed_people(s)
        s.threat[:] = 0.0, feared, 0.5 * feared
        s.places["controller"][HERE], s.places["sacked"][HERE] = REBELS, weeks
        assert asked(s, ONESIDED, REBELS)[1][TARGET] == pytest.approx(more)


def test_a_sack_comes_on_top_of_a_campaigns_aim() -> None:
    """5 x 4.3."""
    s = scene()
    s.factions["target"][REBELS], s.factions["posture"][REBELS] = HERE, CAMPAIGN
    assert sacked(s, REBELS, REBELS) == pytest.approx(21.5)


def test_restraint_and_shelter_keep_the_states_forces_off() -> None:
    """(1 - 0.3) x (1 - 0.75 x 0.4 x 0.5) = 0.7 x 0.85 = 0.595. What lures rebels does not count."""
    s = scene()
    s.works["restraint"][HERE], s.works["lure"][HERE] = 0.3, 0.25
    s.works["zone"][HERE], s.works["sheltered"][HERE], s.works["guarded"][HERE] = 0.5, 0.4, 0.5
    assert asked(s, ONESIDED, ARMY, by_state=1)[1][WORKS] == pytest.approx(0.595)


def test_a_militia_of_the_states_side_is_restrained_but_strikes_like_rebels() -> None:
    """Restraint leaves 0.7; forces (5,000 / 1,000) squared = 25."""
    s = scene()
    s.works["restraint"][HERE] = 0.3
    constant, out = asked(s, ONESIDED, FRIENDS, by_state=1)
    assert constant == pytest.approx(0.06)
    assert out[WORKS] == pytest.approx(0.7)
    assert out[FORCES] == pytest.approx(25.0)


def test_aid_and_unguarded_zones_draw_rebels() -> None:
    """(1 + 0.25) x (1 - 0.75 x 0.4 x 0.5) x (1 + 0.6 x 0.5 x 0.4 inside x (1 - 0.5)).

    That is 1.25 x 0.85 x 1.06 = 1.12625. Restraint plays no part.
    """
    s = scene()
    s.works["restraint"][HERE], s.works["lure"][HERE] = 0.3, 0.25
    s.works["zone"][HERE], s.works["sheltered"][HERE], s.works["guarded"][HERE] = 0.5, 0.4, 0.5
    assert asked(s, ONESIDED, REBELS)[1][WORKS] == pytest.approx(1.12625)


def test_guards_of_a_zone_end_its_draw_and_its_lack_ends_its_shelter() -> None:
    """Fully guarded: 1 - 0.75 x 0.4 = 0.7. Not guarded: 1 + 0.6 x 0.5 x 0.4 = 1.12."""
    s = scene()
    s.works["zone"][HERE], s.works["sheltered"][HERE], s.works["guarded"][HERE] = 0.5, 0.4, 1.0
    assert asked(s, ONESIDED, REBELS)[1][WORKS] == pytest.approx(0.7)
    s.works["guarded"][HERE] = 0.0
    assert asked(s, ONESIDED, REBELS)[1][WORKS] == pytest.approx(1.12)
    assert asked(s, ONESIDED, ARMY, by_state=1)[1][WORKS] == 1.0


def test_programmes_keep_off_half_of_the_rebels_attacks_at_most() -> None:
    s = scene()
    s.works["lure"][HERE] = -0.25
    assert asked(s, ONESIDED, REBELS)[1][WORKS] == 0.75
    s.works["lure"][HERE] = -0.9
    assert asked(s, ONESIDED, REBELS)[1][WORKS] == 0.5


def clash(s: SimpleNamespace) -> Any:
    """The constant and the factors of a clash of communities 0 and 2 in the place."""
    return asked(s, COMMUNAL, 0, 2)


def mixed() -> SimpleNamespace:
    """2,999 people, 600 and 900 of them of the two communities, tensions 0.4 and 0.8."""
    s = scene()
    s.places["persons"][HERE] = 2999.0
    s.mood[HERE, 0], s.mood[HERE, 2] = (600.0, 0.0, 0.4), (900.0, 0.0, 0.8)
    s.works["calm"][HERE] = 0.2
    return s


def test_communities_clash_where_both_live_and_are_tense() -> None:
    """People: 4 x 600 x 900 / 3,000^2 = 0.24. Around: 0.25 + 0.75 x 0.6 = 0.7.

    Tension: half of 0.7 x (0.4 + 0.8) = 0.42. Heat 1.4, calmed 1 - 0.2. Constant 0.01 x 3.
    """
    constant, out = clash(mixed())
    assert constant == pytest.approx(0.03)
    assert out == expected(people=0.24, tension=0.42, heat=1.4, works=0.8)


def test_danger_around_counts_up_to_one() -> None:
    """Around is 0.25 without danger, 1 with all of it: 0.25 x 0.6 = 0.15, 1 x 0.6 = 0.6."""
    s = mixed()
    s.places["danger"][HERE] = 0.0
    assert clash(s)[1][TENSION] == pytest.approx(0.15)
    s.places["danger"][HERE] = 8.0
    assert clash(s)[1][TENSION] == pytest.approx(0.6)


def test_a_feud_makes_communities_tense() -> None:
    """Killed: e^2 - 1 of one and e - 1 of the other, log deaths 2 + 1. Around: 0.7.

    Half of 0.7 x (0.4 + 0.8 + 0.5 x 3) = 0.945. The dead of a third community do not count.
    """
    s = mixed()
    s.v = NUMBERS._replace(feud=0.5)
    s.wounds[HERE] = math.exp(2.0) - 1.0, 50.0, math.exp(1.0) - 1.0
    assert clash(s)[1][TENSION] == pytest.approx(0.945)
    s.wounds[HERE, 2] = 0.0
    assert clash(s)[1][TENSION] == pytest.approx(0.5 * 0.7 * 2.2)


def test_without_feuds_only_grievances_count() -> None:
    """As without a single killed: 0.42."""
    s = mixed()
    assert clash(s)[1][TENSION] == pytest.approx(0.42)
    s.wounds[HERE] = 50.0
    s.v = NUMBERS._replace(feud=0.0)
    assert clash(s)[1][TENSION] == pytest.approx(0.42)
