"""A room with a facilitator and two participants, by real mouse and keys."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
Page = sync_api.Page
Locator = sync_api.Locator

pytestmark = [pytest.mark.browser]

PHONE = {"width": 390, "height": 844}
LONG = 240_000  # milliseconds: 64 worlds of seven years


@pytest.fixture
def phones(browser: sync_api.Browser) -> Iterator[list[Page]]:
    """Two participants' devices; whatever goes wrong on them fails the test."""
    contexts = [browser.new_context(viewport=PHONE, has_touch=False) for _ in range(2)]
    faults: list[str] = []
    pages = []
    for context in contexts:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        pages.append(page)
    yield pages
    for context in contexts:
        context.close()
    assert not faults


def press(page: Page, target: Locator) -> None:
    """Click where a mouse would: wheel until it is on screen, and it must be what lies there."""
    expect(target).to_be_visible()
    for _ in range(30):
        box = target.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        if 0 < y < page.viewport_size["height"]:
            break
        page.mouse.move(page.viewport_size["width"] / 2, page.viewport_size["height"] / 3)
        page.mouse.wheel(0, 300 if y > 0 else -300)
        page.wait_for_timeout(120)
    hit = "(node, [x, y]) => node.contains(document.elementFromPoint(x, y))"
    assert target.evaluate(hit, [x, y]), "something else lies over it"
    page.mouse.click(x, y)


def draw(page: Page) -> None:
    """A curve on the chart, by the pointer."""
    chart = page.locator(".sketch svg")
    expect(chart).to_be_visible(timeout=LONG)
    box = chart.bounding_box()
    page.mouse.move(box["x"] + 70, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 120, steps=8)
    page.mouse.up()


def stage(page: Page, name: str) -> None:
    press(page, page.locator(".steps button", has_text=re.compile(f"^{name}$")))
    expect(page.locator(".steps button.now")).to_have_text(name)


def test_a_room_from_the_first_card_to_the_page_to_take_away(page, server, phones, tmp_path):
    page.goto(f"{server}/?scenario=zambara&weeks=117")
    press(page, page.locator(".bh-bar .toroom"))
    press(page, page.get_by_role("button", name="Open a room"))
    expect(page.locator(".code")).to_have_text(re.compile("^[A-Z]{5}$"))
    assert "key=" in page.url
    code = page.locator(".code").inner_text()

    for phone, name in zip(phones, ("Ann <b>", "Bo"), strict=True):
        phone.goto(f"{server}/?room={code.lower()}")
        phone.fill("#bh-name", name)
        press(phone, phone.locator("form .main"))
        expect(phone.locator(".part.card h1")).to_be_visible()
    expect(page.locator(".people li")).to_have_count(2)
    ann, bo = phones

    stage(page, "Predict")
    for phone in phones:
        draw(phone)
        phone.locator(".guesstrack input").press("PageUp")
        press(phone, phone.locator(".part.asked .main"))
        expect(phone.locator(".part.asked [role=status]")).to_contain_text("Kept")
        assert phone.locator(".truth").count() == 0
    expect(page.locator(".did.yes")).to_have_count(2)
    ann.reload()
    expect(ann.locator(".me")).to_have_text("A · Ann <b>")
    expect(ann.locator(".part.asked [role=status]")).to_contain_text("Kept")

    press(page, page.locator(".part.pace .main"))  # reveal
    expect(bo.locator(".truth b")).to_contain_text("instead of", timeout=LONG)

    stage(page, "Try")
    press(page, page.locator("label.switch").nth(1))  # answers kept back
    expect(bo.locator(".part.tried")).to_contain_text("kept back")
    press(page, page.locator("label.switch").nth(1))
    for phone, key in ((ann, "PageDown"), (bo, "PageUp")):
        phone.locator(".bh-levers input[type=range]").first.press(key)
        expect(phone.locator(".movedline")).to_be_visible()
        press(phone, phone.locator(".part.submit .main"))
        expect(phone.locator(".part.submit .main")).to_be_disabled()
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["width"], "a phone never scrolls sideways"
    assert bo.locator(".boardtable").count() == 0

    stage(page, "Board")
    expect(bo.locator(".boardtable tbody tr")).to_have_count(3, timeout=LONG)
    expect(bo.locator(".boardtable")).not_to_contain_text("Ann")
    press(page, page.locator("label.switch").nth(2))  # names
    expect(bo.locator(".boardtable")).to_contain_text("A · Ann <b>")

    stage(page, "Debrief")
    expect(bo.locator(".questions li").first).to_be_visible()
    with page.expect_download() as download:
        press(page, page.get_by_role("button", name="Results to take away"))
    download.value.save_as(tmp_path / "room.html")
    text = (tmp_path / "room.html").read_text(encoding="utf-8")
    assert "Ann &lt;b&gt;" in text and "<svg" in text and "<script" not in text

    page.on("dialog", lambda dialog: dialog.accept())
    press(page, page.locator(".kick").first)
    expect(ann.locator("p.note")).to_contain_text("not in this room any more")
    expect(page.locator(".people li")).to_have_count(1)
