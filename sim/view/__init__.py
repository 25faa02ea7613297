"""What a run looks like: pictures, the page, the browser view. Nothing below imports it.

`show(model)` steps any live PeaceModel on a map, in a notebook or a Solara page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.model import PeaceModel


def show(model: PeaceModel) -> Any:
    """A map that steps a live model (own subclasses too) and draws it.

    Returns a widget: make it the last line of a notebook cell, or put it in a Solara page.
    """
    from sim.view.app.live import live_map

    return live_map(model)


__all__ = ["show"]
