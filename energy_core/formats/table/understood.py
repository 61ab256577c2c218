"""Collected rows → series with a meaning, in UTC: which rows belong together, when they were, what
they measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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


def understand(known: Known, answers: Answers) -> Understood:
    """The series of the table, and what is open."""
    code, found = groups(known.collected.keys, known.collected.parsed.stamp)
    parsed, code, columns, plan = _unfolded(known, code)
    money = [known.collected.values[c] for c in known.columns.money]
    cells = [c.value for c in columns] + [m for m in money if len(m) == len(code)]
    zone = answers.timezone or plan.timezone or answers.usual_timezone
    own = known.vendor.placement if known.vendor else None
    series_of = code.astype(np.int64) if len(found) > 1 else None
    moved = None if plan.is_dated or plan.is_paired else closing(parsed, series_of)
    if moved is not None:
        parsed = replace(parsed, stamp=moved)
    stamped = stamps.to_utc(plan, parsed, zone, answers, series_of, own)
    again = repeats(code.astype(np.int64), stamped.utc, cells)
    raws, words = [], []
    factors: dict[str, float] = {}
    for column in columns:
        for number, group in enumerate(found):
            rows = _rows(code, number, found)
            said, factor = _words(column, group, known, answers)
            words.append(said)
            raws.append(_raw(column, group, stamped, again, rows, len(columns)).times(factor))
            factors[raws[-1].name] = factor
    filled = [n for n, raw in enumerate(raws) if not np.isnan(raw.value).all()]
    means = meanings([(words[n], raws[n].in_order()) for n in filled])
    means = _signed(means, [raws[n] for n in filled])
    averaged = _is_mean(known, plan, stamped)
    ends = stamped.placement.sure and stamped.placement.placement is Placement.END
    made = without_repeats(
        [
            series(raws[n], meaning, averaged or (ends and is_load_curve(meaning, stamped.step_us)))
            for n, meaning in zip(filled, means, strict=True)
        ]
    )
    return Understood(
        made,
        stamped.timezone,
        tuple(_questions(answers, stamped, made)),
        (
            *stamped.issues,
            *(i for s in made for i in findings.of_series(s, clashes(s), factors[s.name])),
        ),
    )


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


def _raw(
    column: _Column, group: Group, stamped: Stamped, again: Flags, rows: Flags | slice, width: int
) -> Raw:
    value = column.value[rows]
    status = None if column.status is None else column.status[rows]
    if status is not None and (status == Status.INVALID).any():
        value = np.where(status == Status.INVALID, np.nan, value)
    estimated = np.zeros(len(value), bool) if status is None else status == Status.ESTIMATED
    before = group.name or _before_a_unit(column.name, group)
    named = [before, column.name if width > 1 or not group.name else ""]
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
