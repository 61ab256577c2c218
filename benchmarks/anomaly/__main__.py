"""`python -m benchmarks.anomaly [meter…]`: what was missed and what was a false alarm, in words.

A look while one works on a detector: one round of faults, no other detectors, nothing is kept.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.anomaly import causality, dutch, injecting, meters, nab, ours, simulated, speed
from benchmarks.anomaly.accuracy import listed
from benchmarks.anomaly.alarms import Alarm
from benchmarks.anomaly.faults import KINDS
from benchmarks.anomaly.measuring import Measured, measure, outcomes, quiet, raised
from benchmarks.anomaly.scoring import Outcome, Recall, days_off, hard, obvious, recall
from energy_core.commands.detect import MODES

CUTS = 12


def main() -> None:
    arguments = _arguments()
    meters.check_are_here()
    begun = time.monotonic()
    names = arguments.meters or meters.NAMES
    measured = measure(names, arguments.rounds, arguments.mode, arguments.seed)
    proof = _of_causality if arguments.mode == ours.CAUSAL else _of_dates
    for line in (*_report(measured), *proof(measured)):
        print(line)
    if arguments.mode == ours.CAUSAL and not arguments.meters:
        for line in (*_of_dutch(), *_of_nab(), *_of_speed()):
            print(line)
    if arguments.simulated:
        for line in _of_simulator(arguments.simulated):
            print(line)
    print(f"took {time.monotonic() - begun:.0f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.anomaly", description=__doc__)
    parser.add_argument("meters", nargs="*", metavar="meter", help=", ".join(meters.NAMES))
    parser.add_argument("--rounds", type=int, default=1, help="of faults; the full benchmark: 3")
    parser.add_argument("--seed", type=int, default=injecting.SEED, help="other faults")
    parser.add_argument("--mode", choices=list(MODES), default=ours.CAUSAL)
    parser.add_argument("--simulated", type=int, default=0, metavar="DAYS", help="the home too")
    return parser.parse_args()


def _report(measured: Sequence[Measured]) -> Iterator[str]:
    every, calm = outcomes(measured), quiet(measured)
    yield f"ALL        {_line(recall(every))}"
    yield f"HARD       {_line(recall(hard(every)))}   (without missing, negative, stuck)"
    yield f"OBVIOUS    {_line(recall(obvious(every)))}"
    yield (
        f"CLEAN      {calm.a_month:.2f} incidents a meter-month (pooled {calm.pooled_a_month:.2f}; "
        f"events {calm.alarms_a_month:.2f}), "
        f"{calm.false_a_week:.2f} false a week; {dict(calm.alarms)}"
    )
    yield from _of_kinds(every)
    for one in measured:
        yield from _of_meter(one)


def _of_kinds(every: Sequence[Outcome]) -> Iterator[str]:
    yield "\nby kind"
    for kind in KINDS:
        if mine := [one for one in every if one.fault.kind == kind]:
            yield f"  {kind:12} {_line(recall(mine))}"


def _line(figures: Recall) -> str:
    return (
        f"{figures.share:.2f} ({figures.found} of {figures.faults}; named {figures.named}, "
        f"by chance {figures.by_chance}), delay {figures.delay_h:.1f} h"
    )


def _of_meter(one: Measured) -> Iterator[str]:
    name, found = one.meter.name, recall(one.outcomes)
    yield f"\n{name}: {_line(found)}"
    yield (
        f"  clean: {one.a_month:.2f} a month, {one.false_a_week:.2f} false a week, "
        f"sensitivity {one.clean.sensitivity}"
    )
    yield from (f"  clean  {alarm_line(alarm)}" for alarm in one.clean.alarms)
    for missed in (out for out in one.outcomes if not out.is_found):
        yield f"  MISSED {missed.fault.kind:12} {_span(missed.fault.start, missed.fault.end)}"
    for misnamed in (out for out in one.outcomes if out.is_found and not out.named):
        kind, fault = misnamed.alarm.kind if misnamed.alarm else "", misnamed.fault
        yield f"  named {kind}: {fault.kind:12} {_span(fault.start, fault.end)}"


def alarm_line(alarm: Alarm) -> str:
    return (
        f"{alarm.kind:16} {_span(alarm.start, alarm.end)}, raised {_at(alarm.detected)}, "
        f"score {alarm.score:.2f}"
    )


def _span(start: int, end: int) -> str:
    return f"{_at(start)} to {_at(end)}"


def _at(t: int) -> str:
    return datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%d %a %H:%M")


def _of_causality(measured: Sequence[Measured]) -> Iterator[str]:
    checked = causality.check(measured, CUTS)
    yield f"\nfound again in a file cut at its detection: {checked.same} of {checked.cuts}"
    yield from (f"  NOT {name}: {alarm_line(alarm)}" for name, alarm in checked.different)


def _of_dates(measured: Sequence[Measured]) -> Iterator[str]:
    off = sorted(days_off(raised(measured)))
    yield f"\n{len(off)} lasting changes dated, days off: {', '.join(f'{one:.1f}' for one in off)}"


def _of_dutch() -> Iterator[str]:
    days = dutch.days(ours.find(dutch.meter()).alarms)
    yield f"\nDutch 1997: {len(days.found)} of 9 holidays, {len(days.others)} other days"
    yield f"  missed {listed(days.missed)}; others {listed(days.others)}"


def _of_nab() -> Iterator[str]:
    corpus = nab.corpus()
    alarms = {name: ours.find(labelled.meter).alarms for name, labelled in corpus.items()}
    rows = {name: nab.rows_of(alarms[name], corpus[name]) for name in corpus}
    over, best = nab.best_threshold(alarms, corpus)
    yield f"\nNAB: {nab.score(rows, corpus):.1f}; {best:.1f} with a threshold of {over:.2f}"
    for name, labelled in corpus.items():
        found = nab.windows_found(alarms[name], labelled)
        alone = nab.raw(labelled, rows[name])
        windows = f"{found} of {len(labelled.windows)} windows"
        yield f"  {name}: {windows}, {alone:+.2f} of {len(labelled.counted)}"
        yield from (f"    {alarm_line(alarm)}" for alarm in alarms[name])


def _of_simulator(days: int) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        home = simulated.home(days, Path(folder))
    seen = list(simulated.see(home))
    every = [outcome for one in seen for outcome in one.outcomes]
    yield f"\nsimulated home: {_line(recall(every))}; {simulated.a_month(seen):.2f} a month clean"
    for one in seen:
        yield (
            f"  {one.meter.name}: {_line(recall(one.outcomes))}"
            if one.outcomes
            else f"  {one.meter.name}"
        )
        yield from (f"    clean  {alarm_line(alarm)}" for alarm in one.clean)
        for out in one.outcomes:
            found = f"found as {out.alarm.kind}" if out.alarm else "MISSED"
            yield f"    {out.fault.kind:14} {_span(out.fault.start, out.fault.end)} {found}"


def _of_speed() -> Iterator[str]:
    yield f"\n{speed.readings_a_second(meters.meter('uci'), 1):,.0f} readings/s"


if __name__ == "__main__":
    main()
