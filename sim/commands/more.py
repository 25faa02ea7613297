"""Commands that stand whole in a file of their own, by the name they are called by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sim.commands import calibrate, doctor, fit_check, price, region, tidy, view

COMMANDS: Final[dict[str, Callable[..., Any]]] = {
    "price": price.price,
    "tidy": tidy.tidy,
    "view": view.view,
    "region": region.region,
    "fit-check": fit_check.fit_check,
    "calibrate": calibrate.calibrate,
    "doctor": doctor.doctor,
}
