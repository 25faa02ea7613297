"""What a mouse and a returning visitor find: every control under the pointer, nothing lost."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import free_port, wait_until_ready
from tests.browser.test_page import SHARE, SHORT, open_page, slider, to_end

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect

pytestmark = [pytest.mark.browser]

PHONE = 760  # pixels; below, levers come up as a sheet
WALK = (Path(__file__).parent / "walk.js").read_text(encoding="utf-8")


def settled(page):
    """The full answer, and no control that is still being made."""
    expect(page.locator(".bh-answer .how")).to_contain_text("32 paired worlds", timeout=180_000)


@pytest.mark.parametrize("width", [1500, 1024, 390])
def test_every_control_is_under_the_mouse(page, server, width):
    page.set_viewport_size({"width": width, "height": 900})
    open_page(page, server, f"{SHORT}&patrols.share=0.9&early_warning.analysts=60")
    page.get_by_role("button", name="Keep for comparison").click()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{wide} px wide"
    assert page.evaluate(WALK, "body") == []
    if width < PHONE:  # the levers are a sheet that comes up
        page.locator("button.bh-sheet").click()
        page.wait_for_timeout(400)
        assert page.evaluate(WALK, ".bh-levercol") == []
        page.locator("button.bh-sheet").click()
    page.get_by_role("button", name="Save and export").click()
    assert page.evaluate(WALK, ".bh-bar .menu") == []
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Compare (1)").click()
    expect(page.locator(".bh-contrast figure")).to_have_count(8)
    assert page.evaluate(WALK, "body") == []


def test_the_walk_finds_what_a_box_hides(page, server):
    """The fault that a driver which scrolls hidden boxes never sees."""
    page.set_content(
        "<div style='height:40px;overflow:hidden'><p style='height:60px'></p>"
        "<button>x</button></div>"
        "<div style='position:relative;height:50px'><input aria-label='under'>"
        "<i style='position:absolute;inset:0'></i></div>"
    )
    found = page.evaluate(WALK, "body")
    assert [line.partition(":")[0] for line in found] == ["x", "under"]


def test_the_page_goes_where_back_and_forth_lead(page, server):
    open_page(page, server)
    to_end(page, SHARE)
    page.get_by_role("button", name="Keep for comparison").click()
    page.get_by_role("tab", name="Compare (1)").click()
    expect(page).to_have_url(re.compile("tab=compare"))
    expect(page.locator(".bh-contrast li:not(.key)")).to_have_count(1)
    page.go_back()
    expect(page.locator(".bh-answer .say")).to_be_visible()
    expect(slider(page, SHARE)).to_have_value("1")
    page.go_back()
    expect(slider(page, SHARE)).to_have_value("0.3")
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    page.go_forward()
    expect(slider(page, SHARE)).to_have_value("1")
    page.go_forward()
    expect(page.locator(".bh-contrast li:not(.key)")).to_have_count(1)
    page.reload()  # kept policies, undo and the view are still there
    expect(page.locator(".bh-contrast li:not(.key)")).to_have_count(1)
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    page.get_by_role("tab", name="What if").click()
    page.get_by_role("button", name="Undo").click()
    expect(slider(page, SHARE)).to_have_value("0.3")


def test_a_typed_number_shows_what_was_understood(page, server):
    open_page(page, server)
    number = page.locator(f"input.num[data-path='{SHARE}']")
    for typed, shown in (("12,5", "12.5"), ("12,50", "12.5"), ("12.5", "12.5"), ("x", "12.5")):
        number.fill(typed)
        number.press("Enter")
        number.blur()
        expect(number).to_have_value(shown)
    expect(page).to_have_url(re.compile("patrols.share=0.125"))


def test_a_length_that_ends_before_the_mission_is_said(page, server):
    open_page(page, server, "?scenario=zambara&weeks=104&patrols.share=0.9")
    expect(page.locator(".bh-answer .also")).to_contain_text("before the mission comes in 2002")


def test_the_same_change_stands_in_the_sentence_the_chip_and_the_table(page, server):
    open_page(page, server, "?scenario=zambara&weeks=208&patrols.share=0.9")
    said = page.locator(".bh-answer .say").inner_text()
    chips = [
        page.locator(".bh-charts .title .chip").inner_text(),
        page.locator(".bh-charts .small .chip").first.inner_text(),
        page.locator(".bh-table tbody tr").first.locator(".bh-chip").inner_text(),
    ]
    assert len(set(chips)) == 1
    assert re.search(rf"\b{chips[0][1:]} (fewer|more)", said)
    expect(page.locator(".bh-charts .small .when").first).to_have_text("in all")
    expect(page.locator(".bh-charts .title .when")).to_have_text("in all, over 4 years")


def test_a_server_that_comes_back_brings_the_page_back(browser, tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "sim.commands.cli", "view", "zambara", "--port", str(port)]

    def start():
        with (tmp_path / "log.txt").open("ab") as log:
            server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        wait_until_ready(url, server)
        return server

    server, faults = start(), []
    page = browser.new_page(viewport={"width": 1500, "height": 950})
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "TypeError" in m.text else None)
    try:
        open_page(page, url)
        to_end(page, SHARE)
        page.get_by_role("button", name="Keep for comparison").click()
        expect(page.get_by_role("tab", name="Compare (1)")).to_be_visible()  # the browser knows
        server.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
        expect(page.locator(".bh-lost")).to_contain_text("The connection to the server is lost")
        box = slider(page, SHARE).bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(slider(page, SHARE)).to_have_value("1")  # held
        server = start()
        expect(page.locator(".bh-lost")).to_be_hidden(timeout=60_000)
        settled(page)
        expect(slider(page, SHARE)).to_have_value("1")
        expect(page.get_by_role("tab", name="Compare (1)")).to_be_visible()
        expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    finally:
        page.close()
        server.terminate()
        server.wait(20)
    assert faults == []


def test_quick_changes_of_view_leave_no_errors(page, server):
    """A widget may be gone before its code has come; on slow computers it comes late."""
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    open_page(page, server)
    tabs = page.locator(".bh-bar .tabs button")
    for number in (1, 0, 1, 2, 0, 1, 0, 2, 1, 0):
        tabs.nth(number).evaluate("node => node.click()")
        time.sleep(0.05)
    time.sleep(4)
    expect(page.locator(".bh-answer .say")).to_be_visible()
    expect(page.locator(".bh-charts .small")).to_have_count(8)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Host": "[::1"}, 400),
        ("POST", "/_solara/api/close/xyz?session_id=y", {}, 404),
        ("GET", "/resourcez?verbose", {}, 404),
        ("GET", "/_solara/cdn/left-pad@1.0.0/index.js", {}, 404),
        ("GET", "/_solara/cdn/@widgetti/solara-vuetify3-app@5.2.0", {}, 404),
        ("GET", "/?x", {"X-Forwarded-Proto": "zz", "Script-Name": "/evil"}, 200),
        ("DELETE", "/", {}, 405),
    ],
)
def test_hostile_requests_are_refused_without_a_word_in_the_log(
    server, method, path, headers, status
):
    """The log is looked through for tracebacks when the server ends."""
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request(method, path, headers=headers)
    reply = connection.getresponse()
    text = reply.read().decode()
    assert reply.status == status
    assert "/evil" not in text and "memory" not in text.lower()[:2000]
    connection.close()


def test_a_cookie_of_the_visitors_own_is_replaced(server):
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)
    connection.request("GET", "/", headers={"Cookie": "solara-session-id=mine"})
    given = connection.getresponse().headers["set-cookie"]
    assert given.startswith("solara-session-id=") and "mine" not in given
    connection.close()
