"""Charts of about a thousand points, each system asked through its own HTTP API.

Mean power per step, of one meter and of twenty added up. The steps are those our API has, the
same for all. All systems hold the same readings and run at once; they are asked in turn, and
each round asks for a window that nobody has asked for before; the first round does not count.
InfluxDB and SQLite (in process) add up readings instead of means, which is right here as no
minute is missing: their queries of means per meter take several times as long.
VictoriaMetrics' response cache is off. "Store alone" is ours without HTTP and JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks import peers
from benchmarks.bench import LOADING, Bench, say
from benchmarks.dataset import Dataset
from benchmarks.figure import AheadOf, Figure
from benchmarks.sampling import Samples, in_turn, median, milliseconds, p95, readable, timed
from benchmarks.server import Energy, ask_store, opened
from benchmarks.system import Peer, Question, System, must_equal
from energy_core.store import Store

TITLE = "Chart windows"
DAY = 86_400
ROUNDS = 20
TOLERANCE = 1e-3
RIVALS = ("VictoriaMetrics", "InfluxDB", "SQLite")


@dataclass(frozen=True)
class Window:
    """`step_s` of one meter, `sum_step_s` of several, which our API adds up from quarter hours."""

    name: str
    days: int
    step_s: int
    sum_step_s: int
    contested: bool = True

    def step_for(self, meters: list[str]) -> int:
        return self.step_s if len(meters) == 1 else self.sum_step_s


WINDOWS = [
    Window("24 h", 1, 60, 900, contested=False),
    Window("7 d", 7, 900, 900),
    Window("30 d", 30, 3600, 3600),
    Window("1 y", 365, DAY, DAY),
]


def run(bench: Bench) -> list[Figure]:
    races = [
        (window, meters)
        for window in WINDOWS
        if window.days <= bench.dataset.days
        for meters in (bench.dataset.meters[:1], bench.dataset.meters)
    ]
    folder = bench.loaded_copy()
    with ExitStack() as stack:
        systems: list[System] = [stack.enter_context(bench.running(Energy(), folder))]
        systems += [_loaded(bench, stack, peer()) for peer in peers.installed()]
        raced = [_race(bench.dataset, window, meters, systems) for window, meters in races]
    with opened(folder) as store:
        alone = [_alone(bench.dataset, window, meters, store) for window, meters in races]
    return [
        _figure(window, meters, samples, took)
        for (window, meters), samples, took in zip(races, raced, alone, strict=True)
    ]


def _loaded(bench: Bench, stack: ExitStack, peer: Peer) -> Peer:
    say(f"{peer.name}: loading {bench.dataset.rows:,} readings")
    running = stack.enter_context(bench.running(peer))
    running.ingest(bench.dataset, LOADING)
    running.check(bench.dataset)
    return running


def _race(
    dataset: Dataset, window: Window, meters: list[str], systems: list[System]
) -> dict[str, Samples]:
    def asking(system: System) -> Callable[[int], float]:
        return lambda round_: _ask(system, dataset, _question(dataset, window, meters, round_))

    samples = in_turn({system.name: asking(system) for system in systems}, ROUNDS + 1)
    return {name: of[1:] for name, of in samples.items()}


def _alone(dataset: Dataset, window: Window, meters: list[str], store: Store) -> float:
    """The median time that our store takes for the same questions [ms]."""
    questions = [_question(dataset, window, meters, round_) for round_ in range(ROUNDS + 1)]
    return median([milliseconds(ask_store(store, question)) for question in questions][1:])


def _question(dataset: Dataset, window: Window, meters: list[str], round_: int) -> Question:
    """The window ends `round_` days before the readings do; the longest gets shorter instead."""
    end = dataset.end - round_ * DAY
    start = max(end - window.days * DAY, dataset.end - dataset.days * DAY)
    return Question(meters, start, end, window.step_for(meters))


def _ask(system: System, dataset: Dataset, question: Question) -> float:
    """Milliseconds until the whole answer is there; it must hold the right energy."""
    taken, answer = timed(system.question(question))
    found = question.energy_wh(system.read(answer))
    wanted = dataset.energy_wh(question.meters, question.start, question.end)
    must_equal(f"{system.name}, {question} [Wh]", found, wanted, TOLERANCE)
    return taken


def _figure(window: Window, meters: list[str], samples: dict[str, Samples], alone: float) -> Figure:
    medians = {name: median(of) for name, of in samples.items()}
    tails = ", ".join(f"{name} {readable(p95(of))}" for name, of in samples.items())
    return Figure(
        what=f"{window.name} by {window.step_for(meters) // 60:,} min, meters: {len(meters)}",
        reached=medians.pop(Energy.name),
        unit="ms",
        target=AheadOf(RIVALS) if window.contested else None,
        peers=medians,
        note=f"p95: {tails}; store alone {readable(alone)}",
    )
