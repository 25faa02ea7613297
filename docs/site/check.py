"""Looks through a built site, says what is wrong: `python docs/site/check.py build/site`.

No page may load or call anything from another machine; every link, picture and anchor must lead to
something that was built. (Links that a reader clicks may lead elsewhere.)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "form": "action",
}
LOADING_RELATIONS = {"stylesheet", "preload", "icon", "preconnect", "prefetch", "dns-prefetch"}


class Page(HTMLParser):
    """What a page names: `ids`, `links` that are followed, `loads` that are fetched at once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag names."""
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[key] for key in ("id", "name") if key in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in LOADED and LOADED[tag] in given:
            self.loads.append(given[LOADED[tag]])
        if tag == "link" and LOADING_RELATIONS & set(given.get("rel", "").split()):
            self.loads.append(given.get("href", ""))


def faults(site: Path) -> Iterator[str]:
    """What is wrong with a site, a line each."""
    files = sorted(site.rglob("*.html"))
    if not files:
        yield f"{site}: no pages; build it with make site"
    pages = {file: Page(file.read_text(encoding="utf-8")) for file in files}
    for file, page in pages.items():
        where = file.relative_to(site).as_posix()
        for link in page.loads:
            if urlsplit(link).scheme not in ("", "data") or link.startswith("//"):
                yield f"{where}: loads {link}"
        for link in [*page.links, *page.loads]:
            found = urlsplit(link)
            if found.scheme or found.netloc or file.name == "404.html":
                continue
            target = (file.parent / unquote(found.path)).resolve() if found.path else file
            target = target / "index.html" if target.is_dir() else target
            if not target.exists():
                yield f"{where}: {link} leads nowhere"
            elif (
                target in pages
                and found.fragment not in pages[target].ids | {""}
                and not found.fragment.startswith("__")  # the theme's own
            ):
                yield f"{where}: {link}: no such anchor"


def main() -> int:
    """Check the site named on the command line."""
    site = Path(sys.argv[1]).resolve()
    found = list(faults(site))
    print("\n".join(found) if found else f"{len(list(site.rglob('*.html')))} pages, all links lead")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
