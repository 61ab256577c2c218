"""`detect FILE`: the anomalies in a meter file, without a store and without an app."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from energy_core import units
from energy_core.analysis.detectors.detect import Found, detect
from energy_core.analysis.detectors.event import Event
from energy_core.analysis.detectors.hindsight import look_back
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.commands import plain_series
from energy_core.commands.files import check_is_file
from energy_core.commands.shown import error_line, text
from energy_core.commands.told import sentence
from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document, Series
from energy_core.model import Kind, Role
from energy_core.services import reading_apart

MODES: dict[str, Callable[..., Found]] = {"causal": detect, "retrospective": look_back}


@dataclass(frozen=True, slots=True)
class Asked:
    """One series to go through; `step_s`: None leaves it to the readings."""

    name: str
    frame: pd.DataFrame
    kind: Kind
    role: Role
    timezone: str
    step_s: float | None = None


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("detect", help="find the anomalies in a meter file")
    parser.add_argument("file", type=Path)
    parser.add_argument("--timezone", help="of the site and of stamps that name none")
    parser.add_argument("--country", help="of the holidays, such as FR; else the time zone's")
    parser.add_argument("--role", choices=[role.value for role in Role], help="of every series")
    parser.add_argument("--mode", choices=list(MODES), default="causal")
    parser.add_argument(
        "--sensitivity", choices=[level.value for level in Sensitivity], default="auto"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=lambda arguments, _: run(arguments))


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 0, or 1 where the file cannot be read."""
    try:
        check_is_file(arguments.file)
        series = [(asked.name, _detect(asked, arguments)) for asked in _series(arguments)]
    except (UnreadableFile, OSError) as error:
        _say_error(error, arguments)
        return 1
    if arguments.json:
        told = {"series": [_told(name, found) for name, found in series]}
        print(json.dumps(told, allow_nan=False))
    else:
        print(text(line for name, found in series for line in _lines(name, found)))
    return 0


def _series(arguments: argparse.Namespace) -> list[Asked]:
    if plain_series.is_plain(arguments.file):
        frame = plain_series.read(arguments.file, arguments.timezone)
        role = Role(arguments.role or Role.CONSUMPTION)
        return [Asked("value", frame, Kind.POWER, role, arguments.timezone or "UTC")]
    answers = Answers(timezone=arguments.timezone)
    documents = reading_apart.read(arguments.file, arguments.file.name, answers)
    return [
        _asked(document, series, arguments)
        for document in documents
        for series in document.series
        if len(series)
    ]


def _asked(document: Document, series: Series, arguments: argparse.Namespace) -> Asked:
    """In stored units, and with the sign of the series' role."""
    unit = units.find(series.unit)
    value = units.to_stored(series.value, unit) if unit else series.value
    frame = pd.DataFrame({"ts": series.ts.astype("M8[us]"), "value": value * series.sign})
    zone = arguments.timezone or document.timezone or "UTC"
    role = Role(arguments.role) if arguments.role else series.role
    return Asked(series.name, frame, series.kind, role, zone, series.step_s)


def _detect(asked: Asked, arguments: argparse.Namespace) -> Found:
    return MODES[arguments.mode](
        asked.frame,
        timezone=asked.timezone,
        country=arguments.country,
        role=asked.role,
        kind=asked.kind,
        step_s=asked.step_s,
        sensitivity=arguments.sensitivity,
    )


def _told(name: str, found: Found) -> dict[str, Any]:
    return {
        "name": name,
        "readings": found.readings,
        "days": found.days,
        "sensitivity": found.sensitivity.value,
        "events": [_event(event) for event in found.events],
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "layer": event.layer,
        "severity": event.severity.value,
        "start_utc": _stamp(event.start),
        "end_utc": _stamp(event.end),
        "detected_utc": _stamp(event.detected),
        "score": event.score,
        "explanation": sentence(event),
        "excess_kwh": None if event.excess_wh is None else round(event.excess_wh / 1000, 6),
    }


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _lines(name: str, found: Found) -> Iterator[str]:
    yield f"{name}: {found.readings} readings, {found.days} days, sensitivity {found.sensitivity}"
    for event in found.events:
        yield f"  {event.start:%Y-%m-%d %H:%M} {event.kind.value}: {sentence(event)}"


def _say_error(error: UnreadableFile | OSError, arguments: argparse.Namespace) -> None:
    message = str(error) if isinstance(error, UnreadableFile) else str(error.strerror)
    line = error.line if isinstance(error, UnreadableFile) else None
    if arguments.json:
        print(json.dumps({"error": {"message": message, "line": line}}))
        return
    print(text([error_line(arguments.file, message, line)]), file=sys.stderr)
