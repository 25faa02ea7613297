"""The numbers of nature as kernels take them, and the variant in which a mission does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.fields.parameter import packed
from sim.nature import Nature

# what a mission does to the world; in the no-effect variant all of it is zero
NO_EFFECT = {
    "protection": (
        "deter_rebels",
        "deter_state",
        "deter_battles",
        "deter_communal",
        "denial",
        "respond",
    ),
    "society": ("police_effect",),
    "politics": (
        "mediators_heard",
        "mediation_effect",
        "guarantee_effect",
        "presence_calms",
        "certification_effect",
        "registration_effect",
        "education_effect",
        "polls_effect",
    ),
    "programmes": (
        "dialogue_effect",
        "zone_shield",
        "zone_lure",
        "zone_draw",
        "evacuation_saves",
        "package_effect",
        "training_effect",
        "cvr_effect",
        "relief_effect",
        "aid_lure",
        "divert_lure",
        "aid_calm",
        "jobs_effect",
        "works_effect",
        "goodwill_effect",
        "sabotage",
        "administration_effect",
        "law_effect",
        "police_effect",
        "ssr_effect",
        "ssr_strength",
        "tips_effect",
        "trust_effect",
        "committee_effect",
        "monitor_effect",
        "reprisal",
    ),
}


@dataclass
class Rules:
    """The numbers of nature in the form kernels take: one named tuple of floats a table."""

    nature: Nature
    violence: Any
    tempo: Any
    control: Any
    civilian: Any
    recruitment: Any
    society: Any
    protection: Any
    contributors: Any
    warning: Any
    prices: Any
    programmes: Any
    setup: Any
    politics: Any
    will: Any

    @staticmethod
    def of(nature: Nature) -> Rules:
        """Pack a scenario's nature; the no-effect variant takes what a mission does to zero."""
        tables = {
            name: packed(getattr(nature, name))
            for name in Rules.__annotations__
            if name != "nature"
        }
        if nature.variant == "no-effect":
            for name, fields in NO_EFFECT.items():
                tables[name] = tables[name]._replace(**dict.fromkeys(fields, 0.0))
        return Rules(nature, **tables)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled and copied as the nature it is made from: its tuples' classes have no home."""
        return Rules.of, (self.nature,)
