"""Documents through a folder, from a process that is not trusted to one that is.

The words are JSON, the numbers raw arrays in the order in which the JSON tells their lengths; what
does not add up is refused. Nothing that is read here can run.
"""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from energy_core.errors import UnreadableFile
from energy_core.formats.document import (
    Answers,
    Dialect,
    Document,
    Issue,
    Placement,
    Question,
    Series,
    Severity,
)
from energy_core.formats.registers import EARLIEST, LATEST
from energy_core.model import Commodity, Kind, Role

WORDS, NUMBERS = "words.json", "numbers.bin"
MOST_WORDS = 64 << 20  # bytes
_ARRAYS = {"ts": np.int64, "value": np.float64, "estimated": np.bool_}


def put(documents: list[Document], folder: Path) -> None:
    with (folder / NUMBERS).open("wb") as file:
        for series in (s for document in documents for s in document.series):
            for name, dtype in _ARRAYS.items():
                file.write(np.ascontiguousarray(getattr(series, name), dtype).data)
    _write(folder, {"documents": [_document_words(document) for document in documents]})


def put_error(error: dict[str, Any], folder: Path) -> None:
    """`error`: message, line, column, and `large` for a file over a limit."""
    _write(folder, {"error": error})


def take(folder: Path) -> dict[str, Any]:
    """{"documents": list[Document]} or {"error": …}; raises UnreadableFile where it is neither."""
    try:
        words = folder / WORDS
        if words.stat().st_size > MOST_WORDS:
            raise UnreadableFile("the file has more to say than can be shown")
        said = json.loads(words.read_bytes())
        if "error" in said:
            return {"error": dict(said["error"])}
        with (folder / NUMBERS).open("rb") as numbers:
            return {"documents": [_document(one, numbers) for one in said["documents"]]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(f"the reader's answer is not understood: {error}") from None


def answers_words(answers: Answers) -> dict[str, Any]:
    return asdict(answers)


def answers(words: dict[str, Any]) -> Answers:
    placement = words.pop("placement")
    return Answers(**words, placement=placement and Placement(placement))


def _write(folder: Path, words: dict[str, Any]) -> None:
    (folder / WORDS).write_text(json.dumps(words), "ascii")


def _document_words(document: Document) -> dict[str, Any]:
    plain = {f.name: getattr(document, f.name) for f in fields(document)}
    return plain | {
        "series": [_series_words(series) for series in document.series],
        "dialect": asdict(document.dialect),
        "questions": [asdict(question) for question in document.questions],
        "issues": [asdict(issue) for issue in document.issues],
    }


def _series_words(series: Series) -> dict[str, Any]:
    plain = {f.name: getattr(series, f.name) for f in fields(series) if f.name not in _ARRAYS}
    return plain | {"guessed": sorted(series.guessed), "readings": len(series)}


def _document(words: dict[str, Any], numbers: BinaryIO) -> Document:
    return Document(
        **words
        | {
            "series": tuple(_series(one, numbers) for one in words["series"]),
            "dialect": Dialect(**words["dialect"] | {"header": tuple(words["dialect"]["header"])}),
            "questions": tuple(
                Question(**q | {"choices": tuple(q["choices"])}) for q in words["questions"]
            ),
            "issues": tuple(
                Issue(**i | {"severity": Severity(i["severity"])}) for i in words["issues"]
            ),
        }
    )


def _series(words: dict[str, Any], numbers: BinaryIO) -> Series:
    readings = int(words.pop("readings"))
    arrays = {name: _array(numbers, dtype, readings) for name, dtype in _ARRAYS.items()}
    ts, value = arrays["ts"], arrays["value"]
    if not np.isfinite(value).all() or (np.diff(ts) < 0).any():
        raise ValueError("values that are no numbers, or stamps out of order")
    if readings and not (ts[0] >= EARLIEST and ts[-1] < LATEST):
        raise ValueError("stamps of no time of ours")
    return Series(
        **words
        | arrays
        | {
            "kind": Kind(words["kind"]),
            "role": Role(words["role"]),
            "commodity": Commodity(words["commodity"]),
            "guessed": frozenset(words["guessed"]),
            "repeats": words["repeats"] and Role(words["repeats"]),
        }
    )


def _array(numbers: BinaryIO, dtype: type, count: int) -> np.ndarray:
    wanted = count * np.dtype(dtype).itemsize
    data = numbers.read(wanted)
    if count < 0 or len(data) != wanted:
        raise ValueError("fewer numbers than announced")
    if dtype is np.bool_:
        return np.frombuffer(data, np.uint8) != 0
    return np.frombuffer(data, dtype)
