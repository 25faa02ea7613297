"""`view`: the page in the browser."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Annotated

import typer

from sim.commands.output import say
from sim.fields.errors import ScenarioError

TRIES = 20
LOCAL = ("127.0.0.1", "localhost", "::1")


def view(
    scenario: Annotated[
        str | None,
        typer.Argument(metavar="[SCENARIO]", help="A name, or a TOML file, to open with."),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="0: the first free one from 8765 on.")
    ] = 0,
    host: Annotated[
        str, typer.Option(help="0.0.0.0 lets a classroom in; there is no password.")
    ] = "127.0.0.1",
    sessions: Annotated[int, typer.Option(min=1, max=500, help="Most visitors at a time.")] = 60,
    room: Annotated[bool, typer.Option("--room", help="Open a room for a workshop.")] = False,
    card: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE.toml", help="A challenge of your own for it. Repeatable."),
    ] = None,
) -> None:
    """Open the page: move a lever, see what changes."""
    from sim.view.app.assets import AssetsError

    name = _offered(scenario)
    links = _room(card or []) if room or card else []
    port = _free_port(host, port)
    address = f"http://{_shown(host)}:{port}/"
    say(f"Bluehelm is at {address}  (Ctrl-C ends it)")
    for text, link in links:
        say(f"{text} {address}{link}")
    if host not in LOCAL:
        say("Everybody who can reach this address can use the page; there is no password.")
    try:
        from sim.view.app.serve import serve

        serve(host, port, name, sessions)
    except AssetsError as error:
        say(str(error))
        raise typer.Exit(1) from None


def _room(cards: list[Path]) -> list[tuple[str, str]]:
    """Open a room; what to say, and the end of the address. ScenarioError: a card with a fault."""
    from sim.view.room.cards import read_file
    from sim.view.room.door import Door
    from sim.view.room.rooms import rooms

    own = [read_file(path) for path in cards]
    for card in own:
        rooms().bring(card)
    opened = rooms().open(own[0].name if own else None)
    return [
        ("Facilitator (keep it to yourself):", Door(opened.code, key=opened.key).link),
        ("Participants:", Door(opened.code).link),
        ("Presenter's screen:", Door(opened.code, show=True).link),
    ]


def _offered(scenario: str | None) -> str:
    """The name of the scenario to open with; a file of the user's own is offered beside the others.

    ScenarioError: no such scenario, or faults in it.
    """
    from sim.case.origin import find_file
    from sim.case.scenario import load_scenario
    from sim.machine.shipped import scenario_names
    from sim.view.app import offered

    names = scenario_names()
    if scenario is None:
        return "zambara" if "zambara" in names else names[0]
    if scenario not in names and not Path(scenario).is_file():
        text = f"{scenario!r}: no such scenario or file; give a TOML file, or one of"
        raise ScenarioError([f"{text} {', '.join(names)}"])
    load_scenario(scenario)
    return scenario if scenario in names else offered.offer(find_file(scenario))


def _shown(host: str) -> str:
    """The address to print: for "every interface", this machine's own on the network."""
    if host not in ("0.0.0.0", "::"):
        return f"[{host}]" if ":" in host else host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: nothing is sent
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def _free_port(host: str, wanted: int) -> int:
    """The wanted port; for 0, the first free one from 8765 on."""
    ports = [wanted] if wanted else range(8765, 8765 + TRIES)
    reason = ""
    for port in ports:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return port
            except OSError as error:
                reason = error.strerror or str(error)
    what = f"--port {wanted}" if wanted else f"ports {ports[0]} to {ports[-1]}"
    raise ScenarioError([f"{what} on --host {host}: cannot be used ({reason}); choose another"])
