"""A client in a process of its own, so that its work does not slow the one that measures.

It prints "ready" when it is at work, works until its standard input is closed, and then
prints one line of JSON about what it did.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks.server import REPOSITORY

READY = "ready"


class HelperFailed(Exception):
    """The helper ended before it was ready, or with an error."""


@contextmanager
def helper(module: str, *arguments: object) -> Iterator[dict[str, Any]]:
    """Run `benchmarks.<module>` beside the block; what it reports is filled in at the end."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    report: dict[str, Any] = {}
    child = subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout
        if child.stdout.readline().strip() != READY:
            raise HelperFailed(module)
        yield report
        report.update(_last_words(child))
    finally:
        child.kill()
        child.wait()


def _last_words(child: subprocess.Popen[str]) -> dict[str, Any]:
    output, _ = child.communicate(timeout=60)
    if child.returncode:
        raise HelperFailed(f"{child.args!r}: exit code {child.returncode}")
    words: dict[str, Any] = json.loads(output)
    return words


def say_ready() -> None:
    print(READY, flush=True)


def wait_for_the_end() -> None:
    sys.stdin.read()
