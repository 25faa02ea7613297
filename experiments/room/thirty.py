"""A room full of browsers: joins, predictions, levers, policies; errors, waits, memory.

`python experiments/room/thirty.py --people 30 --minutes 10 --out FILE.json`
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, Page, Playwright, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
STAGES = ("read", "predict", "answer", "try", "board", "debrief")
PATIENCE = 240_000  # milliseconds


def memory(pid: int) -> float:
    """Resident megabytes of a process and of what it started."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if pid in (int(folder.name), parent):
                total += int(re.search(r"VmRSS:\s+(\d+)", (folder / "status").read_text())[1])
        except (OSError, TypeError):
            continue
    return total / 1024.0


class Crowd:
    """What was waited for, and what went wrong."""

    def __init__(self) -> None:
        self.waits: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []

    def watch(self, page: Page) -> Page:
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.errors.append(f"page: {error}"))
        page.on(
            "console",
            lambda said: (
                self.errors.append(f"console: {said.text}") if said.type == "error" else None
            ),
        )
        page.on(
            "response",
            lambda got: (
                self.errors.append(f"HTTP {got.status}: {got.url}") if got.status >= 400 else None
            ),
        )
        return page

    async def timed(self, what: str, waiting) -> None:
        start = time.monotonic()
        await waiting
        self.waits[what].append(time.monotonic() - start)


async def person(number: int, browser: Browser, url: str, crowd: Crowd, over: asyncio.Event):
    """Join, then do what every stage asks for until it is over."""
    luck = random.Random(number)
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    page = crowd.watch(await context.new_page())
    await crowd.timed("open the page", _opened(page, url))
    await page.fill("#bh-name", f"Person {number}")
    await page.click("form .main")
    await crowd.timed("join", page.wait_for_selector(".bh-room[data-mode=seat]"))
    done = None
    while not over.is_set():
        stage = await page.get_attribute(".bh-room", "data-stage")
        round_ = await page.inner_text("header")
        if stage in ("predict", "try") and done != (stage, round_):
            done = (stage, round_)
            await asyncio.sleep(luck.uniform(0.5, 6.0))
            try:
                await (_predict if stage == "predict" else _try)(page, crowd, luck)
            except Exception as error:
                if await page.get_attribute(".bh-room", "data-stage") == stage:
                    crowd.errors.append(f"person {number}, {stage}: {str(error)[:200]}")
        elif stage not in ("predict", "try"):
            done = None
        await asyncio.sleep(luck.uniform(0.5, 2.0))
    await context.close()


async def _opened(page: Page, url: str) -> None:
    await page.goto(url)
    await page.wait_for_selector("#bh-name")


async def _predict(page: Page, crowd: Crowd, luck: random.Random) -> None:
    await page.wait_for_selector(".sketch svg")
    await page.focus(".guesstrack input")
    for _ in range(luck.randrange(10)):
        await page.keyboard.press("PageUp")
    await page.focus(".sketch svg")
    for _ in range(luck.randrange(1, 20)):
        await page.keyboard.press(luck.choice(("ArrowRight", "ArrowUp", "ArrowDown")))
    await page.click(".part.asked .main")
    await crowd.timed("prediction kept", page.wait_for_selector("text=Kept."))


async def _try(page: Page, crowd: Crowd, luck: random.Random) -> None:
    await page.wait_for_selector(".bh-levers input[type=range]")
    ranges = page.locator(".bh-levers input[type=range]:visible")
    for _ in range(2):
        slider = ranges.nth(luck.randrange(await ranges.count()))
        await slider.press(luck.choice(("PageUp", "PageDown", "End")))
        answer = page.wait_for_selector(".outcomes .chip, .part.tried .note")
        await crowd.timed("lever to first answer", answer)
        await asyncio.sleep(luck.uniform(1.0, 4.0))
    send = page.locator(".part.submit .main")
    if await send.is_enabled():
        await send.click()
        await crowd.timed("policy taken", page.wait_for_selector("text=You can go on"))


async def facilitate(browser: Browser, url: str, crowd: Crowd, people: int, seconds: float) -> int:
    """Take the room through its stages, card after card."""
    context = await browser.new_context(viewport={"width": 1500, "height": 950})
    page = crowd.watch(await context.new_page())
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
    await page.goto(url)
    await page.wait_for_function(f"document.querySelectorAll('.people li').length >= {people}")
    end, cards, card = time.monotonic() + seconds, await page.locator("select option").count(), 0
    while time.monotonic() < end:
        for stage in STAGES[1:]:
            await page.locator(".steps button").nth(STAGES.index(stage)).click()
            await page.wait_for_selector(f".bh-room[data-stage={stage}]")
            if stage == "answer":
                await crowd.timed("answer of the question", page.wait_for_selector(".truth b"))
            if stage in ("predict", "try"):
                last = 2 if stage == "predict" else 1  # a person's ticks: said, then policy
                ticks = f".people li > .did.yes:nth-last-of-type({last})"
                all_ = f"document.querySelectorAll('{ticks}').length >= {people}"
                await crowd.timed(f"everybody in {stage}", page.wait_for_function(all_))
            if stage == "board":
                count = f"document.querySelectorAll('.boardtable tbody tr').length > {people}"
                await crowd.timed("board with all policies", page.wait_for_function(count))
            await asyncio.sleep(3.0)
        card = (card + 1) % cards
        await page.select_option("select", index=card)
        await page.wait_for_selector(".bh-room[data-stage=read]")
    return card


async def crew_of(
    play: Playwright, link: str, people: int, crowd: Crowd
) -> tuple[Browser, asyncio.Event, list[asyncio.Future[None]]]:
    """A browser with so many people in it, and what to set when the day is over for them."""
    browser = await play.chromium.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    over = asyncio.Event()
    crew = [
        asyncio.ensure_future(person(number, browser, link, crowd, over))
        for number in range(people)
    ]
    return browser, over, crew


async def rehearse(links: list[str], people: int, seconds: float, crowd: Crowd) -> None:
    """Everybody at once."""
    async with async_playwright() as play:
        browser, over, crew = await crew_of(play, links[1], people, crowd)
        try:
            cards = await facilitate(browser, links[0], crowd, people, seconds)
            print(f"{cards} card(s) played")
        finally:
            over.set()
            for one in await asyncio.gather(*crew, return_exceptions=True):
                if isinstance(one, Exception):
                    crowd.errors.append(f"person: {str(one)[:200]}")
            await browser.close()


def main() -> None:
    """Start a server, fill a room, say what happened."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=30)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--port", type=int, default=8790)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    log = Path(tempfile.mkdtemp()) / "log.txt"
    command = [
        sys.executable,
        "-m",
        "sim.commands.cli",
        "view",
        "--room",
        "--port",
        str(given.port),
    ]
    with log.open("wb") as file:
        server = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
    crowd = Crowd()
    try:
        while len(re.findall(r"http\S+room\S+", log.read_text())) < 3:
            time.sleep(0.5)
        time.sleep(30.0)  # the workers compile and warm up
        links = re.findall(r"http\S+room\S+", log.read_text())
        before = memory(server.pid)
        asyncio.run(rehearse(links, given.people, given.minutes * 60.0, crowd))
        after = memory(server.pid)
    finally:
        server.terminate()
        server.wait(20)
    found = {
        "people": given.people,
        "errors": crowd.errors,
        "tracebacks": log.read_text().count("Traceback"),
        "waits": {what: {"count": len(row), "median": round(median(row), 2),
                         "slowest": round(max(row), 2)} for what, row in crowd.waits.items()},
        "megabytes": {"before": round(before), "after": round(after)},
    }  # fmt: skip
    text = json.dumps(found, indent=1)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
