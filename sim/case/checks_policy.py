"""Rules about policy that a single field cannot know: names of parties, rules of the mission."""

from __future__ import annotations

from collections.abc import Iterator

from sim.case.draft import Draft, texts_of
from sim.fields.faults import Fault, did_you_mean, shown
from sim.fields.toml_lines import Path


def check_faction_names_elsewhere(draft: Draft) -> Iterator[Fault]:
    """Mediation and truces name factions of this scenario."""
    known = [row["name"] for row in draft.rows("factions") if isinstance(row.get("name"), str)]
    named: list[tuple[Path, str]] = []
    for number, row in enumerate(draft.rows("factions")):
        where: Path = ("factions", number, "at_peace_with")
        named += [((*where, i), name) for i, name in texts_of(row.get("at_peace_with"))]
        if isinstance(row.get("relations"), dict):
            named += [(("factions", number, "relations", name), name) for name in row["relations"]]
    mediation = draft.table("policy").get("mediation")
    if isinstance(mediation, dict):
        where = ("policy", "mediation", "parties")
        named += [((*where, i), name) for i, name in texts_of(mediation.get("parties"))]
    for path, name in named:
        if name not in known:
            text = f"is {shown(name)}; no faction of this scenario has that name"
            yield Fault(path, text + did_you_mean(name, known))


def check_rules(draft: Draft) -> Iterator[Fault]:
    """A rule watches one side of one value, and sets a field that its lever has."""
    levers = draft.levers
    for number, row in enumerate(draft.rows("rules")):
        if (row.get("above") is None) == (row.get("below") is None):
            yield Fault(("rules", number, "above"), "give either above or below, one of them")
        place = row.get("place")
        if draft.region is not None and isinstance(place, str) and place not in ("", "worst"):
            names = [str(draft.region.graph.nodes[p]["name"]) for p in draft.region.graph.nodes]
            if place not in names:
                text = f"is {shown(place)}; must be a place, 'worst' or empty"
                yield Fault(("rules", number, "place"), text + did_you_mean(place, names))
        lever, field = row.get("lever"), row.get("field")
        if not isinstance(lever, str) or lever not in levers:
            text = f"is {shown(lever)}; must be a lever" + did_you_mean(str(lever), list(levers))
            yield Fault(("rules", number, "lever"), text)
            continue
        kind = levers[lever]
        fields = set(kind.model_fields) - {"phases", "source"}
        if not isinstance(field, str) or field not in fields:
            text = f"is {shown(field)}; {lever} has {', '.join(sorted(fields))}"
            yield Fault(("rules", number, "field"), text + did_you_mean(str(field), sorted(fields)))
            continue
        try:
            kind.model_validate({field: row.get("to")})
        except ValueError:
            text = f"is {shown(row.get('to'))}; {lever}.{field} cannot take that value"
            yield Fault(("rules", number, "to"), text)
