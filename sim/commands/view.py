"""`view`: the page in the browser."""

from __future__ import annotations

import socket

import typer

from sim.commands.output import say
from sim.fields.errors import ScenarioError

TRIES = 20
LOCAL = ("127.0.0.1", "localhost", "::1")


def view(scenario: str | None, port: int, host: str, sessions: int) -> None:
    """Serve the page until Ctrl-C. Exit code 2 for a scenario, port or host that cannot be used."""
    from sim.machine.shipped import scenario_names
    from sim.view.app.assets import AssetsError

    names = scenario_names()
    name = scenario or ("zambara" if "zambara" in names else names[0])
    if name not in names:
        raise ScenarioError(
            [f"scenario {name!r}: the page shows shipped scenarios: {', '.join(names)}"]
        )
    port = _free_port(host, port)
    say(f"Bluehelm is at http://{_shown(host)}:{port}/  (Ctrl-C ends it)")
    if host not in LOCAL:
        say("Everybody who can reach this address can use the page; there is no password.")
    try:
        from sim.view.app.serve import serve

        serve(host, port, name, sessions)
    except AssetsError as error:
        say(str(error))
        raise typer.Exit(1) from None


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
