"""A measured figure, what it should reach, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.sampling import readable

REACHED, MISSED, NOTED, NOT_COMPARED = "reached", "MISSED", "noted", "NOT COMPARED"


@dataclass(frozen=True)
class AtMost:
    limit: float

    def __str__(self) -> str:
        return f"≤ {self.limit:g}"


@dataclass(frozen=True)
class AtLeast:
    limit: float

    def __str__(self) -> str:
        return f"≥ {self.limit:g}"


@dataclass(frozen=True)
class AheadOf:
    """Better than each of `peers`, by more (rows a second) or by less (milliseconds)."""

    peers: tuple[str, ...]
    more_is_better: bool = False

    def __str__(self) -> str:
        return "ahead of " + ", ".join(self.peers)


Target = AtMost | AtLeast | AheadOf


@dataclass(frozen=True)
class Figure:
    """`reached` in `unit`; `peers` hold the same figure of each peer in the same run."""

    what: str
    reached: float
    unit: str
    target: Target | None = None
    peers: Mapping[str, float] = field(default_factory=dict)
    note: str = ""

    @property
    def verdict(self) -> str:
        match self.target:
            case None:
                return NOTED
            case AtMost(limit):
                return REACHED if self.reached <= limit else MISSED
            case AtLeast(limit):
                return REACHED if self.reached >= limit else MISSED
            case AheadOf():
                return self._race(self.target)

    def _race(self, target: AheadOf) -> str:
        if missing := [peer for peer in target.peers if peer not in self.peers]:
            return f"{NOT_COMPARED} ({', '.join(missing)} missing)"
        ahead = [_is_ahead(self.reached, self.peers[peer], target) for peer in target.peers]
        return REACHED if all(ahead) else MISSED

    def ratios(self) -> str:
        """Each peer's figure, and how many times ours it is."""
        return ", ".join(f"{name} {self._beside(value)}" for name, value in self.peers.items())

    def _beside(self, theirs: float) -> str:
        if self.reached <= 0:
            return readable(theirs)
        return f"{readable(theirs)} (× {readable(theirs / self.reached)})"


def _is_ahead(ours: float, theirs: float, target: AheadOf) -> bool:
    return ours > theirs if target.more_is_better else ours < theirs
