"""What the history looks at: the house, some meters, a commodity, a role, or the submeters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from energy_core.analysis.uses import outermost
from energy_core.model import Commodity, Meter, Role


class What(StrEnum):
    HOUSE = "house"
    METERS = "meters"
    COMMODITY = "commodity"
    ROLE = "role"
    SUBMETERS = "submeters"  # stacked under the house, with what none of them measures


@dataclass(frozen=True, slots=True)
class Selection:
    """`names`: the meters' slugs, or the one commodity or role; empty of the others."""

    what: What = What.HOUSE
    names: tuple[str, ...] = ()

    def written(self) -> str:
        """As an address holds it: "house", "role:production", "meters:pv,grid.import"."""
        names = ",".join(n.replace("%", "%25").replace(",", "%2C") for n in self.names)
        return f"{self.what}:{names}" if names else str(self.what)

    @classmethod
    def read(cls, text: str) -> Selection:
        """What `written` wrote; the house where that cannot be told."""
        word, _, names = text.partition(":")
        given = tuple(unquote(name) for name in names.split(",") if name)
        known = {str(what): what for what in What}
        what = known.get(word, What.HOUSE)
        return cls(what, given) if bool(given) is (what in NAMED) else cls()


NAMED = (What.METERS, What.COMMODITY, What.ROLE)


def chosen(selection: Selection, meters: Sequence[Meter]) -> list[Meter]:
    """Those of `meters` that are looked at beside the house's own; none counts another twice."""
    return _CHOICES[selection.what](selection.names, meters)


def _named(names: Sequence[str], meters: Sequence[Meter]) -> list[Meter]:
    by_slug = {meter.slug: meter for meter in meters}
    return [by_slug[name] for name in dict.fromkeys(names) if name in by_slug]


def _of_commodity(names: Sequence[str], meters: Sequence[Meter]) -> list[Meter]:
    """Of electricity the uses: its other meters are the house itself."""
    if Commodity.ELECTRICITY in names:
        return outermost(meters)
    flows = [m for m in meters if m.commodity in names and m.measures_flow]
    return _outer([m for m in flows if m.role is not Role.OTHER])


def _of_role(names: Sequence[str], meters: Sequence[Meter]) -> list[Meter]:
    return _outer([meter for meter in meters if meter.role in names])


def _outer(meters: list[Meter]) -> list[Meter]:
    inside = {meter.id for meter in meters}
    return [meter for meter in meters if meter.parent not in inside]


def _uses(_: Sequence[str], meters: Sequence[Meter]) -> list[Meter]:
    return outermost(meters)


_CHOICES: dict[What, Callable[[Sequence[str], Sequence[Meter]], list[Meter]]] = {
    What.HOUSE: _uses,
    What.SUBMETERS: _uses,
    What.METERS: _named,
    What.COMMODITY: _of_commodity,
    What.ROLE: _of_role,
}
