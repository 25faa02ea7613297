"""The half day of docs/workshop/role-play.md walked by five scripted people: what the page needs.

`python experiments/room/half_day.py --out FILE.json`: the three cards in their order, the table
with both rounds. Nobody talks, so what is measured is the machine's share of the day.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.async_api import Page, async_playwright
from thirty import STAGES, Crowd, crew_of

PEOPLE = 5
DAY = (  # begins at, part, title of the card, its stages
    ("0:10", "warm-up", "A light force in a running war", ("predict", "answer")),
    ("0:40", "alone", "A cut whose timing matters", STAGES[1:]),
    ("1:35", "roles", "Five chairs at one table", ("predict", "answer")),
    ("1:55", "first round", "", ("try", "board")),
    ("2:35", "second round", "", ("try", "board")),
    ("3:20", "debrief", "", ("debrief",)),
)


async def reach(page: Page, crowd: Crowd, stage: str) -> str:
    """Go to a stage and wait until it is done; what was seen."""
    taken = len(crowd.waits["policy taken"])
    await page.locator(".steps button").nth(STAGES.index(stage)).click()
    await page.wait_for_selector(f".bh-room[data-stage={stage}]")
    if stage == "predict":
        ticks = ".people li > .did.yes:nth-last-of-type(2)"
        await page.wait_for_function(f"document.querySelectorAll('{ticks}').length >= {PEOPLE}")
        return "all have predicted"
    if stage == "answer":
        return f"the worlds said {await (await page.wait_for_selector('.truth b')).inner_text()}"
    if stage == "try":
        while len(crowd.waits["policy taken"]) < taken + PEOPLE:
            await asyncio.sleep(0.2)
        return "all have submitted"
    if stage == "board":
        rows = f"document.querySelectorAll('.boardtable tbody tr').length > {PEOPLE}"
        await page.wait_for_function(rows)
        return f"{await page.locator('.boardtable tbody tr').count()} rows on the board"
    return f"{len(await page.locator('.bh-room .part').all())} parts on the page"


async def day(links: list[str], crowd: Crowd) -> list[dict[str, object]]:
    """Everybody through the day; a row a step."""
    found: list[dict[str, object]] = []
    async with async_playwright() as play:
        browser, over, crew = await crew_of(play, links[1], PEOPLE, crowd)
        page = crowd.watch(await (await browser.new_context()).new_page())
        page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept()))
        await page.goto(links[0])
        await page.wait_for_function(f"document.querySelectorAll('.people li').length >= {PEOPLE}")
        for at, part, title, stages in DAY:
            if title:
                await page.select_option("select", label=title)
                await page.wait_for_selector(".bh-room[data-stage=read]")
            for stage in stages:
                begun = time.monotonic()
                seen = await reach(page, crowd, stage)
                took = round(time.monotonic() - begun, 1)
                row = {"at": at, "part": part, "stage": stage, "seconds": took, "seen": seen}
                found.append(row)
                print(f"{at} {part}, {stage}: {took} s, {seen}", flush=True)
                await asyncio.sleep(2.0)
        over.set()
        await asyncio.gather(*crew, return_exceptions=True)
        await browser.close()
    return found


def until_it_answers(url: str) -> None:
    """The addresses are printed a little before the server listens."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{url} does not answer")


def main() -> None:
    """Start a server, walk the day, say what happened."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--port", type=int, default=8793)
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    log = Path(tempfile.mkdtemp()) / "log.txt"
    words = [sys.executable, "-m", "sim", "view", "--room", "--port", str(given.port)]
    begun = time.monotonic()
    with log.open("wb") as file:
        server = subprocess.Popen(words, stdout=file, stderr=subprocess.STDOUT)
    crowd = Crowd()
    try:
        while len(links := re.findall(r"http\S+room\S+", log.read_text())) < 3:
            time.sleep(0.5)
        print(f"addresses after {time.monotonic() - begun:.0f} s")
        until_it_answers(f"http://127.0.0.1:{given.port}/readyz")
        print(f"answers after {time.monotonic() - begun:.0f} s", flush=True)
        found = asyncio.run(day(links, crowd))
    finally:
        server.terminate()
        server.wait(20)
    tracebacks = log.read_text().count("Traceback")
    print(f"errors: {crowd.errors or 'none'}; tracebacks in the server's log: {tracebacks}")
    if given.out:
        given.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
