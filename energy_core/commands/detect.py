"""`detect FILE`: the anomalies in a meter file, without a store and without an app."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

from energy_core import units
from energy_core.analysis.detectors.about import About
from energy_core.analysis.detectors.baseline import LEARNING
from energy_core.analysis.detectors.calendar import has_holidays
from energy_core.analysis.detectors.detect import Found, detect
from energy_core.analysis.detectors.event import STAYS, Event
from energy_core.analysis.detectors.hindsight import look_back
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.commands import plain_series
from energy_core.commands.files import check_is_file
from energy_core.commands.shown import error_line, text
from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Document, Series
from energy_core.model import Commodity, Meter, Role
from energy_core.services import reading_apart
from energy_core.services.detecting.lane import LITRES, incident_of

MODES: dict[str, Callable[[pd.DataFrame, About], Found]] = {
    "causal": detect,
    "retrospective": look_back,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One series to go through, in `unit`."""

    name: str
    frame: pd.DataFrame
    about: About
    unit: str = units.POWER
    hindsight: bool = False

    @property
    def meter(self) -> Meter:
        """As sentences want it."""
        return Meter(
            0, 0, self.name, self.name, self.about.role, Commodity.ELECTRICITY, self.about.kind,
            self.unit, self.unit,
        )  # fmt: skip


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("detect", help="find the anomalies in a meter file")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--timezone", type=timezone, help="of the site and of stamps that name none"
    )
    parser.add_argument(
        "--country", type=country, help="of the holidays, such as FR; else the time zone's"
    )
    parser.add_argument("--role", choices=[role.value for role in Role], help="of every series")
    parser.add_argument("--mode", choices=list(MODES), default="causal")
    parser.add_argument(
        "--sensitivity", choices=[level.value for level in Sensitivity], default="auto"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=lambda arguments, _: run(arguments))


def timezone(name: str) -> str:
    """Raises ArgumentTypeError for one that does not exist."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise argparse.ArgumentTypeError(f"{name!r} is no time zone") from None
    return name


def country(code: str) -> str:
    """Raises ArgumentTypeError for one whose holidays are not known."""
    if not has_holidays(code):
        raise argparse.ArgumentTypeError(f"no holidays are known of {code!r}; expected as in FR")
    return code


def run(arguments: argparse.Namespace) -> int:
    """Print what was found; 0, or 1 where the file cannot be read."""
    try:
        check_is_file(arguments.file)
        find = MODES[arguments.mode]
        series = [(asked, find(asked.frame, asked.about)) for asked in _series(arguments)]
    except (UnreadableFile, OSError) as error:
        _say_error(error, arguments)
        return 1
    if arguments.json:
        told = {"series": [_told(asked, found) for asked, found in series]}
        print(json.dumps(told, allow_nan=False))
    else:
        print(text(line for asked, found in series for line in _lines(asked, found)))
    return 0


def _series(arguments: argparse.Namespace) -> list[Asked]:
    if plain_series.is_plain(arguments.file):
        frame = plain_series.read(arguments.file, arguments.timezone)
        about = _about(arguments, "UTC", Role.CONSUMPTION)
        return [Asked("value", frame, about, hindsight=_looks_back(arguments))]
    answers = Answers(timezone=arguments.timezone)
    documents = reading_apart.read(arguments.file, arguments.file.name, answers)
    return [
        _asked(document, series, arguments)
        for document in documents
        for series in document.series
        if len(series)
    ]


def _asked(document: Document, series: Series, arguments: argparse.Namespace) -> Asked:
    """In stored units (a volume as it is judged, in litres), with the sign of the series' role."""
    unit = units.find(series.unit)
    value = units.to_stored(series.value, unit) if unit else series.value
    stored = unit.stored if unit else series.unit
    litres = LITRES if stored == units.VOLUME else 1.0
    ts = pd.to_datetime(series.ts, unit="us", utc=True)
    frame = pd.DataFrame({"ts": ts, "value": value * (series.sign * litres)})
    about = _about(arguments, document.timezone or "UTC", series.role)
    about = replace(about, kind=series.kind, step_s=series.step_s)
    return Asked(series.name, frame, about, stored, _looks_back(arguments))


def _about(arguments: argparse.Namespace, timezone: str, role: Role) -> About:
    """`timezone`, `role`: where none is named."""
    return About(
        arguments.timezone or timezone,
        arguments.country,
        Role(arguments.role or role),
        sensitivity=Sensitivity(arguments.sensitivity),
    )


def _looks_back(arguments: argparse.Namespace) -> bool:
    return MODES[arguments.mode] is look_back


def _told(asked: Asked, found: Found) -> dict[str, Any]:
    return {
        "name": asked.name,
        "readings": found.readings,
        "days": found.days,
        "sensitivity": found.sensitivity.value,
        "events": [_event(event, asked) for event in found.events],
    }


def _event(event: Event, asked: Asked) -> dict[str, Any]:
    return {
        "kind": event.kind.value,
        "layer": event.layer,
        "severity": event.severity.value,
        "start_utc": _stamp(event.start),
        "end_utc": _stamp(event.end),
        "detected_utc": _stamp(event.detected),
        "score": event.score,
        "explanation": _sentence(event, asked),
        "excess_kwh": _kwh(event, asked),
    }


def _sentence(event: Event, asked: Asked) -> str:
    """As it was told when it was raised; with hindsight, as it turned out."""
    from energy_core.ui.alerts.sentences import sentence  # slow to load: asked for only here

    incident = incident_of(event, asked.meter)
    if asked.hindsight:
        goes_on = event.end + timedelta(days=1) > asked.frame["ts"].max()
        return sentence(replace(incident, is_open=goes_on), asked.about.timezone)
    facts = {name: fact for name, fact in incident.facts.items() if name != STAYS}
    return sentence(replace(incident, end=event.detected, facts=facts), asked.about.timezone)


def _kwh(event: Event, asked: Asked) -> float | None:
    if event.excess_wh is None or asked.unit == units.VOLUME:
        return None
    return round(event.excess_wh / 1000, 6)


def _stamp(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def _lines(asked: Asked, found: Found) -> Iterator[str]:
    """In the order in which things happened, by the site's clock."""
    zone = asked.about.timezone
    yield (
        f"{asked.name}: {found.readings} readings, {found.days} whole days, sensitivity "
        f"{found.sensitivity}, times of {zone}"
    )
    for event in sorted(found.events, key=lambda event: event.start):
        start, end = (at.astimezone(ZoneInfo(zone)) for at in (event.start, event.end))
        shown = f"{start:%Y-%m-%d %H:%M} – {end:%Y-%m-%d %H:%M}"
        yield f"  {shown}  {event.kind.value}: {_sentence(event, asked)}"
    if not found.events:
        yield "  nothing found"
    if found.days < LEARNING:
        yield f"  unusual use is told after {LEARNING} days of its past"


def _say_error(error: UnreadableFile | OSError, arguments: argparse.Namespace) -> None:
    message = str(error) if isinstance(error, UnreadableFile) else str(error.strerror)
    line = error.line if isinstance(error, UnreadableFile) else None
    if arguments.json:
        print(json.dumps({"error": {"message": message, "line": line}}))
        return
    print(text([error_line(arguments.file, message, line)]), file=sys.stderr)
