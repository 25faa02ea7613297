"""A real server and a real Chromium; whatever would leave this machine is stopped and reported."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

sync_api.expect.set_options(timeout=60_000)  # slow machines share their processors
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OWN = re.compile(r"^(https?|wss?)://(127\.0\.0\.1|localhost)(:|/)|^(data|blob|about):")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, server: subprocess.Popen[bytes], seconds: float = 600.0) -> None:
    """The first start on a machine compiles, for minutes where others share its processors."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address."""
    from sim.view.app import assets

    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    try:
        assets.ensure()
    except assets.AssetsError as error:
        pytest.skip(str(error).splitlines()[0])
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = (tmp_path_factory.mktemp("server") / "log.txt").open("wb")
    command = [sys.executable, "-m", "sim.commands.cli", "view", "zambara", "--port", str(port)]
    server = subprocess.Popen(
        command, stdout=log, stderr=subprocess.STDOUT, env={**os.environ, "BLUEHELM_DEBUG": "1"}
    )
    try:
        wait_until_ready(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        log.close()
    text = Path(log.name).read_text(errors="replace")
    assert "Traceback" not in text, text[-3000:]


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page, and everything about it that must not happen."""

    def __init__(self, context: sync_api.BrowserContext) -> None:
        self.faults: list[str] = []
        self.page = context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on("console", self._said)
        self.page.on("response", self._answered)

    def _said(self, message: sync_api.ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def _answered(self, response: sync_api.Response) -> None:
        if response.status >= 400:
            self.faults.append(f"HTTP {response.status}: {response.url}")


@pytest.fixture
def context(browser: sync_api.Browser) -> Iterator[sync_api.BrowserContext]:
    """A visitor whose every request to another machine is stopped and counted."""
    left: list[str] = []
    context = browser.new_context(viewport={"width": 1500, "height": 950}, accept_downloads=True)

    def guard(route: sync_api.Route) -> None:
        if OWN.match(route.request.url):
            route.continue_()
        else:
            left.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    yield context
    context.close()
    assert not left, f"requests to other machines: {left}"


@pytest.fixture
def watched(context: sync_api.BrowserContext) -> Iterator[Watched]:
    watched = Watched(context)
    yield watched
    assert not watched.faults


@pytest.fixture
def page(watched: Watched) -> sync_api.Page:
    return watched.page
