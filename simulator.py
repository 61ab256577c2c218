"""A simulated home, or a recorded file, that sends readings to the app as devices do.

It knows the app by its address alone. Start the app first, or later: the simulator waits.

    python simulator.py --backfill 30d                       a home, its last 30 days first
    python simulator.py --backfill 30d --faults all --truth faults.jsonl
    python simulator.py --replay meter.csv --timezone Europe/Amsterdam
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from threading import Event

from energy_core.errors import EnergyError, Stopped
from energy_core.simulation import feed, replay
from energy_core.simulation.client import Client
from energy_core.simulation.home import BUILT
from energy_core.simulation.options import parser
from energy_core.simulation.profiles import PROFILES
from energy_core.simulation.progress import Progress
from energy_core.simulation.site import Site
from energy_core.simulation.truth import TruthFile


def main(argv: list[str] | None = None) -> int:
    args = parser(__doc__).parse_args(argv)
    stop = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _: _stop(stop, number))
    client = Client(args.url, args.token, stop, say, args.source)
    try:
        client.wait_ready()
        (replay_files if args.replay else simulate)(args, client, stop)
    except Stopped:
        say("stopped; what the app has not committed will be sent by the next start")
    except EnergyError as error:
        say(str(error))
        return 1
    finally:
        client.close()
    return 0


def _stop(stop: Event, number: int) -> None:
    """The first signal ends the work in order, a second one at once."""
    stop.set()
    signal.signal(number, signal.SIG_DFL)


def simulate(args: argparse.Namespace, client: Client, stop: Event) -> None:
    """The past that the app does not have yet, then the present until stopped."""
    site = Site(PROFILES[args.profile], args.seed, args.faults)
    feeder = feed.Feeder(site, client, args.prefix, args.interval)
    truth = TruthFile(args.truth, feeder.prefix)

    def told(start: int, end: int, _: int) -> None:
        truth.note(site.faults_in(start, end))

    now = int(time.time()) // feed.PAST_STEP_S * feed.PAST_STEP_S
    if args.backfill:
        if now - args.backfill < site.built:
            say(f"the simulated home was built on {BUILT}; nothing is sent from before")
        spans = feeder.missing(now - args.backfill, now)
        with Progress("backfill", sum(end - start for start, end in spans)) as bar:
            feeder.send_past(spans, feed.Pace(args.speed, stop), told, bar.advance)
    say(f"sending every {args.interval} s to {args.url}; Ctrl-C stops")
    feeder.send_present(now, stop, told)


def replay_files(args: argparse.Namespace, client: Client, stop: Event) -> None:
    wanted = replay.Wanted(
        args.timezone, args.prefix, args.columns, args.unit, args.kind, args.role
    )
    for path in args.replay:
        series, issues = replay.load(path, wanted)
        for issue in issues:
            say(f"{path.name}: {issue.column or 'file'}: {issue.rows} rows: {issue.message}")
        for slug, s in series:
            say(f"{path.name}: {s.name} → {slug} ({s.role}, {s.kind}, {s.unit or 'no unit'})")
        with Progress(path.name, replay.span_us(series)) as bar:
            replay.send(series, client, feed.Pace(args.speed, stop), bar.advance)


def say(text: str) -> None:
    print(f"simulator: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
