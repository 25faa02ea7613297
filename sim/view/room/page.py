"""The room's page: which screen is shown, and what its buttons do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, Final

import solara

from sim.view.app.levers import change
from sim.view.app.panel import lever_groups, values_of
from sim.view.app.session import Session
from sim.view.app.setting import Setting
from sim.view.app.widgets import LeverPanel, spoken
from sim.view.room import views
from sim.view.room.door import NEW, Door
from sim.view.room.outlook import answer_of
from sim.view.room.roles import held
from sim.view.room.room import Room
from sim.view.room.rooms import rooms
from sim.view.room.state import RoomError, Seat
from sim.view.room.takeaway import page as takeaway
from sim.view.room.widget import RoomBoard
from sim.view.texts import LANGUAGES, texts

Answer = Callable[[Session], Callable[[], None]]
Wish = dict[str, Any]
PATIENCE: Final = 20.0  # seconds of waiting after which a screen looks by itself
GATHER: Final = 0.25  # seconds in which news is gathered before a screen is drawn again


@solara.component
def RoomPage(first: Door, answer: Answer) -> None:
    """One visitor of a room. `answer`: asks the workers what a session has set."""
    router = solara.use_router()
    door, set_door = solara.use_state(first)

    def go(to: Door) -> None:
        set_door(to)
        router.push("/" + to.link)

    room = rooms().find(door.code)
    with solara.Div(classes=["bh-room-page"]):
        if room is None:
            Lobby(door, go)
        elif door.key and room.opens_to(door.key):
            Facilitator(room, door, go)
        elif door.show:
            Presenter(room, door, go)
        elif door.seat and room.seat(door.seat):
            Participant(room, door, go, answer).key(f"{room.code}-{door.seat}")
        else:
            Join(room, door, go)


def use_news(room: Room, paced: bool) -> None:
    """Draw a screen again whenever something changes in the room."""
    seen, set_seen = solara.use_state(room.paced if paced else room.version)

    def listen() -> Callable[[], None]:
        over = threading.Event()

        def work() -> None:
            last = seen
            while not over.is_set():
                now = room.wait(last, PATIENCE, paced)
                if now != last and not over.is_set():
                    last = now
                    set_seen(now)
                    time.sleep(GATHER)

        threading.Thread(target=work, daemon=True).start()
        return over.set

    solara.use_effect(listen, [room.code, paced])


def show(door: Door, state: Wish, note: str, ask: Callable[[Wish], None], file: Wish) -> None:
    """The room's widget with its words."""
    t = texts(door.language)
    board = RoomBoard.element(
        texts=spoken(t, "room"), state=state, note=note, file=file, asked={}, on_asked=ask
    )
    board.key(f"room-{t.language}-{state['mode']}")


def use_asking(door: Door, go: Callable[[Door], None], act: Callable[[Wish], None]) -> Any:
    """A handler of wishes that says what was refused, and the last refusal in words."""
    note, set_note = solara.use_state("")

    def ask(wish: Wish) -> None:
        language = wish.get("name")
        if wish.get("do") == "language" and language in LANGUAGES:
            go(replace(door, language=str(language)))
            return
        try:
            act(wish)
            set_note("")
        except RoomError as error:
            set_note(texts(door.language)(f"room.error.{error.reason}"))

    return ask, note


@solara.component
def Lobby(door: Door, go: Callable[[Door], None]) -> None:
    """No such room; or one may be opened."""
    t = texts(door.language)

    def act(wish: Wish) -> None:
        if wish.get("do") == "open":
            room = rooms().open()
            go(Door(room.code, key=room.key, language=door.language))

    ask, note = use_asking(door, go, act)
    cards = [card.words(t.language).title for card in rooms().cards().values()]
    state = {"mode": "open" if door.code.lower() == NEW else "none", "code": door.code,
             "cards": cards, **languages(door)}  # fmt: skip
    show(door, state, note, ask, {})


def languages(door: Door) -> Wish:
    """The languages on offer, and the one spoken."""
    rows = [{"name": name, "title": title} for name, title in LANGUAGES.items()]
    return {"languages": rows, "language": door.language}


@solara.component
def Join(room: Room, door: Door, go: Callable[[Door], None]) -> None:
    """Choose a name (and a role) and take a seat."""
    use_news(room, paced=True)
    t = texts(door.language)

    def act(wish: Wish) -> None:
        if wish.get("do") == "join":
            seat = room.join(wish.get("name"), wish.get("role", ""))
            go(replace(door, seat=seat.token))

    ask, note = use_asking(door, go, act)
    state = room.look(lambda now: views.frame(now, "join", t))
    gone = t("room.error.gone") if door.seat else ""
    show(door, state, note or gone, ask, {})


@solara.component
def Presenter(room: Room, door: Door, go: Callable[[Door], None]) -> None:
    """The screen for all: large type, one chart; it holds no secret and no button but language."""
    use_news(room, paced=False)
    ask, note = use_asking(door, go, lambda wish: None)
    t = texts(door.language)
    show(door, room.look(lambda now: views.seen_of(now, "show", t)), note, ask, {})


@solara.component
def Facilitator(room: Room, door: Door, go: Callable[[Door], None]) -> None:
    """Pace, reveal, lock, names, people, cards, the page to take away."""
    use_news(room, paced=False)
    t = texts(door.language)
    file, set_file = solara.use_state({})

    def act(wish: Wish) -> None:
        if wish.get("do") == "page":
            text = room.look(lambda now: takeaway(now, t, date.today()))
            name = f"bluehelm-{room.code.lower()}-{room.round}.html"
            set_file({"name": name, "text": text, "kind": "text/html", "n": time.time_ns()})
        else:
            steer(room, door.key, wish)

    ask, note = use_asking(door, go, act)
    state = room.look(lambda now: views.chair_of(now, rooms().cards(), t))
    show(door, state, note, ask, file)


def steer(room: Room, key: str, wish: Wish) -> None:
    """Do what the facilitator's buttons ask; anything unknown is left alone. Raises RoomError."""
    what = wish.get("do")
    if what == "stage":
        room.move(key, wish.get("name"))
    elif what == "flag":
        room.switch(key, wish.get("name"), wish.get("on") is True)
    elif what == "kick":
        room.kick(key, wish.get("number"))
    elif what == "card":
        rooms().play(room, key, wish.get("name"))
    elif what == "close":
        room.close(key)


@solara.component
def Participant(room: Room, door: Door, go: Callable[[Door], None], answer: Answer) -> None:
    """Read, predict, try, submit; the board and the debrief."""
    use_news(room, paced=True)
    t = texts(door.language)
    seat = room.seat(door.seat)
    session = solara.use_memo(
        lambda: session_of(room, seat, door.language), [room.round, door.language]
    )
    trying = room.stage == "try"
    open_ = trying and not room.hidden
    solara.use_effect(lambda: answer(session) if open_ else None, [session.asked, open_])
    _, again = solara.use_state(0)

    def act(wish: Wish) -> None:
        if wish.get("do") == "predict":
            room.predict(door.seat, wish.get("value"), wish.get("curve", ()))
        elif wish.get("do") == "submit":
            rooms().submit(room, door.seat, session.setting)
        elif wish.get("do") == "reset":
            session.put(room.card.start())
            room.keep(door.seat, session.setting)
        again(time.time_ns())

    ask, note = use_asking(door, go, act)
    if seat is None:
        Join(room, door, go)
        return
    state = room.look(lambda now: views.seen_of(now, "seat", t, seat))
    if trying:
        state["try"] = answer_of(room.card, seat, session, t, hidden=room.hidden)
    with solara.Div(classes=["bh-room-grid", "trying" if trying else "reading"]):
        show(door, state, note or " ".join(session.notes.value), ask, {})
        if trying and not room.locked:
            OwnLevers(room, door.seat, session)


def session_of(room: Room, seat: Seat | None, language: str) -> Session:
    """A participant's bench: what was set when last seen, or nothing moved."""
    setting: Setting = room.card.start()
    if seat and seat.draft and seat.draft.scenario == setting.scenario:
        setting = seat.draft
    return Session.starting(setting, [], f"?lang={language}")


@solara.component
def OwnLevers(room: Room, token: str, session: Session) -> None:
    """The levers that this participant holds; the others are not there."""
    t, seat = session.t, room.seat(token)
    own = held(room.card, seat.role if seat else "")
    groups = solara.use_memo(lambda: _groups(session, own), [own, t.language])

    def ask(asked: Wish) -> None:
        if asked.get("path") in own:
            change(session, asked)
            room.keep(token, session.setting)

    with solara.Div(classes=["bh-room-levers"]):
        LeverPanel.element(
            texts=spoken(t, "levers", "help"),
            title=t("room.try.levers"),
            groups=groups,
            values=values_of(session.setting),
            prices={},
            asked={},
            on_asked=ask,
        ).key(f"levers-{t.language}-{room.round}")


def _groups(session: Session, own: tuple[str, ...]) -> list[Wish]:
    groups = []
    for group in lever_groups(session.case, session.t):
        fields = [field for field in group["fields"] if field["path"] in own]
        if fields:
            groups.append({**group, "fields": fields})
    return groups
