"""How fast the page answers, what the server costs, how many map frames are drawn; prints figures.

    python experiments/measures/view.py [zambara] [mali] [server] [frames]

Needs Linux, Chromium, Playwright (the `dev` extra). The load of the machine is printed with every
figure, because other jobs slow the workers. "jump": the slider is set and released at once, which
nobody does; "drag": the mouse moves it for half a second, rests 0.4 s, and lets go.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from sim.view.app.widgets import static

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PORT = 8797
URL = f"http://127.0.0.1:{PORT}"
MOVES = 20
SHARE = "policy.patrols.share"
SETTLED = r"/^\d+ paired worlds/"
WATCH = """() => {
  window.log = []; window.released = 0; let last = "";
  const look = () => {
    const text = document.querySelector(".bh-answer .how")?.textContent || "";
    if (text !== last) { last = text; window.log.push([performance.now(), text]); }
  };
  const everything = { subtree: true, childList: true, characterData: true };
  new MutationObserver(look).observe(document.body, everything);
  document.addEventListener("change", () => { window.released = performance.now(); }, true);
}"""
FIRST_AND_FULL = """() => {
  const log = window.log;
  let under = -1;
  log.forEach(([, text], i) => { if (/^\\d+ under way/.test(text)) under = i; });
  if (under < 0) return null;
  const after = log.slice(under + 1);
  const first = after.find(([, text]) => /so far|paired worlds/.test(text));
  const full = after.find(([, text]) => /^\\d+ paired worlds/.test(text));
  if (!first || !full) return null;
  return [first, full].map(([time]) => Math.max(0, time - window.released) / 1000);
}"""


@contextmanager
def server() -> Iterator[subprocess.Popen[bytes]]:
    """The page's own server, as a visitor starts it."""
    command = [sys.executable, "-m", "sim.commands.cli", "view", "zambara", "--port", str(PORT)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


def opened(chromium: Any, query: str) -> Page:
    """A page that has its full answer."""
    page: Page = chromium.new_page(viewport={"width": 1500, "height": 950})
    for _ in range(60):
        try:
            page.goto(f"{URL}/{query}")
            break
        except Exception:  # the server is still starting
            time.sleep(1)
    page.wait_for_function(
        f"() => {SETTLED}.test(document.querySelector('.bh-answer .how')?.textContent || '')",
        timeout=600_000,
    )
    page.evaluate(WATCH)
    return page


def jump(page: Page, value: float) -> None:
    """Set the slider and release it in the same moment."""
    page.evaluate(
        """([path, value]) => {
          const box = document.querySelector(`input[type=range][data-path='${path}']`);
          box.value = value;
          for (const kind of ["input", "change"])
            box.dispatchEvent(new Event(kind, { bubbles: true }));
        }""",
        [SHARE, value],
    )


def drag(page: Page, value: float) -> None:
    """Move the slider as a hand does: half a second on the way, a moment's rest, release."""
    slider = page.locator(f"input[type=range][data-path='{SHARE}']")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    now, y = float(slider.input_value()), box["y"] + box["height"] / 2

    def at(v: float) -> float:
        return box["x"] + 8 + v * (box["width"] - 16)

    page.mouse.move(at(now), y)
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(at(now + (value - now) * step / 10), y)
        time.sleep(0.05)
    time.sleep(0.4)
    page.mouse.up()


def moves(page: Page, move: Any, offset: float) -> list[list[float]]:
    """First and full answer of every move, in seconds from the release."""
    found = []
    for number in range(MOVES):
        page.evaluate("() => { window.log.length = 0; window.released = 0; }")
        move(page, round(0.05 + offset + 0.9 * ((number * 7) % MOVES) / MOVES, 3))
        page.wait_for_function(f"() => window.released > 0 && ({FIRST_AND_FULL})() !== null",
                               timeout=600_000)  # fmt: skip
        found.append(page.evaluate(FIRST_AND_FULL))
    return found


def speed(title: str, query: str) -> None:
    """Slider release to first and to full answer."""
    with server(), browser() as chromium:
        page = opened(chromium, query)
        for number, (how, move) in enumerate((("jump", jump), ("drag", drag))):
            rows = moves(page, move, 0.012 * number)
            for column, what in enumerate(("first (8 worlds)", "full (32 worlds)")):
                values = sorted(row[column] for row in rows)
                print(
                    f"{title}, {how}, {what}: median {statistics.median(values):.2f} s, "
                    f"90th percentile {values[int(0.9 * len(values)) - 1]:.2f} s; {load()}",
                    flush=True,
                )


def load() -> str:
    """The machine's load, all jobs counted."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"


def family(root: int) -> list[int]:
    """A process and its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, new = [root], [root]
    while new:
        new = [pid for pid, parent in parents.items() if parent in new and pid not in found]
        found += new
    return found


def cost(pid: int) -> tuple[float, float]:
    """CPU seconds so far and resident megabytes of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    tick, page = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")
    return (int(fields[11]) + int(fields[12])) / tick, int(fields[21]) * page / 1e6


def totals(root: int) -> tuple[float, float, float, float]:
    """CPU seconds and megabytes of the server, then of its workers."""
    rows = [cost(pid) for pid in family(root)]
    cpu, size = zip(*rows, strict=True)
    return cpu[0], size[0], sum(cpu[1:]), sum(size[1:])


def sessions() -> None:
    """CPU and memory of the server with 1, 10, 30 sessions, resting and all moving at once."""
    with server() as process, browser() as chromium:
        pages: list[Page] = []
        for count in (1, 10, 30):
            while len(pages) < count:
                share = f"patrols.share=0.{len(pages) + 10}"
                pages.append(opened(chromium, f"?scenario=zambara&weeks=260&{share}"))
            time.sleep(5)
            resting(process.pid, count)
            moving(process.pid, pages)


def resting(pid: int, count: int) -> None:
    """What open pages cost while nobody touches them, over 20 seconds."""
    before, start = totals(pid), time.monotonic()
    time.sleep(20)
    after, passed = totals(pid), time.monotonic() - start
    shares = [100 * (after[i] - before[i]) / passed for i in (0, 2)]
    print(
        f"{count} sessions resting: server {shares[0]:.1f} % of a core, {after[1]:.0f} MB; "
        f"workers {shares[1]:.1f} %, {after[3]:.0f} MB; {load()}",
        flush=True,
    )


def moving(pid: int, pages: list[Page]) -> None:
    """Everybody moves a slider to a place of their own in the same moment."""
    before, start, count = totals(pid), time.monotonic(), len(pages)
    for number, page in enumerate(pages):
        page.evaluate("() => { window.log.length = 0; }")
        jump(page, {1: 0.45, 10: 0.31, 30: 0.5}[count] + 0.01 * number)  # nobody asked it before
    rows = []
    for page in pages:
        page.wait_for_function(f"() => ({FIRST_AND_FULL})() !== null", timeout=900_000)
        rows.append(page.evaluate(FIRST_AND_FULL))
    after, passed = totals(pid), time.monotonic() - start
    first, full = (sorted(row[i] for row in rows) for i in (0, 1))
    print(
        f"{count} sessions move at once: first answers after {statistics.median(first):.1f} s "
        f"(last {first[-1]:.1f}), full {statistics.median(full):.1f} s (last {full[-1]:.1f}); "
        f"server {after[0] - before[0]:.1f} s, workers {after[2] - before[2]:.1f} s of CPU in "
        f"{passed:.0f} s; {after[1]:.0f} and {after[3]:.0f} MB; {load()}",
        flush=True,
    )


def frames() -> None:
    """Frames a second of the live map, baseline and what-if side by side (60 is the most)."""
    script = Path(__file__).with_name("view_frames.js").read_text(encoding="utf-8")
    source, style = static("common.js", "ground.js", "live.js"), static("live.css")
    with browser() as chromium:
        for places in (40, 200):
            page = chromium.new_page(viewport={"width": 1500, "height": 950})
            page.set_content(f"<style>{style}</style>")
            shown = page.evaluate(script.partition("\n")[2], [source, places, 1040])
            print(f"map, {places} places, two worlds: {shown:.0f} frames a second; {load()}")
            expect(page.locator("canvas")).to_have_count(2)
            page.close()


MEASURES = {
    "zambara": lambda: speed("zambara, 260 weeks", "?scenario=zambara&weeks=260"),
    "mali": lambda: speed("mali, 624 weeks", "?scenario=mali"),
    "server": sessions,
    "frames": frames,
}

if __name__ == "__main__":
    for wanted in sys.argv[1:] or MEASURES:
        MEASURES[wanted]()
