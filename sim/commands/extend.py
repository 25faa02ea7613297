"""`--extend FILE.py` and `--theory WHO=MODULE:NAME`, with any command: what is the user's own."""

from __future__ import annotations

from sim.fields.errors import ScenarioError


def taken(words: list[str], option: str, example: str) -> list[str]:
    """What stands after an option, taken out of a command's words, wherever they stand."""
    files, i = [], 1
    while i < len(words):
        name, _, value = words[i].partition("=")
        if name == option:
            if not value and i + 1 == len(words):
                raise ScenarioError([f"{option}: names nothing; e.g. {option} {example}"])
            files.append(value or words.pop(i + 1))
            words.pop(i)
        else:
            i += 1
    return files


def use(words: list[str]) -> None:
    """Let every scenario of this process and its workers have what a command's words name."""
    files = taken(words, "--extend", "sanctions.py")
    theory = taken(words, "--theory", "faction=my_theory.py:Careful")
    if theory:
        from sim.case import theory as theories

        theories.use(theory)
    if files:
        from sim.case import extending
        from sim.runs.outcomes import declare_in_use

        extending.use(files)
        declare_in_use()
