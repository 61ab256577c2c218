"""The steps of storing a file: note it, make its meters, commit its rows, note how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

import numpy as np

from energy_core.errors import NothingToStore
from energy_core.formats.document import Document
from energy_core.metering.periods import instant
from energy_core.metering.readings import Readings
from energy_core.services.importing.rows import Piece, Tally, grouped, pieces, total, usable
from energy_core.services.importing.targets import Target, way_of
from energy_core.services.ways import with_parts
from energy_core.store import Store
from energy_core.store.imports import Import, Policy, now

Progress = Callable[[int, int], None]
"""(rows done, rows in all)"""
Pairs = Sequence[tuple[Target, Tally]]


@dataclass(frozen=True, slots=True)
class File:
    """A file that was read: its name, the SHA-256 of its bytes in hex, and what it says."""

    name: str
    sha256: str
    documents: Sequence[Document]


def tallied(targets: Sequence[Target]) -> Pairs:
    return [(target, Tally(target.series.name, target.slug)) for target in targets]


def check(store: Store, pairs: Pairs) -> None:
    """Raises Contradiction where a meter cannot take a series, NothingToStore where no row of
    any can be stored."""
    used = [pair for pair in pairs if pair[0].slug]
    for target, _ in used:
        way_of(store, target)
    if any(usable(target.series, Tally("", "")) for target, _ in used):
        return
    for target, tally in used:
        usable(target.series, tally)
    said = [target.reason for target, _ in pairs if target.reason]
    said += [reason for _, tally in used for reason in tally.reasons]
    why = "; ".join(dict.fromkeys(said)) or "no series of it is to be stored"
    raise NothingToStore(f"nothing of this file can be stored: {why}")


def begin(store: Store, batch: int, file: File, pairs: Pairs, policy: Policy) -> None:
    """Note the import, then make the meters that are new."""
    specs = [
        part
        for target, _ in pairs
        if target.slug and target.spec and store.find(target.slug) is None
        for part in with_parts(target.spec)
    ]
    made = dict.fromkeys(spec.slug for spec in specs if store.find(spec.slug) is None)
    formats = ", ".join(dict.fromkeys(d.format for d in file.documents if d.format))
    one = Import(batch, file.name, file.sha256, formats, policy, now())
    store.imports.begin(one, list(made))
    store.create_meters(specs)


def commit(store: Store, batch: int, pairs: Pairs, policy: Policy, progress: Progress) -> None:
    """Store every row that can be, in pieces, and count what became of each."""
    rows, done = sum(len(target.series) for target, _ in pairs if target.slug), 0
    for group in grouped(_pieces(store, pairs)):
        outcomes = store.imports.add(batch, [piece.readings for piece in group], policy)
        for piece, outcome in zip(group, outcomes, strict=True):
            piece.tally.note(piece, outcome)
            done += piece.of
            if policy is Policy.CORRECT and outcome.clash.any():
                _correct(store, batch, piece.readings.take(outcome.clash))
        progress(done, rows)


def _correct(store: Store, batch: int, wanted: Readings) -> None:
    for id in np.unique(wanted.meter).tolist():
        mine = wanted.take(wanted.meter == id)
        store.imports.correct(batch, store.meter_by_id(id), mine)


def _pieces(store: Store, pairs: Pairs) -> Iterator[Piece]:
    def of(target: Target, tally: Tally) -> Iterator[Piece]:
        way = way_of(store, target)
        return pieces(target.series, way, tally) if way else iter(())

    return chain.from_iterable(of(*pair) for pair in pairs if pair[0].slug)


def finish(store: Store, batch: int, file: File, pairs: Pairs) -> None:
    """Note that all of it is stored, and where its series went."""
    counts = total([tally for _, tally in pairs])
    store.imports.finish(batch, counts, summary(file, pairs))
    store.imports.choose({target.identity: target.slug for target, _ in pairs if target.slug})


def summary(file: File, pairs: Pairs) -> dict[str, Any]:
    """Plain JSON for people: each series with what became of it, and what was wrong with the file."""
    return {
        "series": [_told(target, tally) for target, tally in pairs],
        "issues": [asdict(issue) for document in file.documents for issue in document.issues],
    }


def _told(target: Target, tally: Tally) -> dict[str, Any]:
    series = target.series
    ends = (
        [instant(int(ts)).isoformat() for ts in series.ts[[0, -1]]] if len(series) else [None] * 2
    )
    return tally.shown() | {
        "kind": series.kind.value,
        "role": series.role.value,
        "unit": series.unit,
        "readings": len(series),
        "first_utc": ends[0],
        "last_utc": ends[1],
        "reason": target.reason,
    }
