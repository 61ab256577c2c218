"""What deserves a look, in words, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from energy_core.analysis.sums import WELL_MEASURED
from energy_core.model import Meter
from energy_core.ui.names import shown_name
from energy_core.ui.numbers import age, share
from energy_core.ui.words import _, ngettext

SILENT_STEPS, SHORTEST_SILENCE_S = 3, 300.0
SILENT = "error"  # the icon of what is silent
TOGETHER_S = 300.0  # between the last words of two meters that one thing silenced
FEW = 2  # silent meters that are told one by one
NAMED = 4


class Action(Enum):
    CONFIRM = "confirm"  # the guessed roles and units of new meters
    SEE_METERS = "see"
    SEE_INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Problem:
    icon: str  # a Material symbol
    title: str
    text: str
    action: Action
    meters: tuple[str, ...]  # slugs
    incident: int | None = None  # its number


@dataclass(frozen=True, slots=True)
class Seen:
    """A meter, its last reading, the seconds between its readings, its share measured in 30 days,
    and whether a live source ever sent it: what only came in files cannot fall silent."""

    meter: Meter
    last: datetime | None
    step_s: float | None
    measured: float | None
    is_sent: bool = True


def found(meters: list[Seen], now: datetime) -> list[Problem]:
    """The open problems, the most pressing first."""
    sent = [seen for seen in meters if seen.is_sent]
    silent = [seen for seen in sent if _silence(seen, now) > _patience(seen)]
    holed = [seen for seen in sent if seen not in silent and _is_holed(seen)]
    new = [seen.meter for seen in meters if not seen.meter.confirmed]
    problems = [problem for group in _together(silent) for problem in _silent(group, now)]
    problems += [_holed(seen) for seen in holed]
    return [*problems, _unconfirmed(new)] if new else problems


def last_of_files(meters: list[Seen]) -> datetime | None:
    """The last reading, where everything came in files; else None."""
    stamps = [seen.last for seen in meters if seen.last]
    return None if any(seen.is_sent for seen in meters) else max(stamps, default=None)


def _silence(seen: Seen, now: datetime) -> float:
    return (now - seen.last).total_seconds() if seen.last else 0.0


def _patience(seen: Seen) -> float:
    return max(SILENT_STEPS * (seen.step_s or 0.0), SHORTEST_SILENCE_S)


def _is_holed(seen: Seen) -> bool:
    return seen.measured is not None and seen.measured < WELL_MEASURED


def _together(silent: list[Seen]) -> list[list[Seen]]:
    """Those that fell silent at about the same time, the latest first."""
    groups: list[list[Seen]] = []
    for seen in sorted(silent, key=_last, reverse=True):
        if groups and (_last(groups[-1][-1]) - _last(seen)).total_seconds() <= TOGETHER_S:
            groups[-1].append(seen)
        else:
            groups.append([seen])
    return groups


def _last(seen: Seen) -> datetime:
    assert seen.last is not None, "what never spoke is not silent"
    return seen.last


def _silent(group: list[Seen], now: datetime) -> list[Problem]:
    if len(group) <= FEW:
        return [_one_silent(seen, now) for seen in group]
    names = [shown_name(seen.meter) for seen in group]
    more = len(names) - NAMED
    listed = ", ".join(names[:NAMED])
    if more > 0:
        listed = ngettext("{names} and {count} more", "{names} and {count} more", more).format(
            names=listed, count=more
        )
    title = _("{count} meters silent for {age}").format(
        count=len(group), age=age(_silence(group[0], now))
    )
    text = _("{names}. No reading has come since. What they send later is filled in by itself.")
    slugs = tuple(seen.meter.slug for seen in group)
    return [Problem(SILENT, title, text.format(names=listed), Action.SEE_METERS, slugs)]


def _one_silent(seen: Seen, now: datetime) -> Problem:
    name = shown_name(seen.meter)
    title = _("{name} silent for {age}").format(name=name, age=age(_silence(seen, now)))
    text = _("Its share is counted under “Other uses”, the total is still right.")
    if seen.meter.role.value not in {"submeter", "ev"}:
        text = _("No reading has come since. What it sends later is filled in by itself.")
    return Problem(SILENT, title, text, Action.SEE_METERS, (seen.meter.slug,))


def _holed(seen: Seen) -> Problem:
    title = _("{name}: {share} measured").format(
        name=shown_name(seen.meter), share=share(seen.measured)
    )
    text = _("In the last 30 days, or since its first reading. The rest is missing, not zero.")
    return Problem("help", title, text, Action.SEE_METERS, (seen.meter.slug,))


def _unconfirmed(meters: list[Meter]) -> Problem:
    title = ngettext("{count} new meter", "{count} new meters", len(meters)).format(
        count=len(meters)
    )
    text = _("Role and unit were guessed from the name. Are they as the table says?")
    return Problem("new_releases", title, text, Action.CONFIRM, tuple(m.slug for m in meters))
