"""`--extend FILE.py`, with any command: parts of the user's own."""

from __future__ import annotations

from sim.fields.errors import ScenarioError


def taken(words: list[str]) -> list[str]:
    """Files after `--extend`, taken out of a command's words, wherever they stand."""
    files, i = [], 1
    while i < len(words):
        name, _, value = words[i].partition("=")
        if name == "--extend":
            if not value and i + 1 == len(words):
                raise ScenarioError(["--extend: names no file; e.g. --extend sanctions.py"])
            files.append(value or words.pop(i + 1))
            words.pop(i)
        else:
            i += 1
    return files


def use(files: list[str]) -> None:
    """Let every scenario of this process and its workers have the parts of these files."""
    if files:
        from sim.case import extending
        from sim.runs.outcomes import declare_in_use

        extending.use(files)
        declare_in_use()
