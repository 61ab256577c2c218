"""Files are read in a process of their own, so that no file can take this one down.

The process has limits on memory, processor time, wall time and what it writes; its folder is
removed whatever becomes of it: where this one is killed, by the next (`sweep`). It knows no
database.

| weight of the file | memory | time |
|---|---|---|
| up to 64 MiB | 512 MB | 20 s |
| more | in proportion, up to 1 GB | 20 s for each 64 MiB |

A packed file weighs PACKED times its size.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from energy_core.errors import FileTooLarge, UnreadableFile
from energy_core.formats import carrying, child
from energy_core.formats.document import Answers, Document

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""(bytes read, bytes in all) of the file that is being read, about once a second."""

PREFIX = ".energy-reading-"  # no name that a person gives a folder of hers
MIB = 1 << 20
USUAL_SIZE = 64 * MIB
USUAL_S = 20
LIBRARIES = 60 * MIB  # of program code in memory, which the limit does not count
USUAL_MEMORY = 512 * MIB - LIBRARIES
MOST_MEMORY = 1000 * MIB - LIBRARIES
MEMORY_A_BYTE = 2.2
MOST_WRITTEN = 3 << 30  # bytes of one file: what may be unpacked, and some
PACKED = 4
_PACKED_MAGIC = (b"\x1f\x8b", b"PK\x03\x04")
LOOK_S = 1.0
MOST_SAID = 4000  # bytes of a crash that go to the log

CHILD = child.__name__
_ROOT = Path(__file__).resolve().parents[2]
_LIBRARY_SETTINGS = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # gives memory back, so that the limit means something
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(MIB),
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "1",
}


def sweep(beside: Path) -> None:
    """Remove the folders in `beside`, whose only user is this process, that an earlier one left."""
    for left in beside.glob(f"{PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def read(
    path: Path,
    name: str,
    answers: Answers | None = None,
    progress: Progress | None = None,
    beside: Path | None = None,
) -> list[Document]:
    """What the file says. Blocks; call it from a thread where an event loop runs. Unpacks in
    `beside`, else in the system's folder for what is temporary.

    Raises UnreadableFile: also where reading crashed, took too long or too much memory.
    """
    seconds, memory = limits(path)
    with TemporaryDirectory(prefix=PREFIX, dir=beside) as made:
        folder = Path(made)
        (folder / child.JOB).write_text(
            json.dumps(
                {
                    "path": str(path.resolve()),
                    "name": name,
                    "answers": carrying.answers_words(answers or Answers()),
                    "memory": memory,
                    "seconds": seconds,
                    "file_bytes": MOST_WRITTEN,
                }
            )
        )
        _run(folder, path, seconds, progress)
        return _documents(folder)


def limits(path: Path) -> tuple[int, int]:
    """(seconds, bytes of memory) that reading the file may take."""
    weight = _weight(path)
    over = max(0, weight - USUAL_SIZE)
    memory = min(USUAL_MEMORY + int(MEMORY_A_BYTE * over), MOST_MEMORY)
    return max(USUAL_S, USUAL_S * weight // USUAL_SIZE), memory


def _weight(path: Path) -> int:
    with path.open("rb") as file:
        packed = file.read(4).startswith(_PACKED_MAGIC)
        size = file.seek(0, os.SEEK_END)
    return size * PACKED if packed else size


def _run(folder: Path, path: Path, seconds: int, progress: Progress | None) -> None:
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", CHILD, str(folder)],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        _wait(process, path, folder, seconds, progress)
    finally:
        process.kill()
        process.wait()
    if process.returncode:
        log.warning("reading a file failed: %s", _crash(folder))
        raise UnreadableFile(_reason(process.returncode, seconds))


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but what Python needs: no setting, no secret."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | _LIBRARY_SETTINGS | {
        "PYTHONPATH": str(_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
    }  # fmt: skip


def _wait(
    process: subprocess.Popen[bytes],
    path: Path,
    folder: Path,
    seconds: int,
    progress: Progress | None,
) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            process.wait(min(left, LOOK_S) if progress else left)
            return
        except subprocess.TimeoutExpired:
            if progress and (at := _position(process.pid, path.resolve(), folder)):
                progress(*at)
    raise FileTooLarge(_too_long(seconds))


def _position(pid: int, path: Path, folder: Path) -> tuple[int, int] | None:
    """How far the process is in the input file it has open, as the kernel tells."""
    with suppress(OSError, ValueError):
        for link in Path(f"/proc/{pid}/fd").iterdir():
            target = link.readlink()
            unpacked = str(target).startswith(f"{folder}/energy-") and target.is_file()
            if target == path or unpacked:
                info = Path(f"/proc/{pid}/fdinfo/{link.name}").read_text()
                return int(info.split(maxsplit=2)[1]), target.stat().st_size
    return None


def _crash(folder: Path) -> str:
    with (folder / "said").open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - MOST_SAID))
        return file.read().decode("utf-8", "replace").strip() or "it said nothing"


def _reason(code: int, seconds: int) -> str:
    if code == -signal.SIGXCPU:
        return _too_long(seconds)
    if code < 0:
        return f"the reader was stopped by {signal.Signals(-code).name} while reading this file"
    return "the reader failed on this file; the log says more"


def _too_long(seconds: int) -> str:
    return f"reading this file takes longer than {seconds} s"


def _documents(folder: Path) -> list[Document]:
    told = carrying.take(folder)
    if error := told.get("error"):
        kind = FileTooLarge if error.get("large") else UnreadableFile
        raise kind(str(error.get("message")), error.get("line"), error.get("column"))
    documents: list[Document] = told["documents"]
    return documents
