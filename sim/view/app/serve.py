"""Starting the page's server: settings first, then Solara, behind a guard at the door."""

from __future__ import annotations

import os
import secrets
import warnings
from pathlib import Path
from typing import Final

from sim.view.app import assets
from sim.view.app.door import LOCAL, App, Doorkeeper

MOST_SESSIONS: Final = 60
IDLE: Final = "20m"  # a closed or sleeping tab is forgotten after that long
MOST_MESSAGE: Final = 1_000_000  # bytes of one websocket message


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
            "SOLARA_THEME_FORCE_REFRESH": "True",  # a lost session comes back from its address
            "SOLARA_MODE": "production",
            "SOLARA_KERNEL_CULL_TIMEOUT": IDLE,
            "SOLARA_KERNEL_MAX_PER_SESSION": "12",
            "SOLARA_SESSION_SECRET_KEY": secrets.token_hex(32),
            "SOLARA_SESSION_HTTP_ONLY": "True",
            "SOLARA_SESSION_SAME_SITE": "strict" if classroom else "lax",
        }
    )


def holder(kernel: str) -> str | None:
    """The session that holds one of Solara's kernels, None where there is no such kernel."""
    from solara.server import kernel_context

    context = kernel_context.contexts.get(kernel)
    return None if context is None else str(context.session_id)


def build(local: bool, most: int = MOST_SESSIONS) -> App:
    """The server's application; `configure` must have been called before."""
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    import solara.server.app as solara_app
    import solara.server.starlette as solara_server
    from solara.server import settings

    settings.assets.extra_locations = [str(Path(__file__).parent / "static")]  # custom.css
    solara_app.apps["__default__"] = solara_app.AppScript("sim.view.app.page")
    files = Path(os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"])
    return Doorkeeper(solara_server.app, local, most, files, holder)


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
