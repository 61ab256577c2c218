"""Sites and meters: few, read at every request, so kept in memory and written through."""

from __future__ import annotations

import threading
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

import duckdb

from energy_core.errors import TooManyMeters, UnknownMeter
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Role, Site
from energy_core.store.writer import Writer

_COLUMNS = ", ".join(f.name for f in fields(Meter))
_READ = {"role": Role, "commodity": Commodity, "kind": Kind}


@dataclass(frozen=True, slots=True)
class NewSite:
    """What a site is made from when the file is new."""

    name: str
    timezone: str
    currency: str


class Registry:
    """Every change is committed before it is seen here."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, new_site: NewSite, most: int) -> None:
        self._lock = threading.Lock()
        self._most = most
        self._next = 1
        self.site = _site(cursor, new_site)
        self.load(cursor)

    def load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take every meter from the file."""
        rows = cursor.execute(f"SELECT {_COLUMNS} FROM energy.meters ORDER BY id").fetchall()
        self._by_id = {m.id: m for m in map(_meter, rows)}
        self._next = (
            max([*self._by_id, self._next - 1]) + 1
        )  # an id that was given never comes back
        self._by_slug = {m.slug: m for m in self._by_id.values()}

    def all(self) -> list[Meter]:
        return list(self._by_id.values())

    def by_id(self, id: int) -> Meter:
        return self._by_id[id]

    def find(self, slug: str) -> Meter | None:
        return self._by_slug.get(slug)

    def get(self, slug: str) -> Meter:
        """The meter of this slug; UnknownMeter names it and how many there are."""
        if (meter := self._by_slug.get(slug)) is None:
            raise UnknownMeter(f"no meter {slug!r} among {len(self._by_slug)}; see /api/v1/meters")
        return meter

    def create(self, writer: Writer, specs: list[MeterSpec]) -> None:
        """Make the meters that do not exist yet; TooManyMeters past the limit."""
        with self._lock:
            new = list({s.slug: s for s in specs if s.slug not in self._by_slug}.values())
            if len(self._by_id) + len(new) > self._most:
                raise TooManyMeters(
                    f"{len(new)} new meters beside {len(self._by_id)} would pass the limit of"
                    f" {self._most} (ENERGY_MAX_METERS)"
                )
            first = self._next
            meters = [_of_spec(first + n, self.site.id, spec) for n, spec in enumerate(new)]
            self._next = first + len(meters)
            writer.call(lambda cursor: _insert(cursor, meters))
            self._put(meters)

    def change(self, writer: Writer, slug: str, **changes: Any) -> Meter:
        """Change fields of a meter that its past does not depend on (name, role, parent, confirmed)."""
        with self._lock:
            meter = replace(self.get(slug), **changes)
            columns = ", ".join(f"{name} = ?" for name in changes)
            values = [_plain(v) for v in changes.values()]
            writer.call(
                lambda c: c.execute(
                    f"UPDATE energy.meters SET {columns} WHERE id = ?", [*values, meter.id]
                )
            )
            self._put([meter])
            return meter

    def _put(self, meters: list[Meter]) -> None:
        self._by_id = {**self._by_id, **{m.id: m for m in meters}}
        self._by_slug = {m.slug: m for m in self._by_id.values()}


def _of_spec(id: int, site: int, spec: MeterSpec) -> Meter:
    given = {f.name: getattr(spec, f.name) for f in fields(MeterSpec)}
    return Meter(id=id, site=site, **{**given, "name": spec.name or spec.slug})


def _meter(row: tuple[Any, ...]) -> Meter:
    named = dict(zip((f.name for f in fields(Meter)), row, strict=True))
    return Meter(**{**named, **{key: word(named[key]) for key, word in _READ.items()}})


def _insert(cursor: duckdb.DuckDBPyConnection, meters: list[Meter]) -> None:
    marks = ", ".join("?" for _ in fields(Meter))
    for meter in meters:
        values = [_plain(getattr(meter, f.name)) for f in fields(Meter)]
        cursor.execute(
            f"INSERT INTO energy.meters ({_COLUMNS}, created) VALUES ({marks}, ?)",
            [*values, datetime.now(UTC)],
        )


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Role | Commodity | Kind) else value


def _site(cursor: duckdb.DuckDBPyConnection, new: NewSite) -> Site:
    columns = ", ".join(f.name for f in fields(Site))
    row = cursor.execute(f"SELECT {columns} FROM energy.sites ORDER BY id LIMIT 1").fetchone()
    if row is None:
        row = (1, new.name, new.timezone, new.currency, None, None)
        cursor.execute(f"INSERT INTO energy.sites ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)
    return Site(*row)
