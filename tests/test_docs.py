"""The documentation: links lead somewhere, commands exist with their options, code is code, every
page has its place on the site, and what is made from the code is current."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from sim.case.scenario import load_scenario
from sim.commands import changes, cli, extend
from sim.commands.catalogue import lever_rows
from sim.machine.shipped import scenario_names

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for path in [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
    if not {"changes", "site"} & set(path.relative_to(ROOT).parts)
)
BLOCK = re.compile(r"^( {0,3})(`{3,})([a-z]*)[^\n]*\n(.*?)^\1\2`*[ \t]*$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#{1,6} +(.+?)(?: +\{#([\w-]+)\})?$", re.MULTILINE)
TAUGHT = ("howto", "tutorials", "workshop")  # where a command stands alone on its line


def hooks() -> ModuleType:
    """docs/site/hooks.py"""
    spec = importlib.util.spec_from_file_location("site_hooks", DOCS / "site" / "hooks.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(path: Path) -> Iterator[tuple[str, str]]:
    """Language and text of every fenced block of a page."""
    for block in BLOCK.finditer(path.read_text(encoding="utf-8")):
        yield block[3], block[4]


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as the site (Python-Markdown's toc) makes them."""
    found: set[str] = set()
    for title, own in HEADING.findall("".join(part for said, part in hooks().prose(text) if said)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", title)
        slug = re.sub(r"[^\w\s-]", "", plain).strip().lower()
        found.add(own or re.sub(r"[-\s]+", "-", slug))
    return found


def faults_of_links(path: Path, root: Path) -> Iterator[str]:
    """Links of a page to files or anchors of the repository that are not there."""
    site = hooks()
    for said, part in site.prose(path.read_text(encoding="utf-8")):
        for _, link, _ in site.LINK.findall(part) if said else ():
            if link.startswith(("http:", "https:", "mailto:")):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.exists() or not target.is_relative_to(root):
                yield f"{path.name}: {link} leads nowhere"
            elif (
                anchor
                and target.suffix == ".md"
                and anchor not in anchors(target.read_text(encoding="utf-8"))
            ):
                yield f"{path.name}: {link}: no such heading"


def test_links_lead_somewhere() -> None:
    assert [fault for path in PAGES for fault in faults_of_links(path, ROOT)] == []


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading\n[a](none.md) [b](page.md#a-heading) [c](#b)\n```\n[d](no.md)\n```\n"
    )
    assert list(faults_of_links(page, tmp_path)) == [
        "page.md: none.md leads nowhere",
        "page.md: #b: no such heading",
    ]


def test_code_is_code() -> None:
    """Python and TOML of every page can be read."""
    for path in PAGES:
        for language, text in blocks(path):
            if language == "python":
                ast.parse(text, filename=str(path))
            elif language == "toml":
                tomllib.loads(text)


def commands() -> list[tuple[str, str]]:
    """Page and command of all lines that call bluehelm, where such lines are commands."""
    found = []
    for path in PAGES:
        if set(TAUGHT) & set(path.relative_to(ROOT).parts):
            for language, text in blocks(path):
                if language in ("", "sh", "bash"):
                    joined = text.replace("\\\n", " ").splitlines()
                    name = path.relative_to(DOCS).as_posix()
                    found += [(name, line) for line in joined if line.startswith("bluehelm ")]
    return found


COMMANDS = commands()


def read(line: str) -> tuple[str, dict[str, Any]]:
    """A command's name and what it is given. Raises click's error for what does not exist."""
    words = shlex.split(line, comments=True)
    for option in ("--extend", "--theory"):
        extend.taken(words, option, "")
    group: Any = typer.main.get_command(cli.app)
    command = group.commands[words[1]]
    return words[1], command.make_context(words[1], words[2:]).params


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 40
    assert {page.split("/")[0] for page, _ in COMMANDS} == set(TAUGHT)


@pytest.mark.parametrize("line", sorted({line for _, line in COMMANDS}))
def test_a_command_exists_with_its_options(line: str) -> None:
    if "--room" in line and not (ROOT / "sim" / "view" / "room").is_dir():
        pytest.skip("the page's room is on its way")
    name, given = read(line)
    sets = [s for s in given.get("sets") or [] if not s.startswith("policy.sanctions.")]
    case = given.get("scenario")
    if case in scenario_names():
        load_scenario(case, changes.overrides_of(sets, given.get("scales") or []))
    if name == "sweep" and "/" not in str(given["experiment"]):
        own = str(given["experiment"]).endswith(".toml")
        assert own or (ROOT / "experiments" / f"{given['experiment']}.toml").is_file()


@pytest.mark.parametrize("wrong", ["bluehelm run mali --sed 3", "bluehelm compare"])
def test_a_wrong_command_is_found(wrong: str) -> None:
    with pytest.raises(Exception, match=r"No such option|Missing parameter"):
        read(wrong)


QUICK = ("--seeds", "2", "--weeks", "60", "--processes", "1")


@pytest.mark.parametrize("page", ["howto/patrols.md", "howto/doubt.md", "howto/price.md"])
def test_the_first_command_runs(
    page: str, bluehelm: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    """In a short form: two worlds, sixty weeks."""
    line = next(line for name, line in COMMANDS if name == page)
    words = shlex.split(line)[1:]
    if "--out" in words:
        words[words.index("--out") + 1] = str(tmp_path / "out")
    code, out, err = bluehelm(*words, *(QUICK if words[0] == "compare" else ()))
    assert code == 0, err
    assert "paired worlds" in out if words[0] == "compare" else "force" in out


def navigation(entries: Any) -> Iterator[str]:
    """The pages of the site's table of contents."""
    for entry in entries:
        for value in entry.values() if isinstance(entry, dict) else (entry,):
            yield from navigation(value) if isinstance(value, list) else (value,)


def test_every_page_has_its_place_on_the_site() -> None:
    yaml = pytest.importorskip("yaml")
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    listed = list(navigation(config["nav"]))
    hidden = config["exclude_docs"].split()
    own = {p.relative_to(DOCS).as_posix() for p in PAGES if p.is_relative_to(DOCS)}
    own = {p for p in own if f"/{p}" not in hidden and f"/{p.split('/')[0]}/" not in hidden}
    assert sorted(listed) == sorted(set(listed)), "a page stands twice in nav"
    assert own - set(listed) == set(), "write them into `nav` of mkdocs.yml"
    assert set(listed) - own == set(), "`nav` of mkdocs.yml names pages that are not there"
    assert config["theme"]["font"] is False and config["strict"] is True


def test_what_is_made_from_the_code_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_reference.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_home_page_lists_every_page_beside_it() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", text))
    made = {"odd-text.md", "trace-text.md", "validation-table.md", "README.md"}
    assert {path.name for path in DOCS.glob("*.md")} - linked - made == set()


def test_pictures_of_the_gallery_are_those_of_its_code() -> None:
    sys.path.insert(0, str(DOCS))
    try:
        import make_gallery
    finally:
        sys.path.remove(str(DOCS))
    found = dict(make_gallery.pieces())
    assert len(found) >= 7
    assert {path.stem for path in (DOCS / "gallery").glob("*.png")} == set(found)
    for code in found.values():
        assert "figure" in {n.id for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Name)}


def test_a_file_outside_the_docs_becomes_a_page(tmp_path: Path) -> None:
    """Links to code and to pages elsewhere lead to pages of the site; code is left alone."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "week.py").write_text("a = 1\n")
    (tmp_path / "README.md").write_text("# R\n[docs](docs/a.md) [week](sim/week.py)\n")
    text = "[r](../README.md#r) [b](b.md)\n```\n[r](../README.md)\n```\n"
    (tmp_path / "docs" / "a.md").write_text(text)
    (tmp_path / "docs" / "b.md").write_text("# B\n")
    tree = hooks().Tree(tmp_path, lambda uri: False)
    new = tree.rewritten("a.md", text)
    assert new == "[r](repository/README.md#r) [b](b.md)\n```\n[r](../README.md)\n```\n"
    pages = tree.beyond({"a.md": text})
    assert set(pages) == {"repository/README.md", "repository/sim/week.py.md"}
    assert "a = 1" in pages["repository/sim/week.py.md"]
    shown = tree.rewritten("repository/README.md", pages["repository/README.md"])
    assert shown == "# R\n[docs](../a.md) [week](sim/week.py.md)\n"


WORKSHOP = DOCS / "workshop"
KIT = sorted(path.name for path in WORKSHOP.glob("*.md"))


@pytest.mark.parametrize("name", KIT)
def test_the_french_page_says_as_much(name: str) -> None:
    """As many headings, table rows, items and slides, the same commands, levers and figures."""
    texts = [(folder / name).read_text(encoding="utf-8") for folder in (WORKSHOP, WORKSHOP / "fr")]
    for mark in (r"^#+ ", r"^\|", r"^ *(?:-|\d\.) ", r"^---$", r"^\*\*"):
        english, french = (len(re.findall(mark, text, re.MULTILINE)) for text in texts)
        assert english == french, (mark, english, french)
    for mark in (r"^ *bluehelm .*$", r"`(?:policy|presence)\.[\w.]+`", r"`\d[\d,]*(?: of \d+)?`"):
        english_found, french_found = (re.findall(mark, text, re.MULTILINE) for text in texts)
        assert english_found == french_found


def test_what_is_read_aloud_stands_among_what_it_cannot_tell() -> None:
    """Its figures stand in docs/cannot.md, which a test holds to the pages that measured them."""
    known = (DOCS / "cannot.md").read_text(encoding="utf-8")
    figures = re.findall(r"`([^`]+)`", (WORKSHOP / "limits.md").read_text(encoding="utf-8"))
    assert len(figures) >= 4
    assert [figure for figure in figures if figure not in known] == []


@pytest.mark.parametrize("name", ["demonstration.md", "role-play.md"])
def test_times_of_a_script_add_up(name: str) -> None:
    """Each part begins where the one before ends; the whole is what the title says."""
    text = (WORKSHOP / name).read_text(encoding="utf-8")
    if name == "demonstration.md":
        spans = [(int(a), int(b)) for a, b in re.findall(r"^\| (\d+) to (\d+) \|", text, re.M)]
        assert re.findall(r"^## (\d+) to (\d+):", text, re.M) == [
            (str(a), str(b)) for a, b in spans
        ]
        whole = 45
    else:
        rows = re.findall(r"^\| (\d):(\d\d) \| (\d+) \|", text, re.M)
        spans = [(60 * int(h) + int(m), 60 * int(h) + int(m) + int(n)) for h, m, n in rows]
        whole = 4 * 60
    assert [a for a, _ in spans] == [0, *(b for _, b in spans[:-1])]
    assert spans[-1][1] == whole


def test_slides_named_in_the_script_are_there() -> None:
    script = (WORKSHOP / "demonstration.md").read_text(encoding="utf-8")
    slides = (WORKSHOP / "slides.md").read_text(encoding="utf-8").split("\n---\n")
    named = {int(n) for n in re.findall(r"[Ss]lide (\d+)", script)}
    assert max(named) < len(slides) == 12
    names = {14: "fourteen", 15: "fifteen", 16: "sixteen", 17: "seventeen", 18: "eighteen"}
    assert f"**{names[len(lever_rows())]} levers and one budget**" in slides[2]
    for folder in (WORKSHOP, WORKSHOP / "fr"):
        assert 10_000 < (folder / "slides.pdf").stat().st_size < 500_000


ROOM = ROOT / "sim" / "view" / "room"


@pytest.mark.skipif(not ROOM.is_dir(), reason="the page's room is on its way")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_role_cards_are_those_of_the_room(language: str) -> None:
    """Titles of roles and challenges, and who holds which lever, as the page has them."""
    folder = WORKSHOP if language == "en" else WORKSHOP / "fr"
    roles = tomllib.loads((ROOM / "roles.toml").read_text(encoding="utf-8"))
    words = tomllib.loads(
        (ROOT / "sim" / "view" / "texts" / f"{language}.toml").read_text(encoding="utf-8")
    )["room"]["role"]
    text = (folder / "cards.md").read_text(encoding="utf-8")
    cards = {part.split("\n")[0].strip(): part for part in text.split("\n## ")[1:]}
    assert list(cards) == [words[name]["title"] for name in roles]
    for name, role in roles.items():
        own = set(re.findall(r"`(policy\.\w+)`", cards[words[name]["title"]]))
        assert own == set(role["levers"])
    known = {
        tomllib.loads(path.read_text(encoding="utf-8"))[language]["title"]
        for path in (ROOM / "challenges").glob("*.toml")
    }
    script = (folder / "role-play.md").read_text(encoding="utf-8")
    assert {t for t in known if f"*{t}*" in script} == {t for t in known if t in script}
    assert len([t for t in known if t in script]) == 3
