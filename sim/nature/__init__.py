"""Nature: how this world works. One table a mechanism; every number with unit, range and source.

Values tagged `calibrated` were fitted by experiments/calibration (script, seed and result are
kept there); `assumption` marks a choice nobody has measured, to be varied in a sweep.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.fields.parameter import Group, parameter
from sim.nature.civilians import Civilians
from sim.nature.mission import Contributors, Protection, Warning
from sim.nature.politics import Politics
from sim.nature.prices import Prices
from sim.nature.programmes import Programmes
from sim.nature.recruitment import Recruitment
from sim.nature.setup import Setup
from sim.nature.society import Society
from sim.nature.violence import Control, Tempo, Violence
from sim.nature.will import Will


class Nature(Group):
    """How this world works."""

    civilians: int = parameter(
        5000,
        unit="agents",
        low=100,
        high=1_000_000,
        source="assumption",
        meaning="sampled adults; each stands for its share of the people",
    )
    combatants: int = parameter(
        3000,
        unit="agents",
        low=50,
        high=200_000,
        source="assumption",
        meaning="sampled fighters at the start",
    )
    variant: Literal["main", "no-effect"] = parameter(
        "main",
        unit="choice",
        source="evidence:A17",
        meaning="no-effect: deterrence, denial, guarantee and programmes do nothing",
    )
    violence: Violence = Field(default_factory=Violence)
    tempo: Tempo = Field(default_factory=Tempo)
    control: Control = Field(default_factory=Control)
    civilian: Civilians = Field(default_factory=Civilians)
    recruitment: Recruitment = Field(default_factory=Recruitment)
    society: Society = Field(default_factory=Society)
    protection: Protection = Field(default_factory=Protection)
    contributors: Contributors = Field(default_factory=Contributors)
    warning: Warning = Field(default_factory=Warning)
    prices: Prices = Field(default_factory=Prices)
    programmes: Programmes = Field(default_factory=Programmes)
    setup: Setup = Field(default_factory=Setup)
    politics: Politics = Field(default_factory=Politics)
    will: Will = Field(default_factory=Will)


__all__ = [
    "Civilians",
    "Contributors",
    "Control",
    "Nature",
    "Politics",
    "Prices",
    "Programmes",
    "Protection",
    "Recruitment",
    "Setup",
    "Society",
    "Tempo",
    "Violence",
    "Warning",
    "Will",
]
