"""The command line: what it prints where, its exit codes, what it leaves on disk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.commands import cli
from sim.commands import run as run_command
from sim.commands.folder import whole_folder
from sim.commands.output import number, print_json
from sim.fields.errors import ScenarioError

ROOT = Path(__file__).parent.parent
SMALL = str(Path(__file__).parent / "data" / "small.toml")
QUICK = ["--weeks", "3", "--set", "nature.civilians=100", "--set", "nature.combatants=50"]


class Shell:
    """Runs the command in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self.monkeypatch.setattr(sys, "argv", ["bluehelm", *arguments])
        code = cli.main()
        shown = self.capsys.readouterr()
        return code, shown.out, shown.err


@pytest.fixture
def bluehelm(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


def process(*arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=ROOT,
        env=os.environ | extra,
        check=False,
    )


# the catalogue


def test_levers_as_json_carry_unit_range_default_and_meaning(bluehelm: Shell) -> None:
    code, out, err = bluehelm("levers", "--json")
    levers = {lever["name"]: lever for lever in json.loads(out)}
    fields = {field["name"]: field for field in levers["patrols"]["fields"]}
    assert (code, err) == (0, "")
    assert fields["share"]["low"] == 0.0 and fields["share"]["high"] == 1.0
    assert fields["share"]["unit"] and fields["share"]["meaning"] and fields["share"]["source"]
    assert all(lever["meaning"] and lever["fields"] for lever in levers.values())


def test_outcomes_as_json_are_the_declared_ones(bluehelm: Shell) -> None:
    from sim.runs.outcomes import OUTCOMES

    code, out, _ = bluehelm("outcomes", "--json")
    rows = json.loads(out)
    assert code == 0 and [row["name"] for row in rows] == list(OUTCOMES)
    assert all(row["direction"] in ("up", "down", "none") and row["unit"] for row in rows)


def test_scenarios_are_listed(bluehelm: Shell) -> None:
    from sim.machine.shipped import scenario_names

    code, out, err = bluehelm("scenarios", "--json")
    assert (code, err) == (0, "")
    assert [row["name"] for row in json.loads(out)] == scenario_names()


@pytest.mark.parametrize("command", ["levers", "outcomes", "scenarios"])
def test_tables_off_a_terminal_are_plain(bluehelm: Shell, command: str) -> None:
    code, out, _ = bluehelm(command)
    assert code == 0 and out.isascii() and "\x1b" not in out
    assert max(len(line) for line in out.splitlines()) > 80 or command == "scenarios"


def test_check_reports_every_file(bluehelm: Shell, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("titel = 3\nweeks = 0\n")
    code, out, err = bluehelm("check", SMALL, str(bad), "atlantis")
    assert code == 2
    assert "small.toml: fine" in out
    for said in ("bad.toml:1: titel: unknown", "bad.toml:2: weeks: is 0", "start: missing"):
        assert said in err
    assert "'atlantis': no scenario of that name" in err
    assert bluehelm("check", SMALL)[0] == 0


def test_check_tells_all_faults_of_a_region(bluehelm: Shell, tmp_path: Path) -> None:
    shutil.copytree(Path(SMALL).parent / "regions", tmp_path / "regions")
    shutil.copy(SMALL, tmp_path / "isle.toml")
    folder = tmp_path / "regions" / "tiny"
    places, roads = folder / "places.csv", folder / "roads.csv"
    places.write_text(places.read_text("utf-8").replace(",0,", ",nan,", 1), "utf-8")
    roads.write_text(roads.read_text("utf-8") + "1,0,540,0.5,x\n", "utf-8")
    facts = folder / "region.toml"
    facts.write_text(facts.read_text("utf-8").replace("500_000", "inf"), "utf-8")
    code, out, err = bluehelm("check", str(tmp_path / "isle.toml"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 3 and "should not happen" not in err
    for said in (
        "places.csv:2",
        "is 'nan'; must be",
        "roads.csv:",
        "with ",
        "population.2000 is inf",
    ):
        assert said in err


# one run


def test_run_prints_outcomes(bluehelm: Shell) -> None:
    code, out, _ = bluehelm("run", SMALL, *QUICK)
    assert code == 0
    assert "A small country (small), seed 1, 3 weeks" in out
    assert "civilian_deaths" in out and "cost" in out


def test_run_as_json_prints_one_document_and_nothing_else(bluehelm: Shell) -> None:
    code, out, _ = bluehelm("run", SMALL, *QUICK, "--seed", "7", "--json")
    document = json.loads(out)
    assert code == 0
    assert list(document) == ["scenario", "seed", "weeks", "outcomes", "provenance"]
    assert (document["scenario"], document["seed"], document["weeks"]) == ("small", 7, 3)
    assert document["outcomes"]["relapse_5y"] is None
    assert bluehelm("run", SMALL, *QUICK, "--seed", "7", "--json")[1] == out


@pytest.fixture
def plain_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables only: pictures have their own tests."""
    monkeypatch.setattr(run_command, "write_run", lambda run, folder, told: run.save(folder))


@pytest.mark.usefixtures("plain_view")
def test_out_prints_the_path_of_each_file(bluehelm: Shell, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    code, shown, _ = bluehelm("run", SMALL, *QUICK, "--out", str(out))
    paths = [Path(line) for line in shown.splitlines() if line.startswith(str(out))]
    assert code == 0 and paths and all(path.is_file() for path in paths)
    assert sorted(out.iterdir()) == sorted(paths)
    code, shown, err = bluehelm("run", SMALL, *QUICK, "--out", str(out), "--json")
    assert code == 0 and json.loads(shown) and str(paths[0]) in err


def test_out_gets_pictures_and_a_page(bluehelm: Shell, tmp_path: Path) -> None:
    pytest.importorskip("sim.view.report.page")
    code, shown, err = bluehelm("run", SMALL, *QUICK, "--out", str(tmp_path / "out"))
    assert code == 0 and "browser" in err
    assert shown.splitlines()[-1].endswith(".html")


def test_a_terminal_is_told_what_goes_on(
    bluehelm: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each phase in its turn; nothing of it with --json or off a terminal."""
    command = ["run", SMALL, *QUICK, "--out", str(tmp_path / "out")]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    assert "weeks" not in bluehelm(*command)[2]
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    said = bluehelm(*command)[2]
    places = [said.find(phase) for phase in ("loading", "weeks", "tables", "pictures")]
    assert -1 not in places and places == sorted(places)
    quiet = bluehelm(*command, "--json")[2]
    assert "\x1b" not in quiet and "weeks" not in quiet and "page.html" in quiet


def test_the_end_of_a_process_looks_for_no_garbage() -> None:
    """What lives to the end is left to the system: see `sim.commands.garbage`."""
    code = "import atexit, gc, sys; from sim.commands import cli; sys.argv[1:] = ['--version']\n"
    code += "atexit.register(lambda: print(gc.get_freeze_count() > 1000)); cli.main()"
    assert process("-c", code).stdout.split()[-1] == "True"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", SMALL, "--set", "weeks"], "--set weeks: must be PATH=VALUE"),
        (["run", SMALL, "--set", "=3"], "must be PATH=VALUE"),
        (["run", SMALL, "--set", "policy.patrols.bugdet=1"], "did you mean"),
        (["run", SMALL, "--set", "policy.patrols.share=lots"], "is 'lots'; must be a number"),
        (["run", SMALL, "--weeks", "0"], "--weeks"),
        (["run", SMALL, "--seed", "-1"], "--seed"),
        (["run", SMALL, "--seed", "x"], "--seed"),
        (["run", "atlantis"], "no scenario of that name"),
        (["run"], "SCENARIO"),
        (["run", SMALL, "--nope"], "--nope"),
        (["fly"], "fly"),
        (["check"], "SCENARIO"),
    ],
)
def test_bad_input_ends_with_2_and_a_message(
    bluehelm: Shell, arguments: list[str], said: str
) -> None:
    code, out, err = bluehelm(*arguments)
    assert (code, out) == (2, "")
    assert said in err and "Traceback" not in err and "\x1b" not in err


def test_out_on_a_file_is_refused_before_the_run(
    bluehelm: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_command, "_run", lambda *_: pytest.fail("ran"))
    path = tmp_path / "file"
    path.write_text("mine")
    for out in (path, path / "below"):
        code, shown, err = bluehelm("run", SMALL, *QUICK, "--out", str(out))
        assert (code, shown) == (2, "") and "--out" in err
    assert path.read_text() == "mine"


def test_a_run_that_fails_leaves_nothing(
    bluehelm: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(run: Any, folder: Path, told: Any) -> None:
        (folder / "half").write_text("written")
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(run_command, "write_run", fail)
    code, out, err = bluehelm("run", SMALL, *QUICK, "--out", str(tmp_path / "new" / "out"))
    assert (code, out) == (1, "")
    assert "disk on fire" in err and "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setenv("BLUEHELM_DEBUG", "1")
    with pytest.raises(RuntimeError):
        bluehelm("run", SMALL, *QUICK, "--out", str(tmp_path / "new" / "out"))


def test_whole_folder_keeps_what_others_put_there(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("1")
    with pytest.raises(KeyError), whole_folder(tmp_path) as draft:
        (draft / "mine").write_text("2")
        raise KeyError
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("mine", "1")]
    with whole_folder(tmp_path) as draft:
        (draft / "mine").write_text("2")
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("mine", "2")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ScenarioError, match="cannot be written"), whole_folder(tmp_path / "x"):
        pass


# the process


def test_an_interrupt_ends_with_130(bluehelm: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_command, "_run", interrupt)
    code, out, err = bluehelm("run", SMALL)
    assert (code, out) == (130, "") and "Traceback" not in err


def test_a_reader_that_goes_away_is_no_fault() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "sim.commands.cli", "levers", "--json"],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        err = running.stderr.read()
    assert err == ""


def test_the_package_and_the_help_are_light() -> None:
    heavy = "{'numpy', 'pandas', 'mesa', 'numba', 'networkx', 'pydantic', 'matplotlib'}"
    code = f"import sys, sim, sim.commands.cli; print(sorted({heavy} & set(sys.modules)))"
    assert process("-c", code).stdout.strip() == "[]"
    shown = process("-m", "sim.commands.cli", "--help")
    assert shown.returncode == 0 and "outcomes" in shown.stdout and "\x1b" not in shown.stdout


@pytest.mark.parametrize(
    "first", ["import sim.runs.run", "from sim.runs import explain", "import sim.model"]
)
def test_the_public_function_is_not_hidden_by_its_module(first: str) -> None:
    code = f"{first}\nimport sim\nfrom sim.runs.run import Run\nRun.of_model\n"
    code += "print(type(sim.run).__name__)"
    assert process("-c", code).stdout.strip() == "function"


def test_unknown_public_names_are_attribute_errors() -> None:
    import sim

    assert sim.ScenarioError is ScenarioError
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        sim.nothing  # noqa: B018


def test_numbers_for_people() -> None:
    assert [number(v) for v in (0.0, 12345.6, 0.12345, 45.678, float("nan"), 150.25)] == [
        "0",
        "12,346",
        "0.123",
        "45.7",
        "-",
        "150.2",
    ]


def test_json_has_no_nan(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": float("nan"), "b": [float("inf"), (1.5,)]})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, [1.5]]}
