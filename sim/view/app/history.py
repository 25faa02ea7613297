"""Undo, redo and replay: what a visitor set, in order. Plain values, no page needed."""

from __future__ import annotations

from dataclasses import dataclass

from sim.view.app.setting import Setting

MOST = 100


@dataclass(frozen=True)
class History:
    """Settings in the order they were made; `at` is the one that holds."""

    settings: tuple[Setting, ...]
    at: int = 0

    @property
    def now(self) -> Setting:
        """The setting that holds."""
        return self.settings[self.at]

    @property
    def before(self) -> Setting:
        """The setting before the last change; the same where there was none."""
        return self.settings[max(self.at - 1, 0)]

    def then(self, setting: Setting) -> History:
        """A new setting; what had been undone is forgotten."""
        if setting == self.now:
            return self
        kept = (*self.settings[: self.at + 1], setting)[-MOST:]
        return History(kept, len(kept) - 1)

    def to(self, setting: Setting) -> History:
        """At a setting made before, the nearest one; a new one where there is none."""
        places = [i for i, made in enumerate(self.settings) if made == setting]
        if not places:
            return self.then(setting)
        return History(self.settings, min(places, key=lambda i: (abs(i - self.at), -i)))

    @property
    def can_undo(self) -> bool:
        """Whether there is something to undo."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is something to redo."""
        return self.at + 1 < len(self.settings)

    def undo(self) -> History:
        """One back."""
        return History(self.settings, max(self.at - 1, 0))

    def redo(self) -> History:
        """One forth."""
        return History(self.settings, min(self.at + 1, len(self.settings) - 1))
