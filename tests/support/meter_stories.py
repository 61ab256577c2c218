"""Random but believable readings of several meters, for property tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import strategies as st

from energy_core.model import Kind
from tests.support.plain_physics import Reading

FIRST = datetime(2025, 3, 28, tzinfo=UTC).timestamp()  # clocks change in Paris two days later
STEPS_S = [1, 10, 60, 300, 900, 1800, 3600]
GAPS_S = [0, 0, 0, 200, 310, 7200, 2 * 86400]
TALL_WH = (2e7, 5e7)  # far from zero and from the last digit, whatever flows meanwhile
MOST_W = 20_000
APART = 14  # readings between two faults of a counter: further than any judgement looks


@dataclass(frozen=True)
class Story:
    """One meter's readings in order of time, and what a counter should have counted [Wh]."""

    kind: Kind
    declared_s: float | None
    readings: list[Reading]
    counted: float | None = None
    faulty: bool = False


@st.composite
def stamps(draw: st.DrawFn) -> list[float]:
    """Stretches of even steps of changing length, with gaps between, on or off the grid."""
    at = FIRST + draw(st.sampled_from([0, 0.25, 7, 450, 86399]))
    out: list[float] = []
    for _ in range(draw(st.integers(1, 4))):
        step, count = draw(st.sampled_from(STEPS_S)), draw(st.integers(1, 25))
        out += [at + n * step for n in range(count)]
        at = out[-1] + step + draw(st.sampled_from(GAPS_S))
    return out


def _values(low: float, high: float, count: int) -> st.SearchStrategy[list[float]]:
    value = st.one_of(st.just(0.0), st.floats(low, high).map(lambda v: round(v, 3)))
    return st.lists(value, min_size=count, max_size=count)


@st.composite
def flows(draw: st.DrawFn, kind: Kind) -> Story:
    """A power, level or interval register; powers and levels may be below zero."""
    at = draw(stamps())
    values = draw(_values(0 if kind is Kind.INTERVAL else -5000, 20_000, len(at)))
    return Story(kind, draw(_declared()), list(zip(at, values, strict=True)))


@st.composite
def counters(draw: st.DrawFn) -> Story:
    """A register that rises, with at most one reset and dips that are far from each other."""
    at = draw(stamps())
    rates = draw(_values(0, MOST_W, len(at)))
    heights = [round(draw(st.floats(*TALL_WH)), 1)]
    for rate, before, then in zip(rates[1:], at, at[1:], strict=False):
        heights.append(heights[-1] + rate * (then - before) / 3600)
    counted = heights[-1] - heights[0]
    faults = draw(_faults(len(at)))
    for n, share in faults.items():
        if share == 0:
            counted -= heights[n] - heights[n - 1]
            heights[n:] = [height - heights[n] for height in heights[n:]]
        else:
            heights[n] *= share
    shown = list(zip(at, heights, strict=True))
    return Story(Kind.COUNTER, draw(_declared()), shown, counted, bool(faults))


@st.composite
def _faults(draw: st.DrawFn, count: int) -> dict[int, float]:
    """Place → share of its height that the register shows there; 0 once, for a reset."""
    places = draw(st.lists(st.integers(0, count // APART), unique=True, max_size=4))
    shares = [draw(st.floats(0.9, 0.999)) for _ in places]
    if shares and draw(st.booleans()):
        shares[draw(st.integers(0, len(shares) - 1))] = 0
    found = {APART * place + 1: share for place, share in zip(places, shares, strict=True)}
    return {n: share for n, share in found.items() if n + 7 < count}


def _declared() -> st.SearchStrategy[float | None]:
    return st.sampled_from([None, None, 1.0, 60.0, 900.0, 3600.0])


homes = st.lists(
    st.one_of(flows(Kind.POWER), flows(Kind.LEVEL), flows(Kind.INTERVAL), counters()),
    min_size=1,
    max_size=4,
)
