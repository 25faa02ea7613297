"""Damaged inputs of all kinds: what is refused, what is taken, and what should never happen.

python experiments/damage/fuzz.py [COUNT] [SEED]

Scenarios, regions, experiments, sweep folders and command lines are hurt at random. Never: a
traceback or "This should not happen", a hang, a file half-written, a number that differs in
silence. Prints a table and every input that broke a rule.
"""

from __future__ import annotations

import contextlib
import io
import random
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import sim
from sim.batch import Results
from sim.batch.experiment import load_experiment
from sim.batch.plan import make_plan
from sim.commands import cli
from sim.country.region import RegionError, load_region
from sim.fields.errors import ScenarioError
from sim.machine import shipped

EXPERIMENT = {
    "title": "to be damaged",
    "scenarios": ["zambara"],
    "replicates": 6,
    "set": {"nature.civilians": 100, "nature.combatants": 50, "weeks": 4},
    "levers": {"policy.patrols.share": [0.1, 0.9]},
    "keep": ["series", "places", "events"],
}
TEXT = """title = "t"
scenarios = ["zambara"]
replicates = 2
weeks = 4
outcomes = ["civilian_deaths", "cost"]
[set]
"nature.civilians" = 100
[levers]
"policy.patrols.share" = [0.1, 0.9]
[levers.talks]
"a" = {}
"b" = { "policy.mediation.teams" = 2 }
[uncertainties]
"nature.presence.deter_rebels" = {}
"nature.violence.level" = { low = 1.0, high = 5.0, log = true }
[design]
levers = { kind = "factorial", levels = 3 }
uncertainties = { kind = "sobol", samples = 4 }
"""
SLOW = 60.0  # seconds: a hang
VALUES = (
    *("nan", "-inf", "1e308", "9" * 400, "-1", "0", "true", "[]", "{}", "[[]]", '""', '"a\\nb"'),
    *("1979-05-27", '"\\u0000"', '"../../victim.txt"', "0x7fffffffffffffff", "1_000", "-0.0"),
)
Kind = Callable[[random.Random, Path], str]


def hurt(luck: random.Random, raw: bytes) -> bytes:
    """Damage a file's bytes in one to three places."""
    content = bytearray(raw)
    for _ in range(luck.choice((1, 1, 2, 3))):
        spot = luck.randrange(len(content) + 1)
        way = luck.randrange(6)
        if way == 0:
            del content[spot : spot + luck.choice((1, 1, 4, 40))]
        elif way == 1:
            content[spot:spot] = luck.choice((b"\0", b"\xff", b"[", b"]", b'"', b",", b"\n", b"9"))
        elif way == 2 and spot < len(content):
            content[spot] ^= 1 << luck.randrange(8)
        elif way == 3:
            del content[spot:]
        elif way == 4:
            content[spot:spot] = content[luck.randrange(len(content) + 1) :][:60]
        else:
            content = _value(luck, content)
    return bytes(content)


def _value(luck: random.Random, content: bytearray) -> bytearray:
    lines = bytes(content).split(b"\n")
    at = luck.randrange(len(lines))
    key, equals, _ = lines[at].partition(b"=")
    if equals:
        lines[at] = key + b"= " + luck.choice(VALUES).encode()
    return bytearray(b"\n".join(lines))


def scenario(luck: random.Random, place: Path) -> str:
    """A shipped scenario, hurt."""
    names = [path for name in shipped.scenario_names() if (path := shipped.scenario_path(name))]
    path = place / "s.toml"
    path.write_bytes(hurt(luck, luck.choice(names).read_bytes()))
    with contextlib.suppress(ScenarioError):
        again = sim.load_scenario(path)
        (place / "t.toml").write_text(again.to_toml(), encoding="utf-8")
        return "taken" if sim.load_scenario(place / "t.toml").hash == again.hash else "OTHER"
    return "refused"


def region(luck: random.Random, place: Path) -> str:
    """A file of a region, hurt."""
    folder = place / "region"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(shipped.regions_folder() / "zambara", folder)
    path = luck.choice(sorted(path for path in folder.iterdir() if path.is_file()))
    path.write_bytes(hurt(luck, path.read_bytes()))
    try:
        found = load_region(folder)
    except RegionError:
        return "refused"
    return "taken" if (found.place_persons(2000) > 0.0).all() else "OTHER"


def experiment(luck: random.Random, place: Path) -> str:
    """An experiment, hurt, laid out but not run."""
    path = place / "e.toml"
    path.write_bytes(hurt(luck, TEXT.encode()))
    try:
        make_plan(load_experiment(path))
    except ScenarioError:
        return "refused"
    return "taken"


def stored(luck: random.Random, place: Path) -> str:
    """A file of a sweep's folder, hurt: read, then repaired; no number may differ."""
    folder = place / "x"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place / "sound", folder)
    path = luck.choice(sorted(path for path in folder.rglob("*") if path.is_file()))
    path.write_bytes(hurt(luck, path.read_bytes()))
    if luck.random() < 0.2:
        shutil.copy(path, path.with_name(f"copy-{path.name}"))
    whole = Results(place / "sound").runs.set_index("run_id")
    with contextlib.suppress(ScenarioError):
        runs = Results(folder).runs.set_index("run_id")
        if not runs.equals(whole):
            return "OTHER"
        return "taken"
    return _repaired(folder, place, whole)


def _repaired(folder: Path, place: Path, whole: object) -> str:
    code, told = command(["tidy", str(folder)])
    if code == 0:
        left = Results(folder)
        with contextlib.suppress(ScenarioError):
            mine = left.runs.set_index("run_id")
            if not mine.equals(whole.loc[mine.index]):  # type: ignore[attr-defined]
                return "OTHER"
    if (place / "victim.txt").read_text() != "mine":
        return "OTHER"
    return "refused" if code in (0, 2) and "Traceback" not in told else "BROKEN"


def command(arguments: list[str]) -> tuple[int, str]:
    """The command line in this process: its exit code and what it told."""
    before, out = sys.argv, io.StringIO()
    sys.argv = ["bluehelm", *arguments]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            return cli.main(), out.getvalue()
    finally:
        sys.argv = before


def line(luck: random.Random, place: Path) -> str:
    """A command line, hurt; it is refused before anything is run or written."""
    good = [
        ["sweep", str(place / "sound"), "--out", str(place / "new"), "--workers", "0"],
        ["run", "zambara", "--set", "policy.patrols.share=x", "--out", str(place / "new")],
        ["export", str(place / "sound"), str(place / "new.doc"), "--table", "runs"],
        ["report", str(place / "nothing")],
        ["tidy", str(place / "nothing")],
        ["rerun", str(place / "sound"), "0" * 20],
        ["check", str(place / "s.toml")],
    ]
    words = luck.choice(good)
    at = luck.randrange(1, len(words))
    bad = ["\0", "", "-1", "nan", "--", "x" * 3000, "é\u202e", "../..", "=1+1", "1e400", "--no"]
    words[at] = luck.choice([words[at], *bad])
    code, told = command(words)
    if (place / "new").exists() or (place / "new.doc").exists():
        return "WRITTEN"
    right = code in (0, 2) and "Traceback" not in told and "should not happen" not in told
    return ("taken" if code == 0 else "refused") if right else "BROKEN"


KINDS: dict[str, Kind] = {
    "scenario": scenario,
    "region": region,
    "experiment": experiment,
    "store": stored,
    "command line": line,
}


def fuzz(count: int, seed: int, place: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Try `count` damaged inputs, shared out evenly; results by kind, and what broke a rule."""
    found, broken = Counter[tuple[str, str]](), []
    (place / "victim.txt").write_text("mine")
    if not (place / "sound").exists():
        sim.sweep(EXPERIMENT, place / "sound", workers=0)
    for number in range(count):
        name = list(KINDS)[number % len(KINDS)]
        luck, start = random.Random(f"{seed} {number}"), time.perf_counter()
        try:
            result = KINDS[name](luck, place)
        except Exception as error:
            result = f"TRACEBACK {type(error).__name__}: {str(error)[:200]}"
        if time.perf_counter() - start > SLOW:
            result = "HANG"
        found[name, result.split(" ")[0]] += 1
        if result[0].isupper():
            broken.append(f"{name}, number {number}, seed {seed}: {result}")
    return found, broken


if __name__ == "__main__":
    warnings.simplefilter("ignore", sim.IdleValueWarning)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    start_at = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name_:
        results, wrong = fuzz(many, start_at, Path(name_))
    for (kind_, what), times in sorted(results.items()):
        print(f"{kind_:13} {what:10} {times}")
    print(f"rules broken: {len(wrong)}")
    print("\n".join(wrong))
