"""Every meter is looked at whole once, and until that went well it is tried again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

import pytest

from energy_core.errors import StoreUnavailable
from energy_core.model import Commodity, Kind, Meter, MeterSpec, Role
from energy_core.services import looking
from energy_core.services.looking import Looking
from energy_core.services.ways import with_parts
from energy_core.store import Store
from tests.support.ledger import meter, send

WHOLE, RECENT = True, False


class Watched(Looking):
    """Notes how far back it looks at which meter; `before` each look something may happen."""

    def __init__(self, store: Store, before: Callable[[str], None] = lambda _: None) -> None:
        super().__init__(store)
        self.seen: list[tuple[str, bool]] = []
        self._before = before

    def look(self, meter: Meter, since: datetime | None = None) -> int:
        self._before(meter.slug)
        found = super().look(meter, since)
        self.seen.append((meter.slug, since is None))
        return found


@pytest.fixture
def house(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr(looking, "FIRST_S", 3600.0)
    monkeypatch.setattr(looking, "BETWEEN_S", 0.0)
    for slug in ("a", "b"):
        send(store, meter(store, slug), [(60 * n, 100.0) for n in range(10)])
    return store


async def rounds(one: Looking, count: int) -> None:
    """Rounds of a started one, which has not begun to look by itself yet."""
    task = one.start(asyncio.get_running_loop())
    await asyncio.sleep(0)
    for _ in range(count):
        await one.look_around()
    task.cancel()


def test_every_meter_is_looked_at_whole_first_and_then_recently(house: Store) -> None:
    one = Watched(house)
    asyncio.run(rounds(one, 2))
    assert one.seen == [("a", WHOLE), ("b", WHOLE), ("a", RECENT), ("b", RECENT)]


def test_a_meter_whose_look_failed_is_looked_at_whole_again(house: Store) -> None:
    failures = [StoreUnavailable("the disk is full")]

    def fail_once(slug: str) -> None:
        if slug == "a" and failures:
            raise failures.pop()

    one = Watched(house, fail_once)
    asyncio.run(rounds(one, 2))
    assert one.seen == [("b", WHOLE), ("a", WHOLE), ("b", RECENT)]


def test_a_meter_that_gets_a_file_while_it_is_looked_at_is_looked_at_whole_again(
    house: Store,
) -> None:
    files = [{"a"}]

    def arrive(slug: str) -> None:
        if slug == "a" and files:
            one.at(files.pop())  # from the thread that looks

    one = Watched(house, arrive)
    asyncio.run(rounds(one, 2))
    assert one.seen == [("a", WHOLE), ("b", WHOLE), ("a", WHOLE), ("b", RECENT)]


def test_a_file_of_a_signed_meter_is_looked_at_in_both_directions(house: Store) -> None:
    spec = MeterSpec("grid", Kind.POWER, Role.GRID, Commodity.ELECTRICITY, "W", "W")
    house.create_meters(with_parts(spec))
    one = Watched(house)

    async def story() -> None:
        task = one.start(asyncio.get_running_loop())
        await asyncio.sleep(0)
        await one.look_around()
        one.seen.clear()
        one.at({"grid"})
        await one.look_around()
        task.cancel()

    asyncio.run(story())
    whole = [slug for slug, is_whole in one.seen if is_whole]
    assert whole == ["grid.import", "grid.export"]
