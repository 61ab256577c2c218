"""Prices are kept with the file, replaced as a whole, and believed only within limits."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from energy_core.model import Prices
from energy_core.settings import Settings
from energy_core.store import Store

KNOWN = Prices(bought=0.2516, sold=0.1, carbon_bought=52.0)


def test_of_a_new_house_no_price_is_known(store: Store) -> None:
    assert store.prices.get() == Prices(None, None, None)


def test_prices_are_still_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    settings = Settings(db=tmp_path / "energy.duckdb")
    with Store(settings) as store:
        store.prices.put(KNOWN)
    with Store(settings) as store:
        assert store.prices.get() == KNOWN


def test_new_prices_take_the_place_of_all_old_ones(store: Store) -> None:
    store.prices.put(KNOWN)
    store.prices.put(Prices(sold=-0.02))
    assert store.prices.get() == Prices(None, -0.02, None)
    store.prices.put(Prices())
    assert store.prices.get() == Prices()


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2000.5, -10.5])
@pytest.mark.parametrize("field", ["bought", "sold", "carbon_bought"])
def test_a_price_beyond_belief_is_refused_by_its_name(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"`{field}`"):
        Prices(**{field: value})


@pytest.mark.parametrize("ends", [(-10.0, -10.0, 0.0), (100.0, 100.0, 2000.0), (0.0, 0.0, 0.0)])
def test_the_limits_and_nothing_are_prices(store: Store, ends: tuple[float, ...]) -> None:
    store.prices.put(Prices(*ends))
    assert store.prices.get() == Prices(*ends)
