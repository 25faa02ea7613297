"""The page in a real browser: every control does what it says, and nothing leaves the machine."""

from __future__ import annotations

import csv
import http.client
import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
Page = sync_api.Page

pytestmark = [pytest.mark.browser]

SHORT = "?scenario=zambara&weeks=117"  # the mission is there for three months
SHARE = "policy.patrols.share"


def open_page(page: Page, server: str, query: str = SHORT) -> None:
    page.goto(f"{server}/{query}")
    expect(page.locator(".bh-charts .small")).to_have_count(8, timeout=120_000)
    settle(page)


def settle(page: Page) -> None:
    """Wait for the full answer."""
    expect(page.locator(".bh-answer .how")).to_have_text("32 paired worlds", timeout=120_000)


def slider(page: Page, path: str) -> sync_api.Locator:
    return page.locator(f"input[type=range][data-path='{path}']")


def group(page: Page, path: str) -> sync_api.Locator:
    return page.locator(f".bh-levers .group[data-group='{path}']")


def to_end(page: Page, path: str) -> None:
    slider(page, path).press("End")
    expect(page).to_have_url(re.compile(re.escape(path.removeprefix("policy."))))
    settle(page)


def test_a_lever_changes_the_answer_the_charts_and_the_address(page, server):
    open_page(page, server)
    expect(page.locator(".bh-answer .say")).to_contain_text("As things stand")
    expect(page.locator(".bh-charts .big text", has_text="What-if")).to_have_count(0)
    to_end(page, SHARE)
    expect(page).to_have_url(re.compile("patrols.share=1"))
    expect(page.locator(".bh-answer .say")).to_contain_text("in")
    expect(page.locator(".bh-charts .big text", has_text="What-if")).to_have_count(1)
    expect(page.locator(".bh-map h2")).to_have_text("Who gains, who loses")
    number = page.locator(f"input.num[data-path='{SHARE}']")
    expect(number).to_have_value("100")
    number.fill("40")
    number.press("Enter")
    expect(page).to_have_url(re.compile("patrols.share=0.4"))
    settle(page)


def test_a_slider_that_is_held_is_answered_and_set_only_on_release(page, server):
    open_page(page, server)
    slider(page, SHARE).scroll_into_view_if_needed()
    box = slider(page, SHARE).bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.32, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=4)
    expect(page.locator(".bh-charts .big text", has_text="What-if")).to_have_count(1)
    assert "patrols" not in page.url
    page.mouse.up()
    expect(page).to_have_url(re.compile("patrols.share=0.8"))
    settle(page)


def test_undo_redo_replay_and_reset(page, server):
    open_page(page, server)
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    expect(undo).to_be_disabled()
    to_end(page, SHARE)
    undo.click()
    expect(page).not_to_have_url(re.compile("patrols"))
    expect(slider(page, SHARE)).to_have_value("0.3")
    redo.click()
    expect(page).to_have_url(re.compile("patrols.share=1"))
    page.get_by_role("button", name="Replay the last change").click()
    expect(slider(page, SHARE)).to_have_value("0.3")
    expect(slider(page, SHARE)).to_have_value("1")
    page.get_by_role("button", name="Reset all").click()
    expect(slider(page, SHARE)).to_have_value("0.3")
    page.keyboard.press("Control+z")
    expect(slider(page, SHARE)).to_have_value("1")


def test_a_reload_and_a_shared_link_restore_everything(page, server, context):
    phase = "patrols.phases=2002-02-01~2002-05-01~share:0.9"
    query = f"{SHORT}&patrols.share=0.7&funding.cut=0.2&{phase}"
    open_page(page, server, query)
    page.reload()
    expect(slider(page, SHARE)).to_have_value("0.7")
    expect(page.locator(".bh-phases .own")).to_have_count(1)
    expect(slider(page, "policy.funding.cut")).to_be_visible()  # changed ones are never folded
    expect(page.get_by_label("Length of the runs")).to_be_visible()
    assert "funding.cut=0.2" in page.url and "weeks=117" in page.url
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    settle(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast.on")).to_be_visible()
    copied = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert sorted(copied.query.split("&")) == sorted(urlsplit(page.url).query.split("&"))
    assert f"http://{copied.netloc}" == server


@pytest.mark.parametrize(
    "query",
    [
        "?scenario=<script>alert(1)</script>",
        f"{SHORT}&patrols.share=<img src=x onerror=alert(1)>",
        f"{SHORT}&nature.civilians=1000000&secret=1",
        f"{SHORT}&patrols.phases=zzz",
    ],
)
def test_hostile_links_are_refused_with_a_message(page, server, query):
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(f"{server}/{query}")
    expect(page.locator(".bh-note").first).to_be_visible()
    expect(page.locator(".bh-charts .small")).to_have_count(8, timeout=120_000)
    assert page.locator(".bh-note script, .bh-note img").count() == 0


def test_hostile_files_are_refused_and_a_saved_one_loads(page, server, tmp_path):
    open_page(page, server)
    pick = page.locator("input[type=file]")
    bad = tmp_path / "bad.json"
    bad.write_text('{"format": "bluehelm-setting-1", "link": 5}')
    pick.set_input_files(bad)
    expect(page.locator(".bh-note")).to_contain_text("Not loaded")
    bad.write_text("x" * 300_000)
    pick.set_input_files(bad)
    expect(page.locator(".toast.on")).to_contain_text("too large")
    to_end(page, SHARE)
    saved = download(page, "Save this setting", tmp_path)
    page.get_by_role("button", name="Reset all").click()
    expect(slider(page, SHARE)).to_have_value("0.3")
    pick.set_input_files(saved)
    expect(slider(page, SHARE)).to_have_value("1")


def download(page: Page, item: str, folder: Path) -> Path:
    page.get_by_role("button", name="Save and export").click()
    with page.expect_download() as waiting:
        page.get_by_role("menuitem", name=item).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_exports(page, server, tmp_path):
    open_page(page, server)
    to_end(page, SHARE)
    assert download(page, "Picture (PNG)", tmp_path).read_bytes().startswith(b"\x89PNG")
    rows = list(csv.DictReader(download(page, "Numbers (CSV)", tmp_path).open()))
    assert {row["policy"] for row in rows} == {"baseline", "what-if"}
    rows = list(csv.DictReader(download(page, "Outcomes (CSV)", tmp_path).open()))
    assert len(rows) == 64
    scenario = tomllib.loads(download(page, "Scenario (TOML)", tmp_path).read_text())
    assert scenario["policy"]["patrols"]["share"] == 1.0
    code = download(page, "Python", tmp_path).read_text()
    compile(code, "export", "exec")
    assert "policy.patrols.share" in code
    assert json.loads(download(page, "Save this setting", tmp_path).read_text())["link"]


def test_scenario_length_presets_and_choices(page, server):
    open_page(page, server)
    page.get_by_label("Presets").select_option("A fifteen per cent cut")
    expect(page).to_have_url(re.compile("funding.cut=0.15"))
    page.get_by_label("Length of the runs").select_option("104")
    expect(page).to_have_url(re.compile("weeks=104"))
    page.get_by_label("Find a setting").fill("mandate")
    mandate = page.locator("select[data-path='policy.force.mandate']")
    mandate.select_option("observer")
    expect(page).to_have_url(re.compile("force.mandate=observer"))
    page.get_by_label("Find a setting").fill("")
    page.get_by_label("Scenario").select_option("sierra-leone")
    expect(page).to_have_url(re.compile("scenario=sierra-leone$"))
    expect(page.locator(".bh-levers .note", has_text="the plan: up to 17,500")).to_be_visible()


def test_lever_help_comes_with_evidence(page, server):
    open_page(page, server)
    page.get_by_role("button", name="About Force").click()
    help_box = page.locator("dialog.bh-help[open]")
    for title in (
        "Where it was done",
        "What it costs",
        "When it works",
        "When it fails",
        "What the evidence says",
        "Who bears it",
    ):
        expect(help_box.get_by_role("heading", name=title)).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_box).to_have_count(0)


def test_assumptions_have_their_own_reset(page, server):
    open_page(page, server)
    page.get_by_role("button", name="Advanced: assumptions").click()
    panel = page.locator(".bh-advanced .bh-levers")
    panel.get_by_label("Find a setting").fill("flight")
    slider(page, "nature.civilian.flight").press("End")
    expect(page).to_have_url(re.compile("nature.civilian.flight"))
    page.get_by_role("button", name="Back to the shipped assumptions").click()
    expect(page).not_to_have_url(re.compile("nature"))


def test_phases_are_added_and_removed(page, server):
    open_page(page, server)
    page.get_by_role("button", name="Add a phase").click()
    page.get_by_label("Lever of the phase").select_option("policy.patrols")
    page.get_by_label("First day").fill("2002-02-01")
    page.get_by_label("Last day").fill("2002-04-30")
    page.get_by_label("value", exact=True).fill("90")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".bh-phases .own")).to_contain_text("share 0.9")
    expect(page).to_have_url(re.compile("share:0.9"))
    page.get_by_role("button", name="Remove this phase").click()
    expect(page.locator(".bh-phases .own")).to_have_count(0)


def test_overspending_is_shown_refused_and_can_be_paid_for(page, server):
    page.goto(f"{server}/?scenario=zambara&weeks=208&force.troops=24000")
    expect(page.locator(".bh-answer .say")).to_contain_text("costs more", timeout=120_000)
    expect(page.locator(".bh-budget .warn")).to_contain_text("Over budget")
    page.get_by_role("button", name="Raise the budget to pay for it").click()
    expect(page).to_have_url(re.compile("funding.budget="))
    settle(page)


def test_policies_side_by_side(page, server):
    open_page(page, server)
    to_end(page, SHARE)
    page.get_by_role("button", name="Keep for comparison").click()
    page.get_by_label("Presets").select_option("Stay in base")
    expect(page).to_have_url(re.compile("patrols.share=0"))
    settle(page)
    page.get_by_role("button", name="Keep for comparison").click()
    page.get_by_role("tab", name="Compare (2)").click()
    expect(page.locator(".bh-contrast li:not(.key)")).to_have_count(2)
    expect(page.locator(".bh-contrast figure")).to_have_count(8)
    page.get_by_role("button", name="Remove").first.click()
    expect(page.locator(".bh-contrast li:not(.key)")).to_have_count(1)
    page.get_by_role("button", name="Open").click()
    expect(page.locator(".bh-answer .say")).to_be_visible()


def test_split_by_lever(page, server):
    open_page(page, server, f"{SHORT}&patrols.share=0.9&early_warning.analysts=60")
    page.get_by_role("button", name="Split by lever").click()
    table = page.locator(".bh-answer table")
    expect(table).to_contain_text("Patrols")
    expect(table).to_contain_text("Early warning")


def test_watching_play_step_scrub_click(page, server):
    open_page(page, server, f"{SHORT}&patrols.share=0.9")
    page.get_by_role("tab", name="Watch").click()
    expect(page.locator(".bh-live canvas")).to_have_count(2, timeout=120_000)
    week = page.locator(".bh-live .weektext")
    expect(week).to_contain_text("week 1")
    page.get_by_role("button", name="Step one week").click()
    expect(week).to_contain_text("week 2")
    page.get_by_label("Speed").select_option("52")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(week).to_contain_text("week 117", timeout=30_000)
    page.get_by_label("Week", exact=True).press("Home")
    expect(week).to_contain_text("week 1")
    box = page.locator(".bh-live canvas").last.bounding_box()
    page.locator(".bh-live canvas").last.click(
        position={"x": box["width"] / 2, "y": box["height"] / 2}
    )
    expect(page.locator(".bh-live .detail table")).to_contain_text("Killed so far")
    page.get_by_label("Seed").fill("7")
    page.get_by_label("Seed").press("Enter")
    expect(page.locator(".bh-live canvas")).to_have_count(2)


def test_ten_visitors_do_not_see_each_other(browser, server):
    contexts = [browser.new_context() for _ in range(10)]
    try:
        pages = [context.new_page() for context in contexts]
        for number, page in enumerate(pages):
            page.goto(f"{server}/?scenario=zambara&weeks=52&patrols.share=0.{number}1")
        for number, page in enumerate(pages):
            expect(slider(page, SHARE)).to_have_value(f"0.{number}1", timeout=120_000)
        slider(pages[0], SHARE).press("End")
        expect(pages[0]).to_have_url(re.compile("patrols.share=1$"))
        for number, page in enumerate(pages[1:], start=1):
            expect(slider(page, SHARE)).to_have_value(f"0.{number}1")
            expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    finally:
        for context in contexts:
            context.close()


@pytest.mark.parametrize(("origin", "code"), [("http://evil.example", 403), (None, 403)])
def test_another_sites_page_cannot_reach_the_server(server, origin, code):
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
    headers = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Key": "x" * 22 + "==",
        "Sec-WebSocket-Version": "13",
    }
    headers |= {"Origin": origin} if origin else {}
    connection.request("GET", "/jupyter/api/kernels/x/channels?session_id=y", headers=headers)
    assert connection.getresponse().status == code
    connection.close()


def test_a_foreign_name_pointed_here_is_refused(server):
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=10)
    connection.request("GET", "/", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 421
    connection.close()
