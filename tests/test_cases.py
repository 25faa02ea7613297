"""Pages of six missions: made from what was measured, with every claim; what is asked, by hand."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from sim.case.scenario import load_scenario

ROOT = Path(__file__).parent.parent
CLAIMS = {  # section S: what public accounts of peacekeeping claim, word by word
    "cote-divoire": "UNOCI restored peace and made the 2010 elections possible",
    "cambodia": "UNTAC disarmed the factions, organised elections, helped write the constitution",
    "mali": "MINUSMA protected civilians, fostered dialogue, delivered aid, helped stabilise Mali",
    "bosnia": "mediators made Dayton; it has held",
    "sierra-leone-1991-2005": "UNAMSIL's DDR succeeded in Sierra Leone",
    "haiti": "MINUSTAH reduced gender-based violence and made communities safer",
}
SECTIONS = (
    "## What happened",
    "## What the model shows",
    "## What it is told for",
    "## The run without dated events",
    "## The run without the mission",
    "## What it hangs on",
    "## Where it is wrong",
)
ASIDE = ("cambodia", "cote-divoire", "haiti")  # no counts of deaths are shown beside these


@cache
def maker() -> ModuleType:
    """The script that makes the pages; docs is no package."""
    return _loaded("case_maker", ROOT / "docs/make_cases.py")


@cache
def measurer() -> ModuleType:
    maker()  # puts experiments/cases on the path
    return _loaded("case_measure", ROOT / "experiments/cases/measure.py")


def _loaded(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_pages_tables_and_pictures_are_of_what_was_measured() -> None:
    assert maker().stale() == [], "run python docs/make_cases.py"


def test_a_page_that_is_edited_by_hand_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = maker().texts()
    changed = {path: text + "x" * (path.name == "mali.md") for path, text in texts.items()}
    monkeypatch.setattr(maker(), "texts", lambda: changed)
    monkeypatch.setattr(maker(), "mark", lambda name: "another" if name == "haiti" else "")
    assert {"mali.md", "haiti-crime.png"} <= set(maker().stale())
    assert "bosnia.md" not in maker().stale()


def test_a_page_says_when_rules_have_changed_since_its_sentences_were_written() -> None:
    case, asked = maker().read("bosnia")
    from case_page import OLD

    for rules, told in ((asked["written_on"], False), ("others", True)):
        state = case["state"] | {"rules": rules}
        assert (OLD in maker().page(case | {"state": state}, asked)) is told


def test_every_claim_has_its_page_and_its_row() -> None:
    assert set(maker().names()) == set(CLAIMS)
    overview = (maker().FOLDER / "README.md").read_text(encoding="utf-8")
    for name, claim in CLAIMS.items():
        page = (maker().FOLDER / f"{name}.md").read_text(encoding="utf-8")
        assert f"| **Claimed** | {claim} |" in page
        assert all(section in page for section in SECTIONS), name
        assert f"| {claim} |" in overview and f"({name}.md)" in overview
        for file in maker().pictures_of(*maker().read(name)):
            assert f"({file})" in page


@pytest.mark.parametrize("name", CLAIMS)
def test_arms_are_paired_and_whole(name: str) -> None:
    case, asked = maker().read(name)
    for arm in ("was", "undated", "alone", *[variant["id"] for variant in asked["variants"]]):
        seeds = [row["seed"] for row in case[arm]]
        assert seeds == list(range(1, asked.get("worlds", 32) + 1)), arm
    assert not any(any(row["years"]["troops"]) for row in case["alone"]), "no mission, no troops"
    assert not any(row["votes"] for row in case["undated"]), "no dates, no elections"
    assert any(any(row["years"]["troops"]) for row in case["was"])


@pytest.mark.parametrize("name", ASIDE)
def test_counts_that_are_kept_aside_are_not_shown(name: str) -> None:
    case, asked = maker().read(name)
    assert "record" not in case and "record" not in asked
    lines = (maker().FOLDER / f"{name}-deaths.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "seed,year,state_based,one_sided,non_state"
    assert len(lines) == 1 + len(case["was"]) * len(case["years"])


def test_the_mission_is_gone_and_no_date_is_left_in_the_arms() -> None:
    arms = measurer().arms_of(maker().read("mali")[1])
    case = {arm: load_scenario("mali", sets) for arm, sets in arms.items()}
    assert case["alone"].mission.start is None
    assert case["alone"].events == case["was"].events == load_scenario("mali").events
    assert case["undated"].events == ()


def _case(**row: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    case = {"scenario": "made up", "monday": "2000-01-03", "years": [2000, 2001, 2002]}
    return case, {"relapsed": None, "deeds": [], "votes": [], **row}


def _deaths(*years: float) -> dict[str, list[float]]:
    nothing = [0.0] * len(years)
    return {"battle": list(years), "onesided": nothing, "nonstate": nothing}


def _ask(of: str, row: dict[str, Any], **ask: Any) -> float | None:
    maker()
    from case_measures import MEASURES

    case, full = _case(**row)
    return MEASURES[of](case, full, ask)


def test_measures_of_years_by_hand() -> None:
    """10, 20 and 60 deaths: the last year is above the mean of the first two, 15, four times."""
    row = {"years": _deaths(10.0, 20.0, 60.0)}
    early, late = [2000, 2001], [2002, 2002]
    spans = {"quantity": "deaths", "before": early, "after": late}
    assert _ask("level", row, quantity="deaths", after=early) == 15.0
    assert _ask("ratio", row, **spans) == 4.0
    assert _ask("rises", row, **spans) == 1.0
    assert _ask("rises", row, **spans, to=5.0) == 0.0
    assert _ask("falls", row, **spans) == 0.0
    assert _ask("quiet", row, after=early) == 1.0  # 25 a year is UCDP's threshold
    assert _ask("quiet", row, after=late) == 0.0
    with pytest.raises(ValueError, match="no year from 1990"):
        _ask("level", row, quantity="deaths", after=[1990, 1991])


def test_a_broken_election_is_one_that_is_rejected_and_followed_by_more_deaths() -> None:
    """The vote of 6 May 2001 is in the sixth quarter: 40 died in the four before, 100 after."""
    quarters = {"deaths": [0, 10, 10, 10, 10, 99, 25, 25, 25, 25, 0, 0]}
    on = date(2001, 5, 6)
    for ok, to, found in ((0, 2.0, 1.0), (0, 3.0, 0.0), (1, 2.0, 0.0)):
        row = {"quarters": quarters, "votes": [["2001-04-30", 0.5, ok]]}
        assert _ask("broken", row, on=on, to=to) == found
        assert _ask("broken where rejected", row, on=on, to=to) == (None if ok else found)
    assert _ask("broken", {"quarters": quarters}, on=on, to=2.0) is None  # no vote was held
    assert _ask("accepted", {"votes": [["2001-04-30", 0.5, 1]]}, on=date(2001, 5, 13)) is None


def test_deeds_and_ends_count_within_their_days() -> None:
    signed = {"deeds": [["2001-02-05", "Reds", "agreement"]]}
    ask = {"who": ["Reds"], "what": ["agreement"], "since": date(2001, 1, 1)}
    assert _ask("deed", signed, **ask, by=date(2001, 12, 31)) == 1.0
    assert _ask("deed", signed, **ask, by=date(2001, 2, 4)) == 0.0
    assert _ask("no deed", signed, **ask, by=date(2001, 12, 31)) == 0.0
    days = {"since": date(2000, 1, 1), "by": date(2001, 12, 31)}
    assert _ask("over", {"over": "2001-06-04"}, **days) == 1.0
    assert _ask("over", {"over": "2002-06-03"}, **days) == 0.0
    assert _ask("over", {"over": "2001-06-04", "relapsed": "2001-09-03"}, **days) == 0.0
    assert _ask("not over", {"over": None}, **days) == 1.0


def test_verdicts_follow_the_figures() -> None:
    """A share of one half is outside 0.7 to 1; a mission that lowers deaths by 8 in each pair."""
    maker()
    from case_measures import answer
    from case_words import difference, filled, given, value

    def arm(*deaths: float) -> list[dict[str, Any]]:
        return [{"years": _deaths(10.0, 10.0, d)} for d in deaths]

    case = _case()[0] | {"was": arm(8.0, 12.0), "undated": arm(8.0, 8.0), "alone": arm(16.0, 20.1)}
    spans = {"quantity": "deaths", "before": [2000, 2001], "after": [2002, 2002]}
    fall = answer(case, {"of": "falls", **spans, "met": [0.7, 1.0]})
    assert (value(fall, "was"), value(fall, "undated"), given(fall)) == (
        "1 of 2",
        "2 of 2",
        "**no**",
    )
    late = answer(case, {"of": "level", **spans, "helps": -1})
    assert late.helped == "as claimed" and given(late) == "-"
    assert answer(case, {"of": "level", **spans, "helps": 1}).helped == "the other way"
    assert np.isclose(late.mission.diff, -8.05) and difference(late).startswith("-8")
    assert filled("{late} of {late.alone} in {worlds}", {"late": late}, 2) == "10 of 18 in 2"
    with pytest.raises(ValueError, match="no measure 'lost'"):
        filled("{lost}", {"late": late}, 2)


def test_a_measurement_goes_on_where_it_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Worlds that are kept are not run again; those of other rules are."""
    measure, ran = measurer(), []

    def work(task: Any) -> list[dict[str, Any]]:
        ran.append((task.arm, task.seeds))
        return [{"seed": seed} for seed in task.seeds]

    monkeypatch.setattr(measure, "HERE", tmp_path)
    monkeypatch.setattr(measure, "work", work)
    monkeypatch.setattr(measure, "told", lambda *_: {})
    measure.measure("cambodia", 3, 1, None)
    assert ran == [(arm, (1, 2, 3)) for arm in ("was", "undated", "alone", "weary")]
    ran.clear()
    kept = measure.measure("cambodia", 4, 1, None)
    assert ran == [(arm, (4,)) for arm in ("was", "undated", "alone", "weary")]
    assert json.loads((tmp_path / "cambodia.json").read_text(encoding="utf-8")) == json.loads(
        json.dumps(kept)
    )
    ran.clear()
    monkeypatch.setattr(measure, "rules", lambda: "others")
    measure.measure("cambodia", 4, 1, None)
    assert len(ran) == 4 and ran[0][1] == (1, 2, 3, 4)
