"""Who is let in at the door, and what is said when front-end files are missing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from sim.view.app import assets
from sim.view.app.serve import Doorkeeper


def knock(door: Doorkeeper, kind: str, **headers: str):
    """What the door sends back: the first message."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "headers": [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ],
    }
    asyncio.run(door(scope, None, send))
    return sent[0]


async def welcome(scope, receive, send):
    await send({"type": "welcome"})


@pytest.mark.parametrize(
    ("origin", "host", "let_in"),
    [
        ("http://127.0.0.1:8765", "127.0.0.1:8765", True),
        ("http://localhost:8765", "localhost:8765", True),
        ("http://evil.example", "127.0.0.1:8765", False),
        ("http://127.0.0.1:9999", "127.0.0.1:8765", False),
        ("", "127.0.0.1:8765", False),
        ("null", "127.0.0.1:8765", False),
        ("http://evil.example:8765", "evil.example:8765", False),  # a foreign name pointed here
    ],
)
def test_a_websocket_must_come_from_this_page(origin, host, let_in):
    reply = knock(Doorkeeper(welcome, local=True), "websocket", origin=origin, host=host)
    assert (reply["type"] == "welcome") is let_in


def test_a_classroom_may_use_any_name_but_the_origin_must_match():
    door = Doorkeeper(welcome, local=False)
    ok = knock(door, "websocket", origin="http://room.example:80", host="room.example:80")
    assert ok["type"] == "welcome"
    other = knock(door, "websocket", origin="http://evil.example", host="room.example:80")
    assert other["type"] == "websocket.close"


def test_pages_under_a_foreign_name_are_refused_on_one_machine():
    reply = knock(Doorkeeper(welcome, local=True), "http", host="evil.example")
    assert reply["status"] == 421


def test_only_so_many_at_a_time():
    door = Doorkeeper(welcome, local=True, most=1)
    door.inside = 1
    asked = {"host": "localhost", "origin": "http://localhost"}
    assert knock(door, "websocket", **asked)["code"] == 1013
    assert knock(door, "http", host="localhost", sec_fetch_dest="document")["status"] == 503
    assert knock(door, "http", host="localhost")["type"] == "welcome"  # files of open pages


def test_a_seat_is_free_again_when_a_visitor_leaves():
    door = Doorkeeper(welcome, local=True, most=1)
    for _ in range(3):
        reply = knock(door, "websocket", host="localhost", origin="http://localhost")
        assert reply["type"] == "welcome"
    assert door.inside == 0


def test_missing_front_end_files_are_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setenv("BLUEHELM_ASSETS", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(assets.AssetsError, match="npm is not installed") as caught:
        assets.ensure()
    assert str(tmp_path / "none") in str(caught.value) and "without" in str(caught.value)
    assert not (tmp_path / "none").exists()


def test_an_archive_cannot_write_outside(tmp_path):
    import io
    import tarfile

    archive = tmp_path / "requirejs-2.3.6.tgz"
    with tarfile.open(archive, "w:gz") as tar:
        for name in ("../../evil.js", "package/require.js", "/etc/cron.d/x"):
            info = tarfile.TarInfo(name)
            info.size = 2
            tar.addfile(info, io.BytesIO(b"ok"))
    assets._unpack(archive, tmp_path / "new")
    found = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(path.name for path in found) == ["require.js", "requirejs-2.3.6.tgz"]


def test_bad_arguments_end_with_code_two():
    env = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "sim.commands.cli", "view"]
    wrong = subprocess.run([*command, "atlantis"], capture_output=True, text=True, env=env)
    assert wrong.returncode == 2 and "atlantis" in wrong.stderr and "zambara" in wrong.stderr
    host = subprocess.run(
        [*command, "--host", "203.0.113.7"], capture_output=True, text=True, env=env
    )
    assert host.returncode == 2 and "203.0.113.7" in host.stderr
