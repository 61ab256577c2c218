"""Which batches stand behind a reading, so that taking one back leaves what the others said.

A stamp shows one reading, of one batch: the last that came to replace, else the first that
came. What any other batch said of it is a claim, one a batch and stamp. Ranks keep the order:
one that came too late to be shown ranks below all that were there (-1, -2, …), one that was
shown until it was replaced above them (1, 2, …). When a batch goes, each stamp that it showed
gets its highest claim, and loses its reading where there is none. So the stamps stand as if
the batch had never come, in whatever order batches come and go.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import duckdb
import numpy as np

from energy_core.metering.readings import Flags, Readings
from energy_core.store.tables import WITHIN, reading_table, within


@dataclass(frozen=True, slots=True)
class Told:
    """Readings as they were told, each by its batch."""

    readings: Readings
    batch: np.ndarray

    def __len__(self) -> int:
        return len(self.readings)

    def take(self, which: Flags | np.ndarray) -> Told:
        return Told(self.readings.take(which), self.batch[which])

    def stretches(self) -> list[tuple[int, int, int, int]]:
        """(meter, batch, first, last stamp) of each batch's readings of each meter."""
        key = (self.readings.meter.astype(np.int64) << 32) + self.batch
        order = np.argsort(key, kind="stable")
        edges = np.flatnonzero(np.r_[True, np.diff(key[order]) != 0])
        ts = self.readings.ts[order]
        lows, highs = np.minimum.reduceat(ts, edges), np.maximum.reduceat(ts, edges)
        which = key[order][edges]
        return list(
            zip(
                (which >> 32).tolist(),
                (which & 0xFFFFFFFF).tolist(),
                lows.tolist(),
                highs.tolist(),
                strict=True,
            )
        )


class Claims:
    """Kept by the writing thread. It knows where each batch said anything, and perhaps a little
    more: so a batch that is alone on its meters, as nearly all are, costs no look at the file."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.load(cursor)

    def load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        ((rank,),) = cursor.execute("SELECT max(abs(rank)) FROM energy.claims").fetchall()
        self._rank = rank or 0
        self._spans: dict[int, dict[int, tuple[int, int]]] = {}
        for meter, batch, low, high in cursor.execute(
            """
            SELECT meter, batch, epoch_us(min(ts)), epoch_us(max(ts)) FROM (
                SELECT meter, batch, ts FROM energy.readings
                UNION ALL SELECT meter, batch, ts FROM energy.claims)
            GROUP BY meter, batch
            """
        ).fetchall():
            self._spans.setdefault(meter, {})[batch] = (low, high)

    def widen(self, told: Told) -> bool:
        """Note where batches say something; True if others did so before, in the same places."""
        shared = [self._widened(*stretch) for stretch in told.stretches()]
        return any(shared)

    def _widened(self, meter: int, batch: int, low: int, high: int) -> bool:
        spans = self._spans.setdefault(meter, {})
        others = any(
            other != batch and low <= last and high >= first
            for other, (first, last) in spans.items()
        )
        first, last = spans.get(batch, (low, high))
        spans[batch] = (min(first, low), max(last, high))
        return others

    def alone(self, meter: int, batch: int) -> bool:
        """Whether no other batch ever said anything of this meter."""
        return self._spans.get(meter, {}).keys() <= {batch}

    def late(self, cursor: duckdb.DuckDBPyConnection, told: Told) -> None:
        """Note what came too late to be shown; of one batch and stamp, the first."""
        if len(told):
            self._register(cursor, told)
            bounds = within(told.readings.ts)
            cursor.execute(
                f"""
                INSERT INTO energy.claims
                SELECT n.meter, n.ts, n.value, n.quality, n.batch, -(? + n.place)
                FROM (FROM told QUALIFY row_number() OVER (
                    PARTITION BY meter, ts, batch ORDER BY place) = 1) n
                JOIN energy.readings r ON r.meter = n.meter AND r.ts = n.ts AND r.batch <> n.batch
                WHERE r.ts {WITHIN} AND NOT EXISTS (
                    SELECT 1 FROM energy.claims c WHERE c.meter = n.meter AND c.ts = n.ts
                    AND c.batch = n.batch AND c.ts {WITHIN})
                """,
                [self._next(len(told)), *bounds, *bounds],
            )

    def replaced(self, cursor: duckdb.DuckDBPyConnection, told: Told) -> None:
        """Before `told` is shown instead: keep what others show at its stamps."""
        self._keep(cursor, told, "r")

    def agreed(self, cursor: duckdb.DuckDBPyConnection, told: Told) -> None:
        """Note what came to replace and is the same as what is shown: it comes next after that."""
        self._keep(cursor, told, "n")

    def _keep(
        self, cursor: duckdb.DuckDBPyConnection, told: Told, whose: Literal["n", "r"]
    ) -> None:
        """Note, above all others, what `told` says (n) or what is shown at its stamps (r)."""
        if len(told):
            self._register(cursor, told)
            self._withdraw(cursor, told)
            said = ", ".join(
                f"{whose}.{name}" for name in ("meter", "ts", "value", "quality", "batch")
            )
            cursor.execute(
                f"""
                INSERT INTO energy.claims SELECT {said}, ? FROM told n
                JOIN energy.readings r ON r.meter = n.meter AND r.ts = n.ts AND r.batch <> n.batch
                WHERE r.ts {WITHIN}
                """,
                [self._next(1), *within(told.readings.ts)],
            )

    def _withdraw(self, cursor: duckdb.DuckDBPyConnection, told: Told) -> None:
        """Drop what the same batches claimed before at these stamps."""
        cursor.execute(
            f"""
            DELETE FROM energy.claims r USING told n
            WHERE r.meter = n.meter AND r.ts = n.ts AND r.batch = n.batch AND r.ts {WITHIN}
            """,
            within(told.readings.ts),
        )

    def _next(self, count: int) -> int:
        """The first of `count` new ranks."""
        first = self._rank + 1
        self._rank += count
        return first

    @staticmethod
    def _register(cursor: duckdb.DuckDBPyConnection, told: Told) -> None:
        table = reading_table(told.readings, told.batch)
        cursor.register("told", table.append_column("place", [np.arange(len(told))]))
