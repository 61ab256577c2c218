"""`python -m benchmarks [name…] [--quick]`: measure, print, and write RESULTS.md."""

from __future__ import annotations

import argparse
import importlib
import tempfile
import time
from pathlib import Path

from benchmarks import cases, folder, machine
from benchmarks.bench import Bench, say
from benchmarks.report import Result, keep, rows, show


def main() -> None:
    known = folder.names(cases.__name__)
    arguments = _arguments(known)
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as scratch:
        bench = Bench(arguments.quick, Path(scratch))
        for name in arguments.names or known:
            _run(name, bench)


def _arguments(known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="a tenth of it, for a look; not kept")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(known):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return arguments


def _run(name: str, bench: Bench) -> None:
    case = importlib.import_module(f"{cases.__name__}.{name}")
    load, begun = machine.load(), time.monotonic()
    say(case.TITLE)
    figures = case.run(bench)
    took = time.monotonic() - begun
    result = Result(case.TITLE, machine.describe(), load, took, rows(figures))
    show(result)
    if not bench.quick:
        keep(name, result)


if __name__ == "__main__":
    main()
