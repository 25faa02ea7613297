"""The page is everybody's: phone, keyboard alone, screen reader, little motion, print."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

from axe import faults
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser]

SHORT = "?scenario=zambara&weeks=117&patrols.share=0.6"
WIDE, PHONE = (1500, 950), (390, 844)
TABS = {  # by what the bar calls them: what shows there
    "What if": ".bh-charts .small",
    "What matters": ".bh-matters",
    "Watch": ".bh-live figure:visible canvas",
    "Compare": ".bh-grid.one",
}
LEAST = 36  # pixels of a target that a finger hits
SMALL = """least => [...document.querySelectorAll("button, select, input, a[href]")]
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.matches(".bh-skip"))
  .map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, r]) => r.width > 0 && (r.height < least - 0.5 || r.width < least - 0.5))
  .map(([text, r]) => `${r.width} x ${r.height}: ${text}`)"""
UNDER = """node => { const r = node.getBoundingClientRect();
  const top = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
  return node === top || node.contains(top); }"""
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  const name = e.dataset.path || e.dataset.do || e.className || e.tagName;
  return [name, s.outlineStyle, parseFloat(s.outlineWidth)]; }"""
MOVING = """() => [...document.querySelectorAll(".v-application *")].filter(e => {
    const s = getComputedStyle(e), times = `${s.transitionDuration}, ${s.animationDuration}`;
    return times.split(", ").some(time => parseFloat(time) > 0.02); })
  .map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def visitors(browser: Browser, server: str) -> Iterator[dict[str, Page]]:
    """The page on a wide screen and on a phone, answered."""
    pages = {}
    contexts = []
    for name, (width, height) in (("wide", WIDE), ("phone", PHONE)):
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = pages[name] = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{server}/{SHORT}")
        expect(page.locator(TABS["What if"])).to_have_count(8, timeout=180_000)
    yield pages
    for context in contexts:
        context.close()


def open_tab(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=tab).click()
    expect(page.locator(TABS[tab]).first).to_be_visible(timeout=180_000)


def whatif(page: Page) -> Page:
    open_tab(page, "What if")
    page.evaluate("scrollTo(0, 0)")
    return page


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("device", ["wide", "phone"])
def test_axe_finds_nothing_serious(visitors: dict[str, Page], device: str, tab: str) -> None:
    open_tab(visitors[device], tab)
    assert faults(visitors[device]) == []


@pytest.mark.parametrize("tab", TABS)
def test_a_phone_scrolls_only_up_and_down_and_targets_fit_a_finger(
    visitors: dict[str, Page], tab: str
) -> None:
    page = visitors["phone"]
    open_tab(page, tab)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE[0]
    assert page.evaluate(SMALL, LEAST) == []


def test_a_phone_shows_the_answer_first_and_the_levers_in_a_sheet(
    visitors: dict[str, Page],
) -> None:
    page = whatif(visitors["phone"])
    say, chart = page.locator(".bh-answer .say"), page.locator(".bh-charts .big")
    assert say.bounding_box()["y"] < chart.bounding_box()["y"] < PHONE[1]
    troops = page.locator("input[type=range][data-path='policy.force.troops']")
    expect(troops).to_be_hidden()
    button = page.locator("button.bh-sheet")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert button.evaluate(UNDER), "something lies over the button"
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(troops).to_be_visible()
    page.wait_for_timeout(400)  # the sheet slides in
    assert troops.evaluate(UNDER), "something lies over the slider"
    assert say.evaluate(UNDER), "the answer is hidden behind its levers"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= PHONE[0]
    assert page.evaluate(SMALL, LEAST) == []
    page.keyboard.press("Escape")
    expect(troops).to_be_hidden()
    expect(button).to_be_focused()


def test_the_keyboard_alone_reaches_the_answer_and_moves_a_lever(
    visitors: dict[str, Page],
) -> None:
    page = whatif(visitors["wide"])
    page.reload()
    expect(page.locator(TABS["What if"])).to_have_count(8, timeout=180_000)
    page.keyboard.press("Tab")
    skip = page.locator(".bh-skip")
    expect(skip).to_be_focused()
    assert skip.evaluate(UNDER), "the way past the bar is not to be seen"
    page.keyboard.press("Enter")
    expect(page.locator(".bh-answer")).to_be_focused()
    page.locator(".bh-levers input[type=search]").first.focus()
    seen = []
    for _ in range(12):
        page.keyboard.press("Tab")
        name, style, width = page.evaluate(FOCUS)
        assert style != "none" and width >= 1.5, f"focus on {name} is not to be seen"
        seen.append(name)
    assert seen.index("policy.force.troops") < seen.index("policy.force.police")
    share = page.locator("input[type=range][data-path='policy.patrols.share']")
    share.focus()
    before = float(share.input_value())
    page.keyboard.press("ArrowRight")
    assert float(share.input_value()) > before
    expect(page).to_have_url(re.compile(r"patrols\.share=0\.6[1-9]|patrols\.share=0\.[7-9]"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"patrols\.share=0\.6(&|$)"))


def test_a_screen_reader_is_told_the_answer_and_the_parts(visitors: dict[str, Page]) -> None:
    page = whatif(visitors["wide"])
    expect(page.locator(".bh-answer")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("region", name="The answer")).to_be_visible()
    expect(page.get_by_role("region", name="Levers", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    nameless = page.evaluate("""() => [...document.querySelectorAll("input, select, button")]
      .filter(e => e.checkVisibility() && !(e.getAttribute("aria-label") || e.textContent.trim() ||
        e.labels?.length || e.title)).map(e => e.outerHTML.slice(0, 120))""")
    assert nameless == []


def test_little_motion_where_a_visitor_asks_for_it(visitors: dict[str, Page]) -> None:
    page = whatif(visitors["wide"])
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="no-preference")
    assert moving == []


def test_a_print_is_one_page_with_the_setting_and_the_link(visitors: dict[str, Page]) -> None:
    page = whatif(visitors["wide"])
    page.emulate_media(media="print")
    shown = [".bh-print", ".bh-answer .say", ".bh-charts .big", ".bh-table"]
    for part in shown:
        expect(page.locator(part).first).to_be_visible()
    for part in (".bh-bar", ".bh-levercol", ".bh-sheet", ".bh-phases"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator(".bh-print")).to_contain_text("patrols.share=0.6")
    paper = page.pdf(format="A4", print_background=True)
    page.emulate_media(media="screen")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
