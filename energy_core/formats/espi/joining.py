"""Which block of readings belongs to which meter reading, type and usage point.

Utilities join them by nesting, by Atom's links (`up`, `related`, `self`), or only by their order
in the file; the first that tells is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from energy_core.formats.espi.resources import Resource


@dataclass(slots=True)
class Register:
    """What one series is made of; None where the file has no such resource."""

    reading: Resource | None
    usage: Resource | None = None
    type: Resource | None = None
    blocks: list[Resource] = field(default_factory=list)


def registers(found: Sequence[Resource]) -> list[Register]:
    """One a MeterReading that has blocks, and one for blocks that belong to none."""
    by_name = {name: [r for r in found if r.name == name] for name in {r.name for r in found}}
    readings = _Owners(by_name.get("MeterReading", []))
    usages = _Owners(by_name.get("UsagePoint", []))
    made: dict[int, Register] = {}
    for block in by_name.get("IntervalBlock", []):
        reading = readings.of(block)
        key = reading.order if reading else -1
        made.setdefault(key, Register(reading)).blocks.append(block)
    for register in made.values():
        first = register.reading or register.blocks[0]
        register.usage = usages.of(first)
        register.type = _type_of(first, by_name.get("ReadingType", []))
    return list(made.values())


class _Owners:
    """Resources of one name that others belong to, found by their hrefs."""

    def __init__(self, owners: list[Resource]) -> None:
        self._owners = owners
        self._by_href: dict[str, Resource] = {}
        for rel in ("related", "self"):
            for owner in owners:
                for href in owner.entry.links.get(rel, ()):
                    self._by_href[href] = owner

    def of(self, child: Resource) -> Resource | None:
        return self._around(child) or self._linked(child) or self._before(child)

    def _around(self, child: Resource) -> Resource | None:
        around = child.inside
        while around is not None and around not in self._owners:
            around = around.inside
        return around

    def _linked(self, child: Resource) -> Resource | None:
        """The owner of an href that the child's `up` or `self` names or lies below."""
        for href in (*child.entry.links.get("up", ()), *child.entry.links.get("self", ())):
            while "/" in href:
                if href in self._by_href:
                    return self._by_href[href]
                href = href.rpartition("/")[0]
        return None

    def _before(self, child: Resource) -> Resource | None:
        before = [owner for owner in self._owners if owner.order < child.order]
        return before[-1] if before else next(iter(self._owners), None)


def _type_of(reading: Resource, types: list[Resource]) -> Resource | None:
    """Nested in it, linked from it, the next one in the file, or the last one before."""
    nested = [t for t in types if t.inside is reading]
    hrefs = set(reading.entry.links.get("related", ()))
    linked = [t for t in types if hrefs & set(t.entry.links.get("self", ()))]
    after = [t for t in types if t.order > reading.order]
    return next(iter([*nested, *linked, *after, *reversed(types)]), None)
