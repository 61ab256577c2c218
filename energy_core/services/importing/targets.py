"""Which meter of ours each series of a file belongs to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from energy_core import units
from energy_core.errors import Contradiction
from energy_core.formats import words
from energy_core.formats.document import Document, Series
from energy_core.formats.incoming import Sender
from energy_core.model import SIGNED_ROLES, Commodity, Kind, Meter, MeterSpec, Role
from energy_core.services.ways import Way, sound, way_to
from energy_core.store import Store

TOO_SHORT = 3  # readings that tell no step themselves


@dataclass(frozen=True, slots=True)
class Target:
    """Where a series goes: the meter `slug`, which is made as `spec` says where there is none;
    nowhere where it is empty.

    identity: by which a later file's series is recognised; fits: slugs of the meters that could
    take it; reason: why it cannot be stored at all; fresh: the slug that a new one would have.
    """

    series: Series
    identity: str
    slug: str
    spec: MeterSpec | None
    fits: tuple[str, ...] = ()
    reason: str = ""
    fresh: str = ""

    def into(self, slug: str) -> Target:
        """The same series for another meter."""
        return replace(self, slug=slug, spec=self.spec and replace(self.spec, slug=slug))

    def left_out(self) -> Target:
        return self.into("")


def proposed(store: Store, documents: Sequence[Document]) -> list[Target]:
    """A target for each series: the meter it went into before, or that bears its name, or a new
    one. Nothing is written."""
    chosen = store.imports.chosen()
    taken: dict[str, str] = {}
    return [
        _proposed(store, document, series, chosen, taken)
        for document in documents
        for series in document.series
    ]


def named(targets: Sequence[Target], meters: Sequence[str]) -> list[Target]:
    """The targets with the meters that a person named: `SERIES=METER` for one series, or `METER` for
    all others; where these are several, each gets its own name behind that. Raises Contradiction."""
    chosen = dict(meter.rsplit("=", 1) for meter in meters if "=" in meter)
    if unknown := chosen.keys() - {target.series.name for target in targets}:
        raise Contradiction(f"the file has no series {sorted(unknown)[0]!r}")
    rest = next((meter for meter in meters if "=" not in meter), None)
    others = {t.identity for t in targets if t.spec and t.series.name not in chosen}
    out = []
    for target in targets:
        if target.series.name in chosen:
            target = target.into(chosen[target.series.name])
        elif rest and target.spec:
            name = f"{rest}.{_slug(target.series.name)}" if len(others) > 1 else rest
            target = target.into(name)
        out.append(target)
    return out


def way_of(store: Store, target: Target) -> Way | None:
    """The way of a series into its meter, None where that is yet to be made.

    Raises Contradiction where the meter cannot take it.
    """
    meter = store.find(target.slug)
    if meter is None:
        if target.spec is None:
            raise Contradiction(target.reason)
        sound(target.spec, store)
        return None
    if meter.kind is not target.series.kind:
        raise Contradiction(
            f"{target.series.name!r} is of kind {target.series.kind}, the meter {meter.slug} of kind"
            f" {meter.kind}"
        )
    return way_to(store, meter, target.spec.sent_unit if target.spec else target.series.unit)


def _proposed(
    store: Store,
    document: Document,
    series: Series,
    chosen: Mapping[str, str],
    taken: dict[str, str],
) -> Target:
    identity = json.dumps([series.meter or document.format, series.name, series.kind])
    try:
        spec = _spec(series)
        if _repeats_volume(series, document.series):
            spec = replace(spec, role=Role.OTHER)
    except Contradiction as reason:
        return Target(series, identity, "", None, (), str(reason))
    fits = tuple(m.slug for m in store.whole_meters() if _fits(m, spec))
    slug = _known(store, series, spec, chosen.get(identity))
    is_there = store.find(slug) is not None
    fresh = slug if slug and not is_there else _free(store, series, spec, identity, taken)
    taken[fresh] = identity
    slug = slug or fresh
    return Target(series, identity, slug, replace(spec, slug=slug), fits, fresh=fresh)


def _spec(series: Series) -> MeterSpec:
    """The meter that the series would be. Raises Contradiction."""
    unit = series.unit
    if series.kind is Kind.LEVEL and units.find(unit) is None:
        unit = ""  # a state is kept in whatever unit it has
    sender = Sender(
        "meter",
        unit=unit,
        kind=series.kind,
        role=series.role,
        commodity=series.commodity,
        step_s=series.step_s if len(series) < TOO_SHORT else None,
    )
    spec = words.spec(sender)
    return replace(spec, name=_name(series), confirmed=not series.guessed)


def _name(series: Series) -> str:
    """As the file says; where that is a unit alone, what flows stands before it."""
    name = series.name.strip()
    if not is_unit(name):
        return name
    return f"{series.role.value.replace('_', ' ').capitalize()}, {name}"


def is_unit(name: str) -> bool:
    """Whether a series is called by nothing but its unit."""
    return units.find(name) is not None


def _repeats_volume(series: Series, others: Sequence[Series]) -> bool:
    """Whether it is the energy of gas whose volume, which was measured, stands beside it: they are
    one flow, which counts once."""
    if series.commodity is not Commodity.GAS or _stored(series) != units.ENERGY:
        return False
    same = series.meter, series.role, series.kind
    return any(
        _stored(other) == units.VOLUME
        and (other.meter, other.role, other.kind) == same
        and np.array_equal(other.ts, series.ts)
        for other in others
    )


def _stored(series: Series) -> str:
    found = units.find(series.unit)
    return found.stored if found else units.OTHER


def _fits(meter: Meter, spec: MeterSpec) -> bool:
    signs = meter.role in SIGNED_ROLES, spec.role in SIGNED_ROLES
    return (meter.kind, meter.unit) == (spec.kind, spec.unit) and signs[0] == signs[1]


def _known(store: Store, series: Series, spec: MeterSpec, chosen: str | None) -> str:
    """A meter's slug that the series has been given, or bears; empty where it has none that fits."""
    for slug in (chosen, series.meter, series.name):
        if slug and (meter := store.find(slug)) is not None and _fits(meter, spec):
            return slug
    return chosen if chosen and store.find(chosen) is None else ""


def _free(
    store: Store, series: Series, spec: MeterSpec, identity: str, taken: Mapping[str, str]
) -> str:
    """A slug from the file's own words that nothing else has."""
    parts = [part for text in (series.meter, series.name) if (part := _slug(text))]
    base = ".".join(dict.fromkeys(parts)) or spec.role.value
    number, slug = 1, base
    while not _is_free(store, replace(spec, slug=slug), identity, taken):
        number += 1
        slug = f"{base}-{number}"
    return slug


def _is_free(store: Store, spec: MeterSpec, identity: str, taken: Mapping[str, str]) -> bool:
    if taken.get(spec.slug, identity) != identity or store.find(spec.slug) is not None:
        return False
    try:
        sound(spec, store)
    except Contradiction:
        return False
    return True


def _slug(text: str) -> str:
    return re.sub(r"[^\w.]+", "-", text.casefold()).strip("-.")[:100]
