"""Who decides, otherwise: a careful leader of a faction, and people who stay where they are.

bluehelm compare zambara --theory faction=leaders.py:Careful --set policy.patrols.share=0.8
"""

from typing import Any

from sim.agents import Civilian, Faction

TIRED = 0.15  # weariness, 0 to 1: from here on this leader campaigns no more


class Careful(Faction):
    """A leader who gives up campaigns when his fighters are tired."""

    def decide(self) -> None:
        """As any other; then a tired campaign becomes a stand."""
        super().decide()
        if self.posture == "campaign" and self.weariness > TIRED:
            self.posture = "hold"


class Stayer(Civilian):
    """A person who never flees."""

    def wants_to_flee(self, news: Any) -> bool:
        """No."""
        return False
