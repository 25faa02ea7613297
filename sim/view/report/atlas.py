"""What a map needs to know: the country on flat paper, what happened where, and sizes of marks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.state.parties import GOVERNMENT
from sim.view import style

if TYPE_CHECKING:
    from sim.country.region import Region
    from sim.runs.run import Run

KM_A_DEGREE: Final = 111.32
BIGGEST_DOT: Final = 900.0  # points squared, of the place with most people
SMALLEST_DOT: Final = 22.0  # so that its colour can still be seen
BIGGEST_HALO: Final = 5200.0
FEWEST_TROOPS: Final = 30.0  # a flag stands for at least so many, mean of the period


@dataclass(frozen=True)
class Scale:
    """Areas in points squared that stand for one person, and one death."""

    person: float
    death: float

    def shrunk(self, factor: float) -> Scale:
        """The same for a smaller map."""
        return Scale(self.person * factor, self.death * factor)


@dataclass(frozen=True)
class Period:
    """What a map shows of some weeks; all (P,)."""

    title: str
    people: NDArray[np.float64]  # present, mean
    displaced: NDArray[np.float64]  # of them not at home, mean
    deaths: NDArray[np.float64]  # sum
    state: NDArray[np.float64]  # share of the weeks held by the state's side
    troops: NDArray[np.float64]  # mean


def period_of(run: Run, first: int, last: int) -> Period:
    """Weeks `first` to `last - 1` of a run."""
    rows = run.kept.places[first:last]
    days = [run.scenario.date_of(first) + timedelta(days=6), run.scenario.date_of(last - 1)]
    words = [style.month(max(days[0], run.scenario.start)), style.month(max(days))]
    return Period(
        words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}",
        rows["population"].mean(axis=0, dtype=np.float64),
        rows["displaced"].mean(axis=0, dtype=np.float64),
        rows["deaths"].sum(axis=0).astype(np.float64),
        np.isin(rows["control"], state_side(run)).mean(axis=0),
        rows["troops"].mean(axis=0, dtype=np.float64),
    )


def state_side(run: Run) -> list[int]:
    """Rows of the factions on the government's side; splinters never are."""
    return [
        row
        for row, spec in enumerate(run.scenario.factions)
        if (spec.side or (GOVERNMENT if spec.kind == "state" else spec.name)) == GOVERNMENT
    ]


@dataclass(frozen=True)
class Sheet:
    """A country on flat paper, kilometres east and north of its middle."""

    x: NDArray[np.float64]  # (P,)
    y: NDArray[np.float64]
    rings: tuple[NDArray[np.float64], ...]  # of (n, 2)
    roads: list[Any]  # pairs of points
    box: tuple[float, float, float, float]  # west, east, south, north with a margin

    @staticmethod
    def of(run: Run) -> Sheet:
        """Of the country of a run."""
        return Sheet.of_region(run.scenario.region)

    @staticmethod
    def of_region(region: Region) -> Sheet:
        """Equirectangular about the middle latitude: true to scale within a country."""
        points = [np.column_stack([region.lon, region.lat]), *region.outline]
        every = np.concatenate([p for p in points if len(p)])
        middle = (every.min(axis=0) + every.max(axis=0)) / 2
        scale = KM_A_DEGREE * np.array([math.cos(math.radians(middle[1])), 1.0])
        flat = (points[0] - middle) * scale
        rings = tuple((ring - middle) * scale for ring in region.outline)
        roads = [flat[[a, b]] for a, b in region.graph.edges]
        half = (every.max(axis=0) - middle) * scale
        margin = max(0.04 * float(half.max()), 3.0)
        w, h = half + margin
        return Sheet(flat[:, 0], flat[:, 1], rings, roads, (-w, w, -h, h))

    @property
    def ratio(self) -> float:
        """Height over width."""
        west, east, south, north = self.box
        return (north - south) / (east - west)


def scale_of(periods: list[Period]) -> Scale:
    """One scale for several maps, from the most people and the most deaths anywhere."""
    people = max(float(p.people.max()) for p in periods)
    deaths = max(float(p.deaths.max()) for p in periods)
    return Scale(BIGGEST_DOT / max(people, 1.0), BIGGEST_HALO / max(deaths, 40.0))


def dot_areas(period: Period, scale: Scale) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(P,) areas of the ring's outer edge (all people) and of the dot in it (those at home)."""
    home = np.maximum((period.people - period.displaced) * scale.person, SMALLEST_DOT)
    ring = np.maximum(period.displaced, 0.0) * scale.person
    return home + np.where(ring > 2.0, ring, 0.0), home


def flag_areas(troops: NDArray[np.float64]) -> NDArray[np.float64]:
    """(F,) areas of flags, points squared; they grow with troops, slowly."""
    return np.clip(190.0 + 0.16 * troops, 190.0, 480.0)


def has_flag(period: Period) -> NDArray[np.bool_]:
    """(P,) where enough troops were based for a flag."""
    return period.troops >= FEWEST_TROOPS


def flag() -> Any:
    """A marker: a pole that stands on its point, with a pennant."""
    from matplotlib.path import Path

    corners = [(0, 0), (0, 1.0), (0.66, 0.74), (0, 0.48), (0, 0)]
    return Path(corners, [Path.MOVETO, *[Path.LINETO] * 4])
