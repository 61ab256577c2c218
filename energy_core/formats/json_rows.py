"""JSON rows `{"meter", "ts", "value"[, "unit", "kind", "role", …]}` → Incoming."""

from __future__ import annotations

import json
import math
from datetime import datetime
from typing import Any

from energy_core.errors import BadRequest
from energy_core.formats.incoming import Incoming, Problem, Sender, of_rows
from energy_core.metering.periods import micros

_WORDS = ("unit", "kind", "role", "commodity")
LONGEST_WORD = 300


class _Bad(Exception):
    """One row cannot be used; its text says why."""


def parse(body: bytes) -> Incoming:
    """Rows of a JSON array; a row that cannot be used becomes a Problem.

    Raises BadRequest when the body is not a JSON array.
    """
    senders: dict[Sender, int] = {}
    good: list[tuple[int, int, float, int]] = []
    problems: list[Problem] = []
    for row, item in enumerate(_items(body)):
        try:
            sender, ts, value = _row(item)
        except _Bad as reason:
            problems.append(Problem(row, str(reason)))
            continue
        good.append((senders.setdefault(sender, len(senders)), ts, value, row))
    return of_rows(senders, good, problems)


def _items(body: bytes) -> list[Any]:
    try:
        items = json.loads(body, parse_int=float)  # an integer of any length
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"the body is not JSON: {str(error)[:200]}") from None
    if not isinstance(items, list):
        raise BadRequest('the body must be an array of {"meter", "ts", "value"}')
    return items


def _row(item: Any) -> tuple[Sender, int, float]:
    if not isinstance(item, dict):
        raise _Bad("not an object")
    meter = _text(item, "meter")
    if not meter:
        raise _Bad("meter is missing")
    unit, kind, role, commodity = (_text(item, name) for name in _WORDS)
    step = item.get("step_s")
    step_s = None if step is None else _number(step, "step_s")
    sender = Sender(meter, "", unit, kind, role, commodity, step_s)
    return sender, _stamp(item.get("ts")), _number(item.get("value"), "value")


def _text(item: dict[str, Any], name: str) -> str | None:
    word = item.get(name)
    if word is None:
        return None
    if not isinstance(word, str) or len(word) > LONGEST_WORD:
        raise _Bad(f"{name} must be a text of at most {LONGEST_WORD} characters")
    return word.strip() or None


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Bad(f"{name} must be a number")
    number = float(value)
    if not math.isfinite(number):
        raise _Bad(f"{name} is not a finite number")
    return number


def _stamp(ts: Any) -> int:
    if isinstance(ts, str) and len(ts) <= 40:
        return _iso(ts)
    if ts is None:
        raise _Bad("ts is missing")
    seconds = _number(ts, "ts")
    if abs(seconds) > 1e11:
        raise _Bad("ts is not in seconds since 1970")
    return round(seconds * 1e6)


def _iso(text: str) -> int:
    try:
        stamp = datetime.fromisoformat(text)
    except ValueError:
        raise _Bad(f"ts {text!r} is not ISO 8601") from None
    if stamp.tzinfo is None:
        raise _Bad(f"ts {text!r} has no offset (write Z or +01:00)")
    return micros(stamp)
