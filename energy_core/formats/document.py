"""What a file says: its series as they stand in it, what is open, and what is wrong with it.

Every format gives Documents. Nothing is converted here: values keep the file's unit and sign.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from energy_core.model import Commodity, Kind, Role

Stamps = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Severity(StrEnum):
    INFO = "info"  # nothing is lost
    WARNING = "warning"  # something was left out or assumed
    ERROR = "error"  # nothing of this file, or of this column, can be taken


@dataclass(frozen=True, slots=True)
class Issue:
    """`line` counts from 1 as an editor does; `rows` of the same kind stand behind one issue,
    `line` being the first of them."""

    severity: Severity
    message: str
    line: int | None = None
    column: str | None = None
    rows: int = 1


class Placement(StrEnum):
    """Where in its interval a stamp stands, as the file writes it."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves open. `name` is a field of Answers; `guess` is what was assumed."""

    name: str
    guess: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person knows better than the file; None leaves it to the file.

    usual_timezone: what is guessed where neither says one; vendors off: every table is read as if
    no vendor were known.
    """

    timezone: str | None = None
    placement: Placement | None = None
    day_first: bool | None = None
    unit: str | None = None
    vendors: bool = True
    usual_timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text is written. Lines count from 1; `header_line` 0: there is none."""

    encoding: str = ""
    delimiter: str = ""
    decimal: str = "."
    preamble_lines: int = 0
    header_line: int = 0
    header: tuple[str, ...] = ()
    total_rows: int = 0
    footer_lines: int = 0
    other_tables: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """One register of a file.

    ts: µs UTC, rising; a stamp stands twice only where its values differ. STARTS of what covers
    an interval (energy per interval, mean power), else the stamps themselves.
    value: in `unit`, with the file's sign; × `sign` is what `role` means by a positive number.
    estimated: which values the file itself calls estimated. step_s: usual step, None if irregular.
    missing: cells that are empty or marked invalid; repeated: exact repeats that were left out.
    mean: a power that is the mean of its interval. guessed: fields that the file does not tell.
    repeats: the role of the flow, where `role` is OTHER because another series tells it already.
    """

    name: str
    kind: Kind
    role: Role
    commodity: Commodity
    unit: str
    ts: Stamps
    value: Floats
    estimated: Flags
    meter: str = ""
    sign: int = 1
    step_s: float | None = None
    missing: int = 0
    repeated: int = 0
    mean: bool = False
    guessed: frozenset[str] = frozenset()
    repeats: Role | None = None

    def __len__(self) -> int:
        return len(self.ts)


@dataclass(frozen=True, slots=True)
class Document:
    """`format` is the name people know ("Enedis, load curve"); `timezone`: that of stamps
    without an offset, None where every stamp names its own; `file`: its name within an archive."""

    format: str
    series: tuple[Series, ...]
    dialect: Dialect = field(default_factory=Dialect)
    timezone: str | None = None
    questions: tuple[Question, ...] = ()
    issues: tuple[Issue, ...] = ()
    file: str = ""

    def named(self, file: str) -> Document:
        return replace(self, file=file)
