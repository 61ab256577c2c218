"""Collected rows → series with a meaning, in UTC: which rows belong together, when they were, what
they measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from energy_core.formats.document import Answers, Flags, Floats, Issue, Placement, Question, Series
from energy_core.formats.table import findings, matrix, stamps
from energy_core.formats.table.collect import Collected
from energy_core.formats.table.columns import Columns
from energy_core.formats.table.groups import Codes, Group, groups
from energy_core.formats.table.meanings import Meaning, Words, is_load_curve, meanings
from energy_core.formats.table.midnights import closing
from energy_core.formats.table.relations import without_repeats
from energy_core.formats.table.series import Raw, clashes, repeats, series
from energy_core.formats.table.signs import signs
from energy_core.formats.table.stamp_plan import Parsed, StampPlan
from energy_core.formats.table.stamps import Stamped
from energy_core.formats.vocabulary import measures, units, vendors
from energy_core.formats.vocabulary.headers import is_metering_point
from energy_core.formats.vocabulary.statuses import Status
from energy_core.formats.vocabulary.vendors import Hint, Vendor
from energy_core.model import Kind

MATRIX = "values"


@dataclass(frozen=True, slots=True)
class Known:
    """What was found of a table before its rows are understood."""

    names: tuple[str, ...]
    units: tuple[str | None, ...]
    columns: Columns
    plan: StampPlan
    collected: Collected
    beside: tuple[str, ...]
    vendor: Vendor | None


@dataclass(frozen=True, slots=True)
class Understood:
    series: tuple[Series, ...]
    timezone: str | None
    questions: tuple[Question, ...]
    issues: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of values as long as the rows; `status` of each where one judges it."""

    name: str
    unit: str | None
    value: Floats
    status: npt.NDArray[np.uint8] | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A column's cells of one group of rows, in the plain unit: `factor` was multiplied in."""

    raw: Raw
    words: Words
    factor: float


def understand(known: Known, answers: Answers) -> Understood:
    """The series of the table, and what is open."""
    code, found = groups(known.collected.keys, known.collected.parsed.stamp)
    parsed, code, columns, plan = _unfolded(known, code)
    stamped = _stamped(known, answers, plan, parsed, code if len(found) > 1 else None)
    again = _repeated(known, columns, code, stamped)
    several = len(columns) > 1
    candidates = [
        _candidate(
            _words(column, group, known, answers),
            _raw(column, group, stamped, again, _rows(code, n, found), several),
        )
        for column in columns
        for n, group in enumerate(found)
    ]
    filled = [c for c in candidates if not np.isnan(c.raw.value).all()]
    made = without_repeats(_series(filled, known, plan, stamped))
    told = (
        findings.of_series(one, clashes(one), candidate.factor)
        for one, candidate in zip(made, filled, strict=True)
    )
    return Understood(
        made,
        stamped.timezone,
        tuple(_questions(answers, stamped, made)),
        (*stamped.issues, *chain.from_iterable(told)),
    )


def _stamped(
    known: Known, answers: Answers, plan: StampPlan, parsed: Parsed, code: Codes | None
) -> Stamped:
    zone = answers.timezone or plan.timezone or answers.usual_timezone
    own = known.vendor.placement if known.vendor else None
    series_of = None if code is None else code.astype(np.int64)
    moved = None if plan.is_dated or plan.is_paired else closing(parsed, series_of)
    if moved is not None:
        parsed = replace(parsed, stamp=moved)
    return stamps.to_utc(plan, parsed, zone, answers, series_of, own)


def _repeated(known: Known, columns: list[_Column], code: Codes, stamped: Stamped) -> Flags:
    """Rows that stand in the table before, their amounts of money too."""
    money = [known.collected.values[c] for c in known.columns.money]
    cells = [c.value for c in columns] + [m for m in money if len(m) == len(code)]
    return repeats(code.astype(np.int64), stamped.utc, cells)


def _series(
    filled: list[_Candidate], known: Known, plan: StampPlan, stamped: Stamped
) -> list[Series]:
    means = meanings([(c.words, c.raw.in_order()) for c in filled])
    means = _signed(means, [c.raw for c in filled])
    averaged = _is_mean(known, plan, stamped)
    ends = stamped.placement.sure and stamped.placement.placement is Placement.END
    return [
        series(c.raw, meaning, averaged or (ends and is_load_curve(meaning, stamped.step_us)))
        for c, meaning in zip(filled, means, strict=True)
    ]


def _unfolded(known: Known, code: Codes) -> tuple[Parsed, Codes, list[_Column], StampPlan]:
    """Rows with one stamp each; of a matrix, one a time of day."""
    collected = known.collected
    found = matrix.find(known.names, known.columns.values)
    if found is None or not known.plan.is_dated:
        return collected.parsed, code, _columns(known), known.plan
    parsed, value = found.unfold(collected.parsed, [collected.values[c] for c in found.columns])
    status = collected.status.get(found.columns[0])
    times = len(found.columns)
    column = _Column(MATRIX, None, value, None if status is None else np.repeat(status, times))
    said = "the columns are the times of day"
    plan = replace(known.plan, placement=Placement.START, reason=said)
    return parsed, np.repeat(code, times), [column], plan


def _columns(known: Known) -> list[_Column]:
    return [
        _Column(
            known.names[c],
            known.units[c] or units.within(known.names[c]),
            known.collected.values[c],
            known.collected.status.get(c),
        )
        for c in known.columns.values
    ]


def _rows(code: Codes, number: int, found: list[Group]) -> Flags | slice:
    return code == number if len(found) > 1 else slice(None)


def _candidate(said: tuple[Words, float], raw: Raw) -> _Candidate:
    words, factor = said
    return _Candidate(raw.times(factor), words, factor)


def _raw(
    column: _Column,
    group: Group,
    stamped: Stamped,
    again: Flags,
    rows: Flags | slice,
    several: bool,
) -> Raw:
    """`several`: the table has other columns of values, which this one's name is told apart by."""
    value = column.value[rows]
    status = None if column.status is None else column.status[rows]
    if status is not None and (status == Status.INVALID).any():
        value = np.where(status == Status.INVALID, np.nan, value)
    estimated = np.zeros(len(value), bool) if status is None else status == Status.ESTIMATED
    before = group.name or _before_a_unit(column.name, group)
    named = [before, column.name if several or not group.name else ""]
    name = " ".join(part for part in named if part) or MATRIX
    stands = (stamped.utc[rows], stamped.start[rows])
    return Raw(name, group.meter, *stands, value, estimated, again[rows])


def _before_a_unit(name: str, group: Group) -> str:
    """What the rows say of a column whose name is a unit and nothing else: "Afname" of "kWh"."""
    if units.unit(name) is None:
        return ""
    return next((text for text in group.words if measures.measure(text)), "")


def _words(column: _Column, group: Group, known: Known, answers: Answers) -> tuple[Words, float]:
    """What is written of a series, and the factor that stands in its unit."""
    name = " ".join(dict.fromkeys((*group.words, group.name, column.name)))
    hint = _hint(column, group, known.vendor)
    own = group.unit or column.unit or units.within(" ".join(group.words))
    factor, unit = units.parted(answers.unit or own or (hint.unit if hint else None) or "")
    usual = "kWh" if column.name == MATRIX else None
    point = any(is_metering_point(key.name) for key in known.collected.keys)
    return Words(name, unit or None, known.beside, hint, usual, point), factor


def _hint(column: _Column, group: Group, vendor: Vendor | None) -> Hint | None:
    """What the vendor's entry knows; of a column whose rows name their register, not its role."""
    for text in group.words:
        if found := vendors.hint(vendor, text):
            return found
    found = vendors.hint(vendor, column.name)
    named = any(measures.measure(text) for text in group.words)
    return replace(found, role=None) if found and named else found


def _signed(means: list[Meaning], raws: list[Raw]) -> list[Meaning]:
    """The meanings with the sign that closes the table's balance."""
    power = [n for n, m in enumerate(means) if m.kind is Kind.POWER and len(raws[n].value)]
    if len({(len(raws[n].value), means[n].unit) for n in power}) != 1:
        return means
    roles = [means[n].role for n in power]
    found = signs(roles, [raws[n].value for n in power])
    return [
        replace(m, sign=found[m.role]) if n in power and m.role in found else m
        for n, m in enumerate(means)
    ]


def _is_mean(known: Known, plan: StampPlan, stamped: Stamped) -> bool:
    """Whether powers of this table are means of their intervals: the rows name their ends, a
    vendor is known for it, or words say so."""
    told = plan.placement is not None or (known.vendor and known.vendor.placement is not None)
    said = measures.says_mean(" ".join((*known.names, *known.beside)))
    return stamped.step_us is not None and bool(plan.is_paired or told or said)


def _questions(answers: Answers, stamped: Stamped, made: tuple[Series, ...]) -> Iterator[Question]:
    """What the file leaves open and matters: nobody asks where a momentary value's stamp stands."""
    if stamped.timezone is not None and answers.timezone is None:
        yield Question("timezone", stamped.timezone)
    covers = any(s.kind is Kind.INTERVAL or s.mean for s in made)
    yield from (q for q in stamped.questions if q.name != "placement" or covers)
    flows = [s for s in made if s.kind is not Kind.LEVEL]
    open_units = sorted({s.unit for s in flows or made if "unit" in s.guessed})
    if open_units:
        yield Question("unit", open_units[0], ("W", "kW", "MW", "Wh", "kWh", "MWh", "m³"))
