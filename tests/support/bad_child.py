"""Processes that misbehave as a reader might that a file has taken over: run as a module, told by
the job's file name what to do."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from energy_core.formats import carrying, child


def main(folder: Path) -> None:
    job = json.loads((folder / child.JOB).read_text())
    child.limit(job["memory"], job["seconds"], job["file_bytes"])
    DEEDS[job["name"]](folder)


def crash(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def raise_an_error(_: Path) -> None:
    raise RuntimeError("a mistake of ours")


def spin(_: Path) -> None:
    while True:
        pass


def wait(_: Path) -> None:
    signal.pause()


def fill_memory(folder: Path) -> None:
    held = []
    try:
        while True:
            held.append(bytearray(16 << 20))
    except MemoryError:
        held_mb = 16 * len(held)
        held.clear()
        said = {"message": f"{held_mb}", "line": None, "column": None, "large": True}
        carrying.put_error(said, folder)


def say_nothing(_: Path) -> None:
    pass


def say_rubbish(folder: Path) -> None:
    (folder / carrying.WORDS).write_text("[[[")


def say_a_type_that_is_none(folder: Path) -> None:
    (folder / carrying.WORDS).write_text('{"documents": [{"series": 5}]}')
    (folder / carrying.NUMBERS).touch()


def promise_numbers(folder: Path) -> None:
    (folder / carrying.NUMBERS).touch()
    series = {
        "name": "s", "kind": "power", "role": "grid_import", "commodity": "electricity",
        "unit": "W", "meter": "", "sign": 1, "step_s": None, "missing": 0, "repeated": 0,
        "mean": False, "guessed": [], "readings": 10**9,
    }  # fmt: skip
    words = {
        "format": "", "series": [series], "dialect": {"header": []}, "timezone": None,
        "questions": [], "issues": [], "file": "",
    }  # fmt: skip
    (folder / carrying.WORDS).write_text(json.dumps({"documents": [words]}))


def tell_the_environment(folder: Path) -> None:
    said = {"message": " ".join(sorted(os.environ)), "line": None, "column": None}
    carrying.put_error(said, folder)


DEEDS = {
    deed.__name__: deed
    for deed in (
        crash, raise_an_error, spin, wait, fill_memory, say_nothing, say_rubbish,
        say_a_type_that_is_none, promise_numbers, tell_the_environment,
    )
}  # fmt: skip

if __name__ == "__main__":
    main(Path(sys.argv[1]))
