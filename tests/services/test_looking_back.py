"""With hindsight of the days that were over, as it came of those since: told once, and in place."""

from __future__ import annotations

from energy_core.metering.periods import instant
from energy_core.model import Verdict
from energy_core.store import Store
from tests.support.ledger import at, meter, send
from tests.support.usual import DAY, Look, Pairs, covers, told, usual, with_spike


def shifted(pairs: Pairs, first: float, end: float, factor: float = 1.6) -> Pairs:
    return [(t, v * factor if first * DAY <= t < end * DAY else v) for t, v in pairs]


def test_a_history_is_judged_with_hindsight_and_what_comes_after_it_as_it_comes(
    store: Store, look: Look
) -> None:
    house, looking = meter(store, "house"), look(store)
    history = shifted(with_spike(usual(0, 60), 2.5, 4000.0), 33, 40)
    send(store, house, [p for p in history if p[0] < 55.5 * DAY])
    found = looking.look()
    assert len(covers(found, 2.5)) == 1  # in the first week, which a causal look only learns
    (change,) = covers(found, 36)
    assert (change.start, change.end) == (instant(at(33 * DAY)), instant(at(40 * DAY)))
    send(store, house, with_spike([p for p in history if p[0] >= 55.5 * DAY], 57.5))
    (after,) = covers(looking.look(), 57.5)
    assert after.detected <= instant(at(57.5 * DAY + 900)) <= after.end
    assert told(covers(looking.incidents(), 36)) == told([change])


def test_what_was_told_as_it_came_keeps_its_verdict_when_it_is_looked_back_at(
    store: Store, look: Look
) -> None:
    house, looking = meter(store, "house"), look(store)
    days = shifted(usual(0, 60), 43, 50)
    for part in ([p for p in days if p[0] < DAY], [p for p in days if p[0] >= DAY]):
        send(store, house, part)
        looking.look()
    (causal,) = covers(looking.incidents(), 48)
    looking.judge(causal.id, Verdict.FAULT, "Ada")
    send(store, house, [(450 - DAY, 300.0)])
    (again,) = covers(looking.look(), 48)
    assert (again.id, again.verdict, again.start) == (
        causal.id, Verdict.FAULT, instant(at(43 * DAY)),
    )  # fmt: skip


def test_what_still_lasts_is_told_once(store: Store, look: Look) -> None:
    house, looking = meter(store, "house"), look(store)
    days = shifted(usual(0, 60), 50, 60)
    send(store, house, [p for p in days if p[0] < 57.5 * DAY])
    assert len(covers(looking.look(), 55)) == 1
    send(store, house, [p for p in days if p[0] >= 57.5 * DAY])
    assert len(covers(looking.look(), 55)) == 1
