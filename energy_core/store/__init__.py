"""The only room that knows DuckDB. `Store` is its door."""

from energy_core.store.series import Resolution
from energy_core.store.store import Store

__all__ = ["Resolution", "Store"]
