"""The description after ODD and the record of fits are of the code; quoted figures still stand."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
sys.path.append(str(DOCS))

import make_odd  # noqa: E402
import make_trace  # noqa: E402
import odd_rooms  # noqa: E402
import odd_week  # noqa: E402

from sim.case.parts import Nature  # noqa: E402
from sim.case.scenario import Scenario, load_scenario  # noqa: E402
from sim.mechanisms import MECHANISMS, armed_groups, presence  # noqa: E402

ROUNDED = 1e-3  # as the files write values
QUOTED = re.compile(r"`([^`]+)`|\]\(([^)#]+)\)")
LINK = re.compile(r"\]\(([^)#]+)\)")


@pytest.mark.parametrize("made", [make_odd, make_trace])
def test_pages_are_fresh(made: object) -> None:
    text = made.PAGE.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert text == made.page(), f"run: python docs/{made.__name__}.py"  # type: ignore[attr-defined]


def test_an_unknown_or_forgotten_table_is_told() -> None:
    with pytest.raises(ValueError, match="moods"):
        make_odd.filled(make_odd.TEXT.read_text(encoding="utf-8") + "\n{table: moods}\n")
    with pytest.raises(ValueError, match="both known and asked for"):
        make_odd.filled("no table")


def test_the_order_is_the_week_s() -> None:
    """Every mechanism acts in it; presence before violence, the record last but for own columns."""
    calls = [line.split("`")[3] for line in odd_week.week()[2:]]
    for one in MECHANISMS:
        assert any(call.startswith(f"{one.name}.") for call in calls), one.name
    assert calls[0] == "calendar.open_week"
    assert calls.index("presence.deter") < calls.index("violence.strike")
    assert calls[-2:] == ["recording.keep", "world.record.keep_own"]
    month = {line.split("`")[3] for line in odd_week.week()[2:] if "| month |" in line}
    assert {"politics.negotiate", "leaders.decide_postures", "will.feel"} <= month
    assert not month & {"violence.strike", "civilians.live", "ballots.hold"}


def test_what_a_module_reads_is_read_off_its_source() -> None:
    assert {"channels.kind", "places.patrols", "rates"} <= set(odd_rooms.reads(presence))
    assert "places.patrols" not in odd_rooms.reads(armed_groups)
    assert "rules" not in odd_rooms.reads(presence)


@pytest.mark.parametrize("name", ["violence", "politics", "aid", "level"])
def test_the_model_has_the_numbers_that_its_fits_found(name: str) -> None:
    found = json.loads((make_trace.FOLDER / f"{name}_fit.json").read_text(encoding="utf-8"))
    values = found["values"] if name != "level" else levels(found)
    for path, value in values.items():
        country, _, number = path.rpartition(":")
        nature = case(country).nature if country else Nature()
        group, field = number.split(".")
        has = getattr(getattr(nature, group), field)
        assert has == pytest.approx(value, rel=ROUNDED), f"{path}: {has}, the fit found {value}"


def levels(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """What `fit_level.py` sets, by scenario and number."""
    names = {"level": "violence.level", "flight": "civilian.flight"}
    return {
        f"{country}:{path}": own[name]
        for country, own in found.items()
        for name, path in names.items()
    }


@cache
def case(name: str) -> Scenario:
    return load_scenario(name)


def plain(text: str) -> str:
    """Words and figures alone: no bars, no marks, one blank."""
    return " ".join(re.sub(r"[|`]", " ", text).split())


def quotes(text: str) -> list[tuple[str, str]]:
    """What is quoted after "Measured", each with the page that the next link names."""
    found: list[tuple[str, str]] = []
    for piece in re.split(r"\n(?=- |\n)", text):
        waiting: list[str] = []
        for quote, link in QUOTED.findall(piece):
            if quote and " " in quote and not quote.startswith("bluehelm"):
                waiting.append(quote)
            elif link:
                found += [(one, link) for one in waiting]
                waiting = []
    return found


def test_every_figure_of_what_cannot_be_told_stands_where_it_is_measured() -> None:
    text = (DOCS / "cannot.md").read_text(encoding="utf-8")
    found = quotes(text)
    assert len(found) > 20
    for quote, link in found:
        page = (DOCS / link).read_text(encoding="utf-8")
        assert plain(quote) in plain(page), (
            f"docs/cannot.md: {link} does not say {quote!r} any more"
        )


@pytest.mark.parametrize("name", ["cannot", "odd", "trace"])
def test_links_lead_somewhere(name: str) -> None:
    text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
    for link in LINK.findall(text):
        assert (DOCS / link).exists(), link
