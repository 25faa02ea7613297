"""What the site does beside MkDocs: files outside `docs/` that a page links to become pages too.

Code, scenarios and notebooks are shown as they are (`repository/<path>`), so that no link of the
built site leads off the disk. `Tree` is plain Python; the `on_...` functions are MkDocs' hooks.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LINK = re.compile(r"(\]\()([^)\s]+)(\))")
ELSEWHERE = re.compile(r"^(?:[a-z]+:|#|//)")
FENCE = re.compile(r"^ {0,3}(`{3,}).*?^ {0,3}\1`*[ \t]*$", re.MULTILINE | re.DOTALL)
SHOWN = "repository"
DRAWN = "tutorials/notebooks"
LANGUAGES = {".py": "python", ".toml": "toml", ".json": "json", ".csv": "text"}


def prose(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a page in order: whether it is prose, and the text; the rest is fenced code."""
    at = 0
    for fence in FENCE.finditer(text):
        yield True, text[at : fence.start()]
        yield False, fence.group()
        at = fence.end()
    yield True, text[at:]


class Tree:
    """The repository at `root` with its `docs`: where a link of a page leads on the site."""

    def __init__(self, root: Path, hidden: Callable[[str], bool]) -> None:
        self.root, self.docs, self.hidden = root.resolve(), root.resolve() / "docs", hidden

    def home(self, uri: str) -> Path:
        """The file that a page of the site is made of."""
        if not uri.startswith(f"{SHOWN}/"):
            return self.docs / uri
        path = self.root / uri.removeprefix(f"{SHOWN}/")
        return path if path.exists() else path.with_suffix("")

    def uri(self, path: Path) -> str:
        """The page that shows a file of the repository, relative to the site's sources."""
        if path.is_dir() and (path / "README.md").is_file():
            path /= "README.md"
        if path.is_relative_to(self.docs):
            inside = path.relative_to(self.docs).as_posix()
            if not self.hidden(inside):
                return inside
        found = f"{SHOWN}/{path.relative_to(self.root).as_posix()}"
        return found if path.suffix == ".md" else f"{found}.md"

    def target(self, uri: str, link: str) -> Path | None:
        """The file of the repository that a link of a page means; None for another machine's."""
        if ELSEWHERE.match(link):
            return None
        path = Path(os.path.normpath(self.home(uri).parent / link.partition("#")[0]))
        return path if path.exists() and path.is_relative_to(self.root) else None

    def rewritten(self, uri: str, text: str) -> str:
        """A page's text with every link leading to a page of the site."""

        def one(found: re.Match[str]) -> str:
            path = self.target(uri, found[2])
            if path is None:
                return found[0]
            _, hash_, anchor = found[2].partition("#")
            way = os.path.relpath(self.uri(path), Path(uri).parent)
            return f"{found[1]}{Path(way).as_posix()}{hash_}{anchor}{found[3]}"

        return "".join(LINK.sub(one, part) if said else part for said, part in prose(text))

    def shown(self, path: Path) -> str:
        """The text of the page that shows a file outside `docs/`, its links as in the file."""
        title = f"# `{path.relative_to(self.root).as_posix()}`\n\n"
        if path.is_dir():
            names = sorted(p.name for p in path.iterdir() if not p.name.startswith("_"))
            return title + "".join(f"- `{name}`\n" for name in names)
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            return text
        if path.suffix == ".ipynb":
            return title + "\n\n".join(_cells(text, path.stem, self.drawn(path)))
        return f"{title}````{LANGUAGES.get(path.suffix, 'text')}\n{text.rstrip()}\n````\n"

    def drawn(self, path: Path) -> list[str]:
        """The kept pictures of a notebook (`docs/make_notebooks.py`), in the order of its cells."""
        table = self.docs / DRAWN / "pictures.json"
        kept = json.loads(table.read_text(encoding="utf-8")) if table.is_file() else {}
        return list(kept.get(path.stem, {}).get("pictures", ()))

    def beyond(self, pages: dict[str, str]) -> dict[str, str]:
        """The pages, URI to text, that pages link to and that are not among them, to the end."""
        found: dict[str, str] = {}
        open_ = list(pages.items())
        while open_:
            uri, text = open_.pop()
            for said, part in prose(text):
                for match in LINK.finditer(part) if said else ():
                    path = self.target(uri, match[2])
                    new = self.uri(path) if path else ""
                    if path and new.startswith(f"{SHOWN}/") and new not in found:
                        found[new] = self.shown(path)
                        if path.suffix == ".md":
                            open_.append((new, found[new]))
        return found


def _cells(notebook: str, stem: str, drawn: list[str]) -> Iterator[str]:
    for number, cell in enumerate(json.loads(notebook)["cells"]):
        text = "".join(cell["source"])
        yield f"````python\n{text}\n````" if cell["cell_type"] == "code" else text
        for name in drawn:
            if name.startswith(f"{stem}-{number}-"):
                yield f"![What this cell draws, at the quick setting](../docs/{DRAWN}/{name})"


_tree: list[Tree] = []


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that show files outside `docs/`."""
    from mkdocs.structure.files import File

    spec = config.exclude_docs
    tree = Tree(Path(config.config_file_path).parent, lambda uri: bool(spec.match_file(uri)))
    _tree[:] = [tree]
    own = [file for file in files.documentation_pages() if not tree.hidden(file.src_uri)]
    pages = {file.src_uri: Path(file.abs_src_path).read_text(encoding="utf-8") for file in own}
    for uri, text in tree.beyond(pages).items():
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Turn links to files of the repository into links to pages."""
    return _tree[0].rewritten(page.file.src_uri, markdown)
