"""The guard before Solara's server: who is let in, and which requests get an answer at all.

Solara trusts its visitors: it takes any session cookie, closes any session that is named, tells
about the machine, fetches what its folder lacks from outside, and takes its own path from a
header. A page that a room opens does not.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

LOCAL: Final = ("127.0.0.1", "localhost", "::1")
SESSION: Final = ("solara-session-id", "solara-session-id-lax")  # Solara's names
HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9._-]{1,253})(:\d{1,5})?")
KERNEL: Final = re.compile(r"/jupyter/api/kernels/([0-9A-Za-z-]{1,64})/channels")
CLOSE: Final = re.compile(r"/_solara/api/close/([0-9A-Za-z-]{1,64})")
PRIVATE: Final = ("/resourcez", "/_solara/api/")  # of the server's owner, not of visitors
FILES: Final = "/_solara/cdn/"
NOT_TAKEN: Final = ("forwarded", "x-forwarded-", "script-name", "x-script-name")

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
               Awaitable[None]]  # fmt: skip
Refusal = tuple[int, str] | None


class Seals:
    """Session names that this server gave out: each with a seal that only it can make."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def new(self) -> str:
        """A session's name with its seal."""
        name = secrets.token_hex(16)
        return f"{name}-{self._seal(name)}"

    def genuine(self, value: str) -> bool:
        """Whether this server gave the name out."""
        name, _, seal = value.rpartition("-")
        return bool(name) and hmac.compare_digest(seal.encode(), self._seal(name).encode())

    def _seal(self, name: str) -> str:
        return hmac.digest(self._secret, name.encode(), "sha256").hex()


def nobody(_: str) -> str | None:
    """No session holds a kernel: for a door without Solara behind it."""
    return None


class Doorkeeper:
    """Lets in only browsers that opened this very page, and only so many at a time.

    A websocket's Origin must be the Host it was sent to (browsers send it truthfully), so that
    another site open in the visitor's browser cannot drive this server. On this machine alone,
    the Host must also be this machine's name, so that no foreign name can be pointed here.
    `files`: the folder of front-end files, the only ones served; `holder`: the session that holds
    a kernel, None where there is no such kernel.
    """

    def __init__(
        self,
        app: App,
        local: bool,
        most: int,
        files: Path | None = None,
        holder: Callable[[str], str | None] = nobody,
    ) -> None:
        self._app, self._local, self._most = app, local, most
        self._files = files.resolve() if files else None
        self._holder = holder
        self._seals = Seals()
        self.inside = 0

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Serve, or turn away."""
        kind = scope["type"]
        if kind not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1")
                   for key, value in scope.get("headers", [])}  # fmt: skip
        session = self._session(headers.get("cookie", ""))
        path = str(scope.get("path", "/"))
        refusal = self._stranger(kind, headers)
        if refusal is None:
            found = self._live(scope, path, session) if kind == "websocket" else \
                self._asked(scope, path, session)  # fmt: skip
            refusal = found or self._full(kind, headers)
        if refusal:
            await turn_away(kind, *refusal, send)
            return
        if kind == "http":
            await self._app(_known_as(scope, session or self._seals.new()), receive, send)
            return
        self.inside += 1
        try:
            await self._app(_known_as(scope, session), _sensible(receive), send)
        finally:
            self.inside -= 1

    def _session(self, cookies: str) -> str:
        """The visitor's session, empty where there is none that this server gave out."""
        try:
            found = SimpleCookie(cookies)
        except CookieError:
            return ""
        values = [found[name].value for name in SESSION if name in found]
        return next((value for value in values if self._seals.genuine(value)), "")

    def _stranger(self, kind: str, headers: dict[str, str]) -> Refusal:
        host = headers.get("host", "")
        if not HOST.fullmatch(host):
            return 400, "The Host of this request is not one."
        try:
            name = urlsplit(f"//{host}").hostname or ""
            origin = urlsplit(headers.get("origin", "")).netloc.lower()
        except ValueError:
            return 400, "The Host or Origin of this request is not one."
        if self._local and name not in LOCAL:
            return 421, "This server answers to this machine's own name only."
        if kind == "websocket" and origin != host.lower():
            return 403, "The page was not opened from this server."
        return None

    def _full(self, kind: str, headers: dict[str, str]) -> Refusal:
        opening = kind == "websocket" or headers.get("sec-fetch-dest") == "document"
        if opening and self.inside >= self._most:
            return 503, "All seats are taken; close a tab or try again later."
        return None

    def _live(self, scope: Message, path: str, session: str) -> Refusal:
        """A websocket must be a page's own: another session's kernel is not joined."""
        kernel = KERNEL.fullmatch(path)
        page = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_id")
        if kernel is None or not page:
            return 403, "This is not a page's connection."
        held_by = self._holder(kernel[1])
        if held_by is not None and held_by != session and self._seals.genuine(held_by):
            return 403, "This session is another visitor's."
        return None

    def _asked(self, scope: Message, path: str, session: str) -> Refusal:
        """A page, a file, or the closing of the visitor's own session; nothing else."""
        method = scope.get("method", "GET")
        closing = CLOSE.fullmatch(path)
        if closing and method == "POST":
            page = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("session_id")
            held_by = self._holder(closing[1])
            own = page and held_by and (held_by == session or not self._seals.genuine(held_by))
            return None if own else (404, "There is no such session of yours.")
        if path.startswith(PRIVATE):
            return 404, "There is nothing here."
        if method not in ("GET", "HEAD"):
            return 405, "Pages are only read here."
        if path.startswith(FILES) and not self._here(path.removeprefix(FILES)):
            return 404, "There is no such file here, and none is fetched from elsewhere."
        return None

    def _here(self, name: str) -> bool:
        if self._files is None or "\0" in name:
            return False
        file = (self._files / name).resolve()
        return file.is_relative_to(self._files) and file.is_file()


def _known_as(scope: Message, session: str) -> Message:
    """The request without a session of its own choosing or a proxy's say, with the one given."""
    kept = []
    for key, value in scope["headers"]:
        name = key.decode("latin-1").lower()
        if name != "cookie" and not name.startswith(NOT_TAKEN):
            kept.append((key, value))
    if session:
        kept.append((b"cookie", f"{SESSION[0]}={session}".encode()))
    return {**scope, "headers": kept}


def _sensible(receive: Callable[[], Awaitable[Message]]) -> Callable[[], Awaitable[Message]]:
    """Messages of a page; at the first that is none, the visitor is gone."""

    async def checked() -> Message:
        message = await receive()
        text = message.get("text")
        if message["type"] == "websocket.receive" and text is not None and not _is_message(text):
            return {"type": "websocket.disconnect", "code": 1003}
        return message

    return checked


def _is_message(text: str) -> bool:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    header = found.get("header") if isinstance(found, dict) else None
    return isinstance(header, dict) and "msg_type" in header and "channel" in found


async def turn_away(kind: str, status: int, text: str, send: Any) -> None:
    """Say no: a status and a sentence, or a closed websocket."""
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 1008 if status != 503 else 1013})
        return
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
