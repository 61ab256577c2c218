"""The simulator's command line."""

from __future__ import annotations

import argparse
import math
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from energy_core import units
from energy_core.model import Kind, Role
from energy_core.simulation.faults import FaultKind
from energy_core.simulation.profiles import PROFILES

DEFAULT_URL = "http://127.0.0.1:8501"
_SPAN_S = {"m": 60, "h": 3600, "d": 86400, "w": 7 * 86400, "y": 365 * 86400}


def parser(description: str) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    _add_common(made)
    _add_home(made.add_argument_group("simulated home"))
    _add_file(made.add_argument_group("recorded file"))
    return made


def _add_common(to: argparse.ArgumentParser) -> None:
    add = to.add_argument
    add("--url", default=DEFAULT_URL, help=f"where the app is (default {DEFAULT_URL})")
    add("--token", type=_token, help="device token, or @FILE that holds it, if the app wants one")
    add(
        "--speed",
        type=_speed,
        default=0.0,
        metavar="N",
        help="play backfill or file at N times real time (default 0: as fast as it goes)",
    )
    add("--source", help="name under which the app can take all of it back")
    add("--prefix", help="put before the meters' names; with --replay instead of the file's name")


def _add_home(to: argparse._ArgumentGroup) -> None:
    add = to.add_argument
    add("--profile", choices=PROFILES, default="home")
    add("--interval", type=_interval, default=2, metavar="S", help="1 to 60 seconds (default 2)")
    add(
        "--backfill",
        type=_span,
        default=0,
        metavar="30d",
        help="first send the past, where the app lacks it: minutes, hours, days, weeks, years",
    )
    add("--seed", type=int, default=42, help="the same seed is the same home (default 42)")
    add(
        "--faults",
        type=_faults,
        default=(),
        metavar="LIST",
        help=f"all, or some of {','.join(FaultKind)}",
    )
    add(
        "--truth", type=Path, metavar="FILE", help="write each fault to this file, a JSON line each"
    )


def _add_file(to: argparse._ArgumentGroup) -> None:
    add = to.add_argument
    add("--replay", type=_file, nargs="+", metavar="FILE", help="CSV, may be gzipped")
    add("--timezone", type=_zone, default="UTC", help="of stamps without an offset (default UTC)")
    add("--columns", type=_list, metavar="LIST", help="only these")
    add("--unit", type=_unit, help="of the values, where their column's name does not tell it")
    add("--kind", type=Kind, choices=list(Kind))
    add("--role", type=Role, choices=list(Role))


def _token(text: str) -> str:
    return _file(text[1:]).read_text().strip() if text.startswith("@") else text


def _file(text: str) -> Path:
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"no file {text}")
    return Path(text)


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _unit(text: str) -> str:
    if units.find(text) is None:
        raise argparse.ArgumentTypeError(f"no unit {text!r}; there are {', '.join(units.UNITS)}")
    return text


def _interval(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 60:
        raise argparse.ArgumentTypeError("between 1 and 60 seconds")
    return int(text)


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 <= speed < math.inf:
        raise argparse.ArgumentTypeError("0 or more")
    return speed


def _span(text: str) -> int:
    found = re.fullmatch(r"(\d+)([mhdwy]?)", text)
    if not found:
        raise argparse.ArgumentTypeError("a number with m, h, d, w or y, such as 30d")
    return int(found[1]) * _SPAN_S[found[2] or "d"]


def _faults(text: str) -> tuple[FaultKind, ...]:
    names = list(FaultKind) if text == "all" else _list(text.replace("-", "_"))
    unknown = [n for n in names if n not in list(FaultKind)]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no fault {unknown[0]!r}; there are {', '.join(FaultKind)}"
        )
    return tuple(FaultKind(n) for n in names)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError):
        raise argparse.ArgumentTypeError(f"no time zone {text!r}, e.g. Europe/Paris") from None
