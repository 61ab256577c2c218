"""What a kWh of the site costs, earns and emits: one row, and none while nothing is known. Asked for
by every page that is opened, so kept in memory and written through."""

from __future__ import annotations

from dataclasses import astuple
from functools import partial

import duckdb

from energy_core.model import Prices
from energy_core.store.database import Database
from energy_core.store.writer import After, Writer


class SitePrices:
    """`store.prices`. Any thread may call it."""

    def __init__(self, database: Database, writer: Writer, site: int) -> None:
        self._writer, self._site = writer, site
        with database.cursor() as cursor:
            self.load(cursor)

    def load(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Take them from the file."""
        row = cursor.execute(
            "SELECT bought, sold, carbon_bought FROM energy.prices WHERE site = ?", [self._site]
        ).fetchone()
        self._known = Prices(*row) if row else Prices()

    def get(self) -> Prices:
        return self._known

    def put(self, prices: Prices) -> None:
        """In the place of those that were known."""

        def replace(cursor: duckdb.DuckDBPyConnection) -> tuple[None, After]:
            cursor.execute("DELETE FROM energy.prices WHERE site = ?", [self._site])
            if prices != Prices():
                row = [self._site, *astuple(prices)]
                cursor.execute("INSERT INTO energy.prices VALUES (?, ?, ?, ?)", row)
            return None, partial(self._remember, prices)

        self._writer.change(replace, seen=False)  # no reading is another one after it

    def _remember(self, prices: Prices) -> None:
        self._known = prices
