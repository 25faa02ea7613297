"""Damaged scenario files load or are refused by name; nothing else ever comes out."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.case.scenario import ScenarioError, load_scenario
from sim.machine import shipped

DATA = Path(__file__).parent / "data"
CASES = 300
ON_THE_COMMAND_LINE = 12  # of those that are refused

Damage = Callable[[random.Random, list[str], int], None]


def _delete(luck: random.Random, lines: list[str], at: int) -> None:
    del lines[at]


def _duplicate(luck: random.Random, lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def _truncate(luck: random.Random, lines: list[str], at: int) -> None:
    lines[at] = lines[at][: luck.randrange(len(lines[at]))]


def _end_here(luck: random.Random, lines: list[str], at: int) -> None:
    lines[at] = lines[at][: luck.randrange(len(lines[at]))]
    del lines[at + 1 :]


def _swap(luck: random.Random, lines: list[str], at: int) -> None:
    text = list(lines[at])
    a, b = luck.randrange(len(text)), luck.randrange(len(text))
    text[a], text[b] = text[b], text[a]
    lines[at] = "".join(text)


def _value(luck: random.Random, lines: list[str], at: int) -> None:
    key, equals, _ = lines[at].partition("=")
    new = luck.choice(
        [
            '"some"',
            "-1",
            "nan",
            "-inf",
            "1e308",
            "9" * 30,
            "9" * 5000,
            "0x7fffffffffffffff",
            "true",
            "[]",
            "[[]]",
            "{}",
            "[{}]",
            "1979-05-27",
            "1979-05-27T07:32:00Z",
            "07:32:00",
            "9999-12-31",
            "0001-01-01",
            '""',
            '"\\u0000"',
            '"\\u202E"',
            '"../../../../etc/passwd"',
            '"/etc/passwd"',
            "0",
            "-0.0",
            "1_000",
            "[1, 'a']",
            '"a\\nb"',
        ]
    )
    if equals:  # a heading would only become a fault of syntax
        lines[at] = f"{key}= {new}"


def _rename(luck: random.Random, lines: list[str], at: int) -> None:
    spot = luck.randrange(max(len(lines[at].partition("=")[0]), 1))
    lines[at] = lines[at][:spot] + luck.choice('xqeos_-."#') + lines[at][spot + 1 :]


def _digit(luck: random.Random, lines: list[str], at: int) -> None:
    spots = [i for i, letter in enumerate(lines[at]) if letter.isdigit()]
    if spots:
        spot = luck.choice(spots)
        lines[at] = lines[at][:spot] + luck.choice("0123456789-.e") + lines[at][spot + 1 :]


def _drop_bracket(luck: random.Random, lines: list[str], at: int) -> None:
    spots = [i for i, letter in enumerate(lines[at]) if letter in "[]{}\"',="]
    if spots:
        spot = luck.choice(spots)
        lines[at] = lines[at][:spot] + lines[at][spot + 1 :]


def _insert(luck: random.Random, lines: list[str], at: int) -> None:
    spot = luck.randrange(len(lines[at]) + 1)
    new = luck.choice(["\0", "\x1b[31m", "\x7f", "\u202e", "\U0001f600", "\ufeff", "\r", "é", "]]"])
    lines[at] = lines[at][:spot] + new + lines[at][spot:]


DAMAGES: tuple[Damage, ...] = (
    _delete,
    _delete,
    _duplicate,
    _truncate,
    _end_here,
    _swap,
    _value,
    _value,
    _value,
    _value,
    _digit,
    _digit,
    _digit,
    _rename,
    _drop_bracket,
    _insert,
)


def sound_files() -> list[Path]:
    shipped_ones = [shipped.scenario_path(name) for name in shipped.scenario_names()]
    return [DATA / "small.toml", *[path for path in shipped_ones if path is not None]]


def damaged(number: int) -> str:
    """One damaged file's text: one to three lines that carry data are hurt."""
    luck = random.Random(number)
    path = luck.choice(sound_files())
    lines = path.read_text(encoding="utf-8").splitlines()
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        carrying = [i for i, line in enumerate(lines) if line.strip() and line.strip()[0] != "#"]
        if carrying:
            luck.choice(DAMAGES)(luck, lines, luck.choice(carrying))
    return "\n".join(lines) + "\n"


def _save(folder: Path, number: int) -> Path:
    path = folder / f"damaged-{number}.toml"
    path.write_bytes(damaged(number).encode("utf-8"))
    return path


@pytest.fixture
def beside_data(tmp_path: Path) -> Path:
    """A folder from which `./regions/tiny` of the small scenario is found."""
    (tmp_path / "regions").symlink_to(DATA / "regions", target_is_directory=True)
    return tmp_path


def test_damaged_files_load_or_are_refused_by_name(beside_data: Path) -> None:
    refused = 0
    for number in range(CASES):
        path = _save(beside_data, number)
        try:
            scenario = load_scenario(path)
        except ScenarioError as error:
            refused += 1
            for line in str(error).splitlines():
                assert f"damaged-{number}.toml" in line and line.isprintable(), number
        else:
            again = beside_data / "again.toml"
            again.write_text(scenario.to_toml(), encoding="utf-8")
            assert load_scenario(again).hash == scenario.hash, number
    assert refused > CASES / 2


def test_the_command_refuses_damaged_files_and_writes_nothing(
    beside_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from sim.commands import cli

    out = beside_data / "results"
    done = 0
    for number in range(CASES):
        path = _save(beside_data, number)
        try:
            load_scenario(path)
        except ScenarioError:
            arguments = ["bluehelm", "run", str(path), "--out", str(out), "--json"]
            monkeypatch.setattr("sys.argv", arguments)
            assert cli.main() == 2, number
            shown = capsys.readouterr()
            assert shown.out == "" and not out.exists()
            assert path.name in shown.err and "Traceback" not in shown.err
            done += 1
        if done == ON_THE_COMMAND_LINE:
            return
