"""Which screen of which room an address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from sim.view.app.link import language_in

NEW: Final = "new"  # the code that asks for a room to be opened
MOST: Final = 400  # characters of an address that is read


@dataclass(frozen=True)
class Door:
    """`seat`: a participant's token, `key`: the facilitator's, `show`: the presenter's screen."""

    code: str
    seat: str = ""
    key: str = ""
    show: bool = False
    language: str = "en"

    @property
    def link(self) -> str:
        """The address that opens it again."""
        parts = {"room": self.code, "seat": self.seat, "key": self.key,
                 "show": "1" if self.show else "",
                 "lang": self.language if self.language != "en" else ""}  # fmt: skip
        return "?" + urlencode({name: text for name, text in parts.items() if text})


def door_of(search: str | None) -> Door | None:
    """The door an address names; None where it is not a room's."""
    try:
        found = dict(parse_qsl((search or "").lstrip("?")[:MOST], max_num_fields=20))
    except ValueError:
        return None
    code = found.get("room")
    if code is None:
        return None
    clean = "".join(c for c in code[:12] if c.isascii() and c.isalnum())
    return Door(clean if clean == NEW else clean.upper(), found.get("seat", "")[:64],
                found.get("key", "")[:64], found.get("show") == "1",
                language_in(search))  # fmt: skip
