"""Who is let in at the door, and what is said when front-end files are missing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from sim.view.app import assets
from sim.view.app.door import Doorkeeper


def knock(door: Doorkeeper, kind: str, **headers: str):
    """What the door sends back: the first message."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {
        "type": kind,
        "method": "GET",
        "path": "/" if kind == "http" else "/jupyter/api/kernels/k-1/channels",
        "query_string": b"session_id=p",
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
    reply = knock(Doorkeeper(welcome, local=True, most=9), "websocket", origin=origin, host=host)
    assert (reply["type"] == "welcome") is let_in


def test_a_classroom_may_use_any_name_but_the_origin_must_match():
    door = Doorkeeper(welcome, local=False, most=9)
    ok = knock(door, "websocket", origin="http://room.example:80", host="room.example:80")
    assert ok["type"] == "welcome"
    other = knock(door, "websocket", origin="http://evil.example", host="room.example:80")
    assert other["type"] == "websocket.close"


def test_pages_under_a_foreign_name_are_refused_on_one_machine():
    reply = knock(Doorkeeper(welcome, local=True, most=9), "http", host="evil.example")
    assert reply["status"] == 421


def ask(door: Doorkeeper, path: str, method: str = "GET", query: bytes = b"", **headers: str):
    """What a request is answered with, and what came through the door if anything did."""
    sent, through = [], []

    async def send(message):
        sent.append(message)

    async def inside(scope, receive, send):
        through.append(scope)
        await send({"type": "http.response.start", "status": 200})

    door._app = inside
    rows = {"host": "localhost", **headers}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.replace("_", "-").encode(), v.encode()) for name, v in rows.items()],
    }
    asyncio.run(door(scope, None, send))
    return sent[0]["status"], dict(through[0]["headers"]) if through else None


@pytest.mark.parametrize(
    "host", ["[::1", "a b", "localhost:x", "", "[::1]]:1", "l@calhost", "a:1:2"]
)
@pytest.mark.parametrize("local", [True, False])
def test_a_malformed_host_is_a_bad_request(host, local):
    door = Doorkeeper(welcome, local=local, most=9)
    assert knock(door, "http", host=host)["status"] == 400
    assert knock(door, "websocket", host=host, origin=f"http://{host}")["code"] == 1008


def test_the_owners_pages_are_not_the_visitors(tmp_path):
    door = Doorkeeper(welcome, local=True, most=9, files=tmp_path)
    assert ask(door, "/resourcez", query=b"verbose")[0] == 404
    assert ask(door, "/_solara/api/evict/k", "POST")[0] == 404
    assert ask(door, "/", "POST")[0] == 405
    assert ask(door, "/readyz")[0] == 200


def test_files_are_served_from_the_folder_and_never_fetched(tmp_path):
    (tmp_path / "files" / "@a").mkdir(parents=True)
    (tmp_path / "files" / "@a" / "x.js").write_text("1")
    (tmp_path / "secret").write_text("1")
    door = Doorkeeper(welcome, local=True, most=9, files=tmp_path / "files")
    assert ask(door, "/_solara/cdn/@a/x.js")[0] == 200
    for name in ("left-pad", "@a", "@a/y.js", "../secret", "@a/../../secret", "", "\0"):
        assert ask(door, f"/_solara/cdn/{name}")[0] == 404, name


def test_a_session_of_the_visitors_own_choosing_is_not_taken():
    door = Doorkeeper(welcome, local=True, most=9)
    _, headers = ask(door, "/", cookie="solara-session-id=mine; other=1")
    given = headers[b"cookie"].decode()
    assert given.startswith("solara-session-id=") and "mine" not in given and "other" not in given
    _, headers = ask(door, "/", cookie=given)
    assert headers[b"cookie"].decode() == given
    _, headers = ask(Doorkeeper(welcome, local=True, most=9), "/", cookie=given)
    assert headers[b"cookie"].decode() != given  # another server's seal


def test_a_session_is_closed_by_its_own_visitor_only():
    door = Doorkeeper(welcome, local=True, most=9)
    _, headers = ask(door, "/")
    own = headers[b"cookie"].decode()
    _, headers = ask(door, "/")
    other = headers[b"cookie"].decode()
    door._holder = {"k": own.partition("=")[2]}.get
    close = ("/_solara/api/close/k", "POST", b"session_id=p")
    assert ask(door, *close, cookie=own)[0] == 200
    assert ask(door, *close, cookie=other)[0] == 404
    assert ask(door, *close)[0] == 404
    assert ask(door, "/_solara/api/close/xyz", "POST", b"session_id=p", cookie=own)[0] == 404
    assert ask(door, "/_solara/api/close/k", "POST", cookie=own)[0] == 404
    door._app = welcome
    asked = {"host": "localhost", "origin": "http://localhost"}
    door._holder = {"k-1": own.partition("=")[2]}.get
    assert knock(door, "websocket", **asked, cookie=own)["type"] == "welcome"
    assert knock(door, "websocket", **asked, cookie=other)["code"] == 1008


def test_what_a_proxy_would_say_is_not_taken_from_a_visitor():
    door = Doorkeeper(welcome, local=True, most=9)
    _, headers = ask(door, "/", script_name="/evil", x_forwarded_proto="x", x_forwarded_host="e")
    assert set(headers) == {b"host", b"cookie"}


def test_a_message_that_is_none_ends_the_visit():
    from sim.view.app.door import _is_message

    assert _is_message('{"header": {"msg_type": "comm_msg"}, "channel": "shell"}')
    for text in ("", "[]", "{", '{"header": 1, "channel": "shell"}', '{"header": {}}', "[" * 99999):
        assert not _is_message(text)


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
