"""Watching in a real browser, by a mouse that clicks only what can be seen, and by keys alone."""

from __future__ import annotations

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
Page = sync_api.Page

pytestmark = [pytest.mark.browser]

SHORT = "?scenario=zambara&weeks=150"
ON_TOP = """([x, y, name]) => {
    const top = document.elementFromPoint(x, y);
    return Boolean(top && top.closest(name));
}"""
FRAMES = "document.querySelector('.bh-live').bhFrames()"


def watch(page: Page, server: str, query: str = SHORT) -> None:
    page.goto(f"{server}/{query}")
    page.get_by_role("tab", name="Watch").click()
    shown = page.locator(".bh-live figure:visible canvas").first
    expect(shown).to_be_visible(timeout=180_000)


def mouse(
    page: Page, name: str, across: float = 0.5, down: float = 0.5, last: bool = False
) -> None:
    """Click a spot of an element by its position on the screen; fails where something hides it."""
    found = page.locator(f"{name}:visible")
    box = (found.last if last else found.first).bounding_box()
    x, y = box["x"] + across * box["width"], box["y"] + down * box["height"]
    size = page.viewport_size
    assert 0 <= x < size["width"] and 0 <= y < size["height"], f"{name} is off the screen"
    assert page.evaluate(ON_TOP, [x, y, name]), f"something hides {name}"
    page.mouse.click(x, y)


def week(page: Page) -> int:
    return int(re.search(r"(\d+)$", page.locator(".bh-live .weektext").inner_text())[1])


def test_both_worlds_play_step_and_tell_by_mouse(page, server):
    watch(page, server, f"{SHORT}&patrols.share=0.9")
    expect(page.locator(".bh-live figure canvas")).to_have_count(2)
    for label in ("Baseline", "What-if"):
        expect(page.locator(".bh-live figcaption b", has_text=label)).to_be_visible()
    expect(page.locator(".bh-live .which")).to_have_text(
        re.compile(r"A typical one of (8|32) worlds")
    )
    expect(page.locator(".bh-live .part")).to_have_text("here the two worlds part")
    mouse(page, ".bh-live button[aria-label='One week on']")
    assert week(page) == 2
    page.get_by_label("Speed").select_option("52")
    mouse(page, ".bh-live button.main")
    expect(page.locator(".bh-live .weektext")).to_contain_text("week 150", timeout=30_000)
    mouse(page, ".bh-live .timebox", 0.1, 0.6)
    assert 10 <= week(page) <= 21
    mouse(page, ".bh-live .timebox", 0.99, 0.6)
    killed = page.locator(".bh-live .count").first.inner_text()
    assert re.match(r"Killed so far: [\d,]+ civilians, [\d,]+ fighters", killed)
    mouse(page, ".bh-live figure.what canvas", 0.5, 0.5)
    table = page.locator(".bh-live .detail table")
    expect(table).to_contain_text("Killed so far, all")
    mouse(page, ".bh-live .detail .close")
    expect(table).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_happens_is_on_the_first_screen(page, server):
    page.set_viewport_size({"width": 1500, "height": 900})
    for query in (SHORT, f"{SHORT}&patrols.share=0.9"):
        watch(page, server, query)
        mouse(page, ".bh-live .timebox", 0.9, 0.6)
        row = page.locator(".bh-live .happens li").first.bounding_box()
        assert row["y"] + row["height"] < 900
        assert page.evaluate(ON_TOP, [row["x"] + 90, row["y"] + 8, ".bh-live .happens"])
        scrub = page.locator(".bh-live input[type=range]").bounding_box()
        assert scrub["y"] + scrub["height"] < 900


def test_keys_alone_play_step_and_leap(page, server):
    watch(page, server)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert week(page) == 2
    page.keyboard.press("n")
    there = week(page)
    assert there > 2
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.wait_for_function(f"document.querySelector('.bh-live input[type=range]').value > {there}")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_another_luck_and_back_to_a_typical_one(page, server):
    watch(page, server)
    page.get_by_label("Number of luck").fill("77")
    page.get_by_label("Number of luck").press("Enter")
    expect(page.locator(".bh-live button.plain")).to_be_visible(timeout=60_000)
    mouse(page, ".bh-live button.plain")
    expect(page.locator(".bh-live .which")).to_contain_text("typical", timeout=60_000)


def test_on_a_phone_the_map_is_first_and_nothing_scrolls_sideways(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    watch(page, server, f"{SHORT}&patrols.share=0.9")
    live = page.locator(".bh-live").bounding_box()
    assert live["y"] < page.locator(".bh-levers").first.bounding_box()["y"]
    wide = "Math.max(...[...document.querySelectorAll('.bh-watch *')].map(%s))"
    assert page.evaluate(wide % "e => e.getBoundingClientRect().right") <= 390
    expect(page.locator(".bh-live figure:visible")).to_have_count(1)
    page.locator(".bh-live").scroll_into_view_if_needed()
    mouse(page, ".bh-live .swap button", last=False)
    expect(page.locator(".bh-live figure.base")).to_be_visible()
    mouse(page, ".bh-live button.main")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def test_who_wants_less_motion_gets_two_pictures_a_second(page, server):
    page.emulate_media(reduced_motion="reduce")
    watch(page, server)
    page.get_by_label("Speed").select_option("26")
    mouse(page, ".bh-live button.main")
    before = page.evaluate(FRAMES)
    page.wait_for_timeout(3000)
    assert 2 <= page.evaluate(FRAMES) - before <= 9
    assert week(page) > 30
