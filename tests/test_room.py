"""A room for a workshop: who may do what when, what each screen is told, what the board says."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.fields.errors import ScenarioError
from sim.runs.outcomes import OUTCOMES
from sim.view.app.fields import lever_tables
from sim.view.app.setting import Setting
from sim.view.room import cards, debrief, views, words
from sim.view.room.board import BASELINE, TOGETHER, guesses, rows_of
from sim.view.room.door import Door, door_of
from sim.view.room.found import Found
from sim.view.room.page import steer
from sim.view.room.roles import held, offered, roles
from sim.view.room.room import Room
from sim.view.room.rooms import MOST_ROOMS, Rooms
from sim.view.room.state import MOST_SEATS, MOST_SUBMITTED, STAGES, RoomError
from sim.view.room.takeaway import page
from sim.view.texts import texts

LIGHT, TABLE = "02-light-force", "11-the-table"
EN = texts("en")
WORLDS = 16


def room_of(name: str = LIGHT) -> Room:
    return Room("ABCDE", cards.shipped()[name])


def moved(room: Room, **changes: float) -> Setting:
    """The card's start with levers moved: policy__force__troops=5."""
    setting = room.card.start()
    for path, value in changes.items():
        setting = setting.with_change(path.replace("__", "."), value)
    return setting


def found(deaths: float, cost: float, over: bool = False, spread: float = 0.0) -> Found:
    """Worlds with 1,000 deaths and $1 bn in the baseline, and so much in the what-if."""
    names = list(OUTCOMES)
    base = np.zeros((WORLDS, len(names)))
    luck = np.linspace(-1.0, 1.0, WORLDS)
    base[:, names.index("civilian_deaths")] = 1000.0 + 200.0 * luck
    base[:, names.index("cost")] = 1e9
    what = base.copy()
    what[:, names.index("civilian_deaths")] += deaths + spread * np.roll(luck, 5)
    what[:, names.index("cost")] = cost
    curve = np.ones((5, 40))
    return Found(base, what, curve, curve * 2.0, np.array([-3.0, 2.0]), 2e8 if over else 9e7, 1e8)


def refused(reason: str):
    return pytest.raises(RoomError, match=f"^{reason}$")


@pytest.fixture
def played() -> Room:
    """A room with three policies: B cheap and good, A dear and worse, C over the ceiling."""
    room = room_of()
    seats = [room.join(name).token for name in ("<b>Ann</b>", "Bo", "Cy")]
    room.move(room.key, "predict")
    room.predict(seats[0], 4000.0, [1.0, 2.0])
    room.predict(seats[1], 900)
    room.learn(0, found(-500.0, 2e9))
    room.move(room.key, "try")
    answers = (found(-100.0, 3e9), found(-400.0, 1.5e9), found(-700.0, 5e9, over=True))
    troops = (9000, 3000, 30000)
    for token, answer, size in zip(seats, answers, troops, strict=True):
        policy = room.submit(token, moved(room, policy__force__troops=size))
        room.learn(policy.number, answer)
    return room


# joining


@pytest.mark.parametrize("name", ["", "   ", "x" * 25, "\u202e\u200b", None, 7, "x" * 9999])
def test_a_name_that_is_none_is_refused(name) -> None:
    with refused("name"):
        room_of().join(name)


def test_a_name_is_cleaned_and_taken_once() -> None:
    room = room_of()
    assert room.join("  Ann\u202e\n Bo ").name == "Ann Bo"
    with refused("taken"):
        room.join("ANN bo")


def test_a_room_has_an_end() -> None:
    room = room_of()
    for number in range(MOST_SEATS):
        room.join(f"p{number}")
    with refused("full"):
        room.join("one more")


def test_many_join_at_once_and_each_has_a_letter() -> None:
    room = room_of()
    threads = [threading.Thread(target=room.join, args=(f"p{n}",)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seat.number for seat in room.seats.values()) == list(range(1, 41))
    assert len({words.letter(n) for n in range(1, 61)}) == 60


# predicting, submitting, and when


def test_a_prediction_is_taken_in_its_stage_only() -> None:
    room = room_of()
    token = room.join("Ann").token
    for stage in STAGES:
        room.move(room.key, stage)
        if stage == "predict":
            room.predict(token, 1e12, [3.0])
            assert room.seats[token].prediction.value == room.card.question.high
        else:
            with refused("not_now"):
                room.predict(token, 5.0)


@pytest.mark.parametrize(
    ("value", "curve"),
    [
        (float("nan"), []),
        (float("inf"), []),
        ("5", []),
        (True, []),
        (None, []),
        (5.0, [0.0] * 65),
        (5.0, "abc"),
        (5.0, [float("nan")]),
        (5.0, [None]),
    ],
)
def test_what_is_no_number_is_refused(value, curve) -> None:
    room = room_of()
    token = room.join("Ann").token
    room.move(room.key, "predict")
    with refused("number"):
        room.predict(token, value, curve)


def test_a_policy_is_taken_in_its_stage_and_only_so_often() -> None:
    room = room_of()
    token = room.join("Ann").token
    policy = moved(room, policy__force__troops=5000)
    with refused("not_now"):
        room.submit(token, policy)
    room.move(room.key, "try")
    for _ in range(MOST_SUBMITTED):
        room.submit(token, policy)
    with refused("often"):
        room.submit(token, policy)


def test_locked_levers_and_other_scenarios_are_refused() -> None:
    room = room_of()
    token = room.join("Ann").token
    room.move(room.key, "try")
    for setting in (
        moved(room, policy__aid__food=5),  # a lever the card does not open
        moved(room, nature__violence__level=1.0),
        Setting("zambara"),
        replace(room.card.start(), weeks=60),
    ):
        with refused("levers"):
            room.submit(token, setting)


def test_a_locked_room_takes_nothing() -> None:
    room = room_of()
    token = room.join("Ann").token
    room.move(room.key, "try")
    room.switch(room.key, "locked", True)
    with refused("not_now"):
        room.submit(token, room.card.start())
    with refused("locked"):
        room.join("Bo")


# roles


def test_every_lever_is_held_by_one_role() -> None:
    holders = [table for role in roles().values() for table in role.levers]
    assert sorted(holders) == sorted(lever_tables())
    assert all(name in OUTCOMES for role in roles().values() for name in role.outcomes)


def test_the_table_opens_what_its_role_cards_promise() -> None:
    """A participant who looks for a lever of the printed card finds it on the screen."""
    card = room_of(TABLE).card
    for name, role in roles().items():
        assert {path.rpartition(".")[0] for path in held(card, name)} == set(role.levers)


def test_roles_are_dealt_evenly_and_lock_the_levers_of_others() -> None:
    room = room_of(TABLE)
    assert offered(room.card) == tuple(roles())
    seats = [room.join(f"p{n}") for n in range(5)]
    assert {seat.role for seat in seats} == set(roles())
    assert room.join("chosen", "donor").role == "donor"
    with refused("role"):
        room.join("nobody", "king")
    room.move(room.key, "try")
    donor = next(seat for seat in seats if seat.role == "donor")
    room.submit(donor.token, moved(room, policy__aid__food=5000))
    with refused("levers"):
        room.submit(donor.token, moved(room, policy__force__troops=5000))
    assert "policy.force.troops" not in held(room.card, "donor")


def test_all_roles_together_join_their_moves() -> None:
    room = room_of(TABLE)
    seats = {room.seats[t].role: t for t in [room.join(f"p{n}").token for n in range(5)]}
    room.move(room.key, "try")
    room.submit(seats["donor"], moved(room, policy__aid__food=5000))
    assert room.together is None
    room.submit(seats["contributor"], moved(room, policy__force__troops=5000))
    both = moved(room, policy__aid__food=5000, policy__force__troops=5000)
    assert room.together.setting == both
    room.learn(room.together.number, found(-50.0, 1e9))
    assert rows_of(room)[-1].number == TOGETHER
    assert views.board_of(room, EN, True)["rows"][-1]["who"] == EN("room.board.together")


def test_a_participant_sees_their_role_and_who_holds_the_rest() -> None:
    room = room_of(TABLE)
    seat = room.join("Ann", "rebel")
    told = views.seen_of(room, "seat", EN, seat)["you"]
    assert told["role"] == "Rebel leader" and any("Force" in row for row in told["others"])
    assert not any("Mediation" in row for row in told["others"])


# the facilitator


def test_only_the_key_opens_the_facilitators_levers() -> None:
    room = room_of()
    room.join("Ann")
    calls = (
        lambda key: room.move(key, "board"),
        lambda key: room.switch(key, "named", True),
        lambda key: room.kick(key, 1),
        lambda key: room.play(key, room.card),
        lambda key: room.close(key),
    )
    for call in calls:
        with refused("key"):
            call("é" * 22)
    assert room.stage == "read" and len(room.seats) == 1 and not room.closed


@pytest.mark.parametrize("wish", [{}, {"do": "x"}, {"do": ["stage"]}])
def test_an_unknown_wish_changes_nothing(wish) -> None:
    room = room_of()
    steer(room, room.key, wish)
    assert (room.stage, room.version) == ("read", 0)


@pytest.mark.parametrize(("do", "name"), [("stage", 3), ("flag", "seats"), ("stage", ["read"])])
def test_a_stage_or_flag_that_is_none_is_refused(do, name) -> None:
    room = room_of()
    with refused("stage"):
        steer(room, room.key, {"do": do, "name": name, "on": True})


def test_who_is_taken_out_is_out(played: Room) -> None:
    token = next(iter(played.seats))
    played.kick(played.key, 1)
    assert played.seat(token) is None and len(rows_of(played)) == 2
    with refused("gone"):
        played.submit(token, played.card.start())


def test_another_card_clears_the_board_and_keeps_the_seats(played: Room) -> None:
    tokens = list(played.seats)
    played.play(played.key, cards.shipped()[TABLE])
    assert list(played.seats) == tokens and played.stage == "read" and played.round == 2
    assert rows_of(played) == [] and guesses(played) == [] and played.asked is None
    assert {seat.role for seat in played.seats.values()} <= set(roles()) - {""}
    assert not played.learn(1, found(0.0, 1.0)), "an answer of the card before is not taken"


# what is told, and when


def told(room: Room, mode: str = "show") -> str:
    return json.dumps(views.seen_of(room, mode, EN), ensure_ascii=False)


def test_nothing_of_the_answer_is_sent_before_the_reveal(played: Room) -> None:
    truth = words.value(EN, "civilian_deaths", played.asked.mean("civilian_deaths"))
    assert truth == "500"
    for stage in STAGES[:2]:
        played.move(played.key, stage)
        assert '"what": null' in told(played) and '"truth"' not in told(played)
    played.move(played.key, "answer")
    assert f'"truth_text": "{truth}"' in told(played)


def test_the_board_is_not_sent_before_it_is_shown(played: Room) -> None:
    for stage in STAGES:
        played.move(played.key, stage)
        state = views.seen_of(played, "show", EN)
        assert ("board" in state) == (stage in ("board", "debrief"))
        assert ("debrief" in state) == (stage == "debrief")


def test_names_are_shown_only_where_the_facilitator_says_so(played: Room) -> None:
    for stage in STAGES:
        played.move(played.key, stage)
        assert "Ann" not in told(played)
    assert "Ann" not in page(played, EN, date(2026, 1, 1))
    assert "Ann" in json.dumps(views.chair_of(played, cards.shipped(), EN))
    played.switch(played.key, "named", True)
    assert "Ann" in told(played)


def test_no_token_and_no_key_leaves_the_server(played: Room) -> None:
    played.switch(played.key, "named", True)
    for stage in STAGES:
        played.move(played.key, stage)
        all_ = told(played) + json.dumps(views.chair_of(played, cards.shipped(), EN))
        all_ += json.dumps(views.seen_of(played, "seat", EN, next(iter(played.seats.values()))))
        all_ += repr(played)
        assert not [secret for secret in (played.key, *played.seats) if secret in all_]


def test_the_page_to_take_away_is_whole_and_escaped(played: Room) -> None:
    played.switch(played.key, "named", True)
    played.move(played.key, "debrief")
    for t in (EN, texts("fr")):
        text = page(played, t, date(2026, 1, 1))
        assert "&lt;b&gt;Ann" in text and "<b>Ann" not in text
        assert "<script" not in text and "http" not in text and "<svg" in text
        assert t("room.debrief.title") in text


# the board


def test_the_board_marks_who_is_beaten_and_who_asks_too_much(played: Room) -> None:
    rows = {row.number: row for row in rows_of(played)}
    assert rows[1].beaten == 2 and not rows[1].frontier, "dearer, and clearly worse"
    assert rows[2].beaten is None and rows[2].frontier
    assert rows[3].found.over and not rows[3].frontier, "what asks too much does not count"
    states = [row["state"] for row in views.board_of(played, EN, False)["rows"]]
    assert states == ["beaten", "frontier", "over"]
    assert rows[2].goals[0].diff == pytest.approx(-400.0) and rows[2].cost == 1.5e9


def test_what_asks_too_much_beats_nobody(played: Room) -> None:
    number = list(played.seats.values())[2].policy.number
    played.learn(number, found(-900.0, 1.2e9))
    assert rows_of(played)[1].beaten == 3
    played.learn(number, found(-900.0, 1.2e9, over=True))
    assert rows_of(played)[1].beaten is None


def test_what_luck_could_do_beats_nobody(played: Room) -> None:
    number = list(played.seats.values())[1].policy.number
    played.learn(number, found(-110.0, 1.5e9, spread=400.0))
    assert rows_of(played)[0].beaten is None


def test_the_baseline_beats_what_costs_more_and_does_harm(played: Room) -> None:
    played.kick(played.key, 2)
    number = next(iter(played.seats.values())).policy.number
    played.learn(number, found(50.0, 3e9))
    assert rows_of(played)[0].beaten == BASELINE


def test_predictions_are_ranked_by_how_far_they_are_off(played: Room) -> None:
    first, second = guesses(played)
    assert first.seat.name == "Bo" and first.error == pytest.approx(400.0)
    assert second.error == pytest.approx(3500.0)


def test_the_debrief_is_about_what_happened(played: Room) -> None:
    said = debrief.questions(played, rows_of(played), EN)
    text = "\n".join(said)
    assert "1 of 2 of you expected" in text, "one saw the deaths rise"
    assert "A is beaten by B" in text and "9,000" in text and "3,000" in text
    assert "rise most in" in text
    other = played.card.case.region.names[1]
    assert other in text
    quiet = room_of()
    assert debrief.questions(quiet, [], EN) == []


# cards


def test_every_shipped_card_is_sound_and_the_ten_lessons_are_there() -> None:
    found_ = cards.shipped()
    assert len(found_) == 11 and len({c.scenario for c in found_.values()}) == 10
    for card in found_.values():
        assert card.asked().changes, card.name
        assert held(card, "")
        for goal in card.goals:
            assert views.kind_of(goal) in ("share", "count")


CARD = """
scenario = "lessons/light-force"
goals = ["civilian_deaths"]
open = ["policy.force"]
[en]
title = "Title"
story = "Story"
task = "Task"
counts = "Counts"
question = "Question"
[fr]
title = "Titre"
story = "Histoire"
task = "Tâche"
counts = "Compte"
question = "Question"
[question]
outcome = "civilian_deaths"
low = 0
high = 10
changes = { "policy.force.troops" = 0 }
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("scenario =", "scenery =", "scenario: field required"),
        ("lessons/light-force", "atlantis", "no scenario 'atlantis'"),
        ('"civilian_deaths"]', '"happiness"]', "'happiness' is no outcome"),
        ('["policy.force"]', '["policy.magic"]', "no lever 'policy.magic'"),
        ('["policy.force"]', '["policy.force"]\nlocked = ["policy.force"]', "nothing of open"),
        ("high = 10", "high = -1", "must be above low"),
        ("troops", "trolls", "no lever's field"),
        ('troops" = 0', 'troops" = 2400', "changes nothing"),
        ('title = "Titre"', "", "fr.title: field required"),
        ("low = 0", "low = 'x'", "question.low"),
        ('open = ["policy.force"]', 'open = ["policy.force"]\nweeks = 3', "weeks: 3"),
        ("[en]", "[en", "not TOML"),
        ("[question]", "[question]\nchart = 'x'", "no chart 'x'"),
    ],
)
def test_a_card_with_a_fault_says_one_thing(old: str, new: str, says: str) -> None:
    assert cards.read(CARD, "card.toml").name == "card"
    with pytest.raises(ScenarioError) as error:
        cards.read(CARD.replace(old, new, 1), "card.toml")
    assert len(error.value.faults) == 1
    assert error.value.faults[0].startswith("card.toml: ") and says in error.value.faults[0]


# rooms and doors


def test_a_server_has_so_many_rooms_and_forgets_closed_ones() -> None:
    rooms = Rooms(lambda *_, **__: iter(()))
    opened = [rooms.open() for _ in range(MOST_ROOMS)]
    assert len({room.code for room in opened}) == MOST_ROOMS
    with refused("rooms"):
        rooms.open()
    with refused("card"):
        rooms.open("nothing")
    opened[0].close(opened[0].key)
    assert rooms.find(opened[0].code) is None
    assert rooms.open() and rooms.find(opened[1].code.lower()) is opened[1]


def test_a_failing_answer_is_told_to_the_facilitator() -> None:
    def broken(*_, **__):
        raise ValueError("no worlds today")

    rooms = Rooms(broken)
    room = rooms.open()
    rooms.find(room.code)
    assert room.wait(0, 10.0, paced=False) > 0
    assert "no worlds today" in views.chair_of(room, {}, EN)["fault"]


def test_a_reload_finds_what_was_set_predicted_and_submitted(played: Room) -> None:
    from sim.view.room.page import session_of

    token = next(iter(played.seats))
    draft = moved(played, policy__force__troops=7000)
    played.keep(token, draft)
    assert session_of(played, played.seat(token), "fr").setting == draft
    assert played.seat(token).policy.setting != draft and played.seat(token).prediction


@pytest.mark.parametrize("search", [None, "", "scenario=mali", "?lang=fr"])
def test_an_address_without_a_room_is_the_laboratory(search) -> None:
    assert door_of(search) is None


def test_a_door_is_read_clamped_and_written_back() -> None:
    door = door_of("?room=ab<d>e&key=" + "k" * 300 + "&lang=fr")
    assert door.code == "ABDE" and len(door.key) == 64 and door.language == "fr"
    own = Door("ABCDE", seat="x-y_z", language="fr")
    assert door_of(own.link) == own
