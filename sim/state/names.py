"""Names of factions and sides by row, and what follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.luck import streams

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.policy.policy import Policy
    from sim.state.case import Case
    from sim.state.factions import Factions


class Names:
    """What a world calls its factions."""

    case: Case
    factions: Factions
    faction_count: int
    first_names: list[str]
    first_sides: list[str]
    known: int
    named_parties: NDArray[Any]
    heirs: NDArray[Any]
    pair_keys: NDArray[Any]

    if TYPE_CHECKING:

        @property
        def policy(self) -> Policy:
            """The policy of this week."""
            raise NotImplementedError

    def know_names(self) -> None:
        """What follows from factions' names: who is meant by the policy, keys of splinters."""
        parties = set(self.policy.mediation.parties)
        keys = self.factions["key"].tolist()
        for f, name in enumerate(self.names):
            self.named_parties[f] = not parties or name in parties
            if not self.heirs[f, 0]:
                self.heirs[f] = [streams.key_of(keys[f], n + 1) for n in range(len(keys))]
                for g in range(f):
                    pair = streams.key_of(*sorted((keys[f], keys[g])))
                    self.pair_keys[f, g] = self.pair_keys[g, f] = pair
        self.known = self.faction_count

    @property
    def names(self) -> list[str]:
        """Names of factions, by row: a splinter has its parent's, a militia its people's."""
        names = list(self.first_names)
        parents = self.factions["parent"]
        for row in range(len(names), self.faction_count):
            ordinal = int((parents[: row + 1] == parents[row]).sum())
            if parents[row] >= 0:
                names.append(f"{names[parents[row]]} splinter {ordinal}")
            else:  # it has formed by itself
                people = self.case.region.community_names[self.factions["community"][row]]
                again = sum(name.startswith(f"{people} militia") for name in names)
                names.append(f"{people} militia" + (f" {again + 1}" if again else ""))
        return names

    @property
    def sides(self) -> list[str]:
        """Names of sides; a splinter is a side of its own."""
        return [*self.first_sides, *self.names[len(self.first_names) :]]
