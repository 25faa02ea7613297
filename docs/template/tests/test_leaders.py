"""Own leaders and people act, and differ from the usual ones in the way they should."""

from leaders import TIRED, Careful, Stayer

import sim
from sim.agents import Faction


def test_a_tired_leader_does_not_campaign(plain: sim.Scenario) -> None:
    def tired_campaigns(kind: type[Faction]) -> int:
        found = []

        class Watched(kind):  # type: ignore[misc, valid-type]
            def decide(self) -> None:
                super().decide()
                found.append(self.posture == "campaign" and self.weariness > TIRED)

        sim.run(plain, 2, 156, faction_class=Watched)
        return sum(found)

    assert tired_campaigns(Faction) > 0
    assert tired_campaigns(Careful) == 0


def test_people_who_stay_are_not_displaced(plain: sim.Scenario) -> None:
    def most_away(run: sim.Run) -> float:
        return float(run.series["displaced"].max())

    stay = sim.run(plain, 1, 52, civilian_class=Stayer)
    assert most_away(stay) == 0.0 < most_away(sim.run(plain, 1, 52))
