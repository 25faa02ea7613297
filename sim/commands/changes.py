"""What `--set` and `--scale` ask for, and how it is said that some of it does nothing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from sim.commands.output import say
from sim.fields.errors import IdleValueWarning, ScenarioError


def overrides_of(sets: list[str], scales: list[str]) -> dict[str, Any]:
    """The overrides that `--set PATH=VALUE` and then `--scale PATH=FACTOR` ask for.

    Later ones win. A path that is set and scaled: the value is set, with no plan left to scale,
    which is refused.
    """
    from sim.case.overrides import read_value
    from sim.case.times import times

    _refuse(sets, scales)
    overrides: dict[str, Any] = {}
    for text in sets:
        path, _, value = text.partition("=")
        overrides.pop(path.strip(), None)  # so that the later one also comes later
        overrides[path.strip()] = read_value(value.strip())
    for text in scales:
        path, _, factor = text.partition("=")
        overrides[path.strip()] = times(float(factor))
    return overrides


def _refuse(sets: list[str], scales: list[str]) -> None:
    faults = [
        f"--set {text}: must be PATH=VALUE, e.g. weeks=260"
        for text in sets
        if not text.partition("=")[0].strip() or "=" not in text
    ]
    paths = {text.partition("=")[0].strip() for text in sets}
    for text in scales:
        path, _, factor = text.partition("=")
        if not path.strip() or not _is_number(factor):
            faults.append(f"--scale {text}: must be PATH=FACTOR, e.g. policy.force=0.5")
        elif path.strip() in paths:
            faults.append(f"--scale {text}: {path.strip()} is set, too; keep one of them")
    if faults:
        raise ScenarioError(faults)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@contextmanager
def idle_told() -> Iterator[None]:
    """Say on stderr, in a line each, which values do nothing."""
    shown: Any = warnings.showwarning

    def tell(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if issubclass(category, IdleValueWarning):
            say(f"note: {message}")
        else:
            shown(message, category, filename, lineno, file, line)

    with warnings.catch_warnings():
        warnings.filterwarnings("always", category=IdleValueWarning)
        warnings.showwarning = tell
        yield
