"""Starting the page's server: settings first, then Solara, behind a guard at the door."""

from __future__ import annotations

import os
import secrets
import warnings
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from sim.view.app import assets

MOST_SESSIONS: Final = 60
IDLE: Final = "20m"  # a closed or sleeping tab is forgotten after that long
MOST_MESSAGE: Final = 1_000_000  # bytes of one websocket message
LOCAL: Final = ("127.0.0.1", "localhost", "::1")

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
               Awaitable[None]]  # fmt: skip


class Doorkeeper:
    """Lets in only browsers that opened this very page, and only so many at a time.

    A websocket's Origin must be the Host it was sent to (browsers send it truthfully), so that
    another site open in the visitor's browser cannot drive this server. On this machine alone,
    the Host must also be this machine's name, so that no foreign name can be pointed here.
    """

    def __init__(self, app: App, local: bool, most: int = MOST_SESSIONS) -> None:
        self._app = app
        self._local = local
        self._most = most
        self.inside = 0

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Serve, or turn away."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1")
                   for key, value in scope.get("headers", [])}  # fmt: skip
        refusal = self._refusal(scope["type"], headers)
        if refusal:
            await _turn_away(scope["type"], *refusal, send)
        elif scope["type"] == "websocket":
            self.inside += 1
            try:
                await self._app(scope, receive, send)
            finally:
                self.inside -= 1
        else:
            await self._app(scope, receive, send)

    def _refusal(self, kind: str, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if self._local and (urlsplit(f"//{host}").hostname or "") not in LOCAL:
            return 421, "This server answers to this machine's own name only."
        if kind == "websocket":
            if urlsplit(headers.get("origin", "")).netloc.lower() != host.lower() or not host:
                return 403, "The page was not opened from this server."
            if self.inside >= self._most:
                return 503, "All seats are taken; close a tab or try again later."
        elif self.inside >= self._most and headers.get("sec-fetch-dest") == "document":
            return 503, "All seats are taken; close a tab or try again later."
        return None


async def _turn_away(kind: str, status: int, text: str, send: Any) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close", "code": 1008 if status != 503 else 1013})
        return
    body = text.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"),
               (b"content-length", str(len(body)).encode())]  # fmt: skip
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def configure(folder: os.PathLike[str] | str, classroom: bool) -> None:
    """Solara's settings; they are read from the environment when it is first imported."""
    os.environ.update(
        {
            "SOLARA_ASSETS_PROXY_CACHE_DIR": os.fspath(folder),
            "SOLARA_ASSETS_FONTAWESOME_ENABLED": "False",
            "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
            "SOLARA_THEME_SHOW_BANNER": "False",
            "SOLARA_THEME_LOADER": "plain",
            "SOLARA_THEME_TITLE": "Bluehelm",
            "SOLARA_MODE": "production",
            "SOLARA_KERNEL_CULL_TIMEOUT": IDLE,
            "SOLARA_KERNEL_MAX_PER_SESSION": "12",
            "SOLARA_SESSION_SECRET_KEY": secrets.token_hex(32),
            "SOLARA_SESSION_HTTP_ONLY": "True",
            "SOLARA_SESSION_SAME_SITE": "strict" if classroom else "lax",
        }
    )


def build(local: bool, most: int = MOST_SESSIONS) -> App:
    """The server's application; `configure` must have been called before."""
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    import solara.server.app as solara_app
    import solara.server.starlette as solara_server
    from solara.server import settings

    settings.assets.extra_locations = [str(Path(__file__).parent / "static")]  # custom.css
    solara_app.apps["__default__"] = solara_app.AppScript("sim.view.app.page")
    return Doorkeeper(solara_server.app, local, most)


def serve(host: str, port: int, scenario: str, sessions: int = MOST_SESSIONS) -> None:
    """Serve the page until interrupted. Raises AssetsError, and OSError for a port in use."""
    local = host in LOCAL
    configure(assets.ensure(), classroom=not local)
    os.environ["BLUEHELM_VIEW_SCENARIO"] = scenario
    import uvicorn

    from sim.runs import compiling
    from sim.view.app.pool import workers

    compiling.once()
    application = build(local, sessions)
    workers().start()
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]
        host=host,
        port=port,
        log_level="warning",
        ws_max_size=MOST_MESSAGE,
        access_log=False,
        timeout_graceful_shutdown=2,
    )
    try:
        uvicorn.Server(config).run()
    finally:
        workers().close()
