"""What each series of a table is: role, commodity, unit, kind — from its own words, then from those
around it (its table's preamble, its file's name), then from its values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from energy_core.formats.document import Floats
from energy_core.formats.table import registers
from energy_core.formats.table.roles import Company, Flow, company, direction
from energy_core.formats.vocabulary import measures, units
from energy_core.formats.vocabulary.measures import Measure
from energy_core.formats.vocabulary.vendors import Hint
from energy_core.model import Commodity, Kind, Role

_DEFAULT_UNIT = {Commodity.GAS: "m³", Commodity.WATER: "m³", Commodity.HEAT: "kWh"}
_LARGE_UNITS, _MOST_IN_A_ROW = {"kWh", "MWh", "m³"}, 100.0
_WATER_UNITS = {"l", "gal"}
_REACTIVE = {"kvarh", "varh", "kVAh", "VAh"}
_LOAD_CURVE_STEP = 900_000_000
_NONE = Measure(None, Commodity.ELECTRICITY)
_STATE = Measure(Role.LEVEL, Commodity.NONE, Kind.LEVEL)


@dataclass(frozen=True, slots=True)
class Words:
    """What is written of one series. name: its column and register; unit: told by a column of
    units, a row of units or its name; beside: short texts around the table; hint: what a vendor's
    entry knows of it; usual: the unit of such a table where none is told; point: the rows name the
    point at which a network delivers; own: the name without what all of the table begin with."""

    name: str
    unit: str | None
    beside: tuple[str, ...] = ()
    hint: Hint | None = None
    usual: str | None = None
    point: bool = False
    own: str = ""

    @property
    def around(self) -> str:
        return " ".join(self.beside)

    def unit_beside(self) -> str | None:
        """The unit of a flow that a text of its own names."""
        found = (units.unit(text) for text in self.beside)
        return next((unit for unit in found if unit in units.FLOW), None)


@dataclass(frozen=True, slots=True)
class Meaning:
    role: Role
    commodity: Commodity
    kind: Kind
    unit: str
    sign: int = 1
    guessed: frozenset[str] = field(default_factory=frozenset)


def is_load_curve(meaning: Meaning, step_us: int | None) -> bool:
    """Whether a power whose stamps stand at the ends of whole days is a meter's load curve, the mean
    of each interval: of a home or a building, by a quarter of an hour or more. The operators of
    networks write hours that end so as well, but as they were."""
    told = "unit" not in meaning.guessed and meaning.unit in ("W", "kW")
    return told and step_us is not None and step_us >= _LOAD_CURVE_STEP


def meanings(series: Sequence[tuple[Words, Floats]]) -> list[Meaning]:
    """The meaning of every series; `Floats`: its values in order of time, without NaN."""
    flows = sum(measures.state_unit(words.name) is None for words, _ in series)
    shared = _shared([words.name for words, _ in series])
    drafts = [
        _draft(replace(words, own=words.name[shared:]), values, flows == 1)
        for words, values in series
    ]
    told = Counter(draft.unit for draft in drafts if draft.unit_told)
    drafts = [_in_company(draft, told) for draft in drafts]
    heated = any(draft.measure.commodity is Commodity.HEAT for draft in drafts)
    drafts = [_with_volume(draft, heated) for draft in drafts]
    kin: dict[str, Counter[Kind]] = defaultdict(Counter)
    for draft in drafts:
        kin[draft.unit].update([draft.kind] if draft.kind else [])
    flows_found = [_flow(draft, kin[draft.unit]) for draft in drafts]
    table = company(flows_found)
    return [_completed(flow, table, draft) for flow, draft in zip(flows_found, drafts, strict=True)]


def _with_volume(draft: _Draft, heated: bool) -> _Draft:
    """A volume that no words call gas or water: that of a heat meter is a check of its heat."""
    if draft.unit not in units.VOLUME or draft.measure.commodity is not Commodity.ELECTRICITY:
        return draft
    if heated:
        return replace(draft, measure=Measure(Role.OTHER, Commodity.HEAT))
    commodity = Commodity.WATER if draft.unit in _WATER_UNITS else Commodity.GAS
    return replace(draft, measure=Measure(Role(commodity.value), commodity))


def _shared(names: Sequence[str]) -> int:
    """Letters at the beginning of all names, up to the end of a word: the site's name, mostly."""
    if len(names) < 2:
        return 0
    columns = enumerate(zip(*names, strict=False))
    alike = takewhile(lambda column: len(set(column[1])) == 1, columns)
    return max((at + 1 for at, letters in alike if letters[0] in " -_./|:"), default=0)


def _in_company(draft: _Draft, told: Counter[str]) -> _Draft:
    """What tells no unit, among series that do (`told`): a flow is energy as they are; what has no
    words of a flow either is a state."""
    if draft.unit != "W" or draft.unit_told or not told:
        return draft
    if draft.measure is _NONE and not measures.says_power(draft.words.name):
        return replace(draft, measure=_STATE, unit="", kind=Kind.LEVEL)
    usual = next((unit for unit, _ in told.most_common() if unit in units.ENERGY), None)
    if usual is None or measures.says_power(draft.words.name):
        return draft
    words = replace(draft.words, unit=usual)
    return replace(_draft(words, draft.values, False), unit_told=False)


@dataclass(frozen=True, slots=True)
class _Draft:
    words: Words
    measure: Measure
    unit: str
    unit_told: bool
    kind: Kind | None  # None: energy or volume, not known whether cumulative
    values: Floats


def _draft(words: Words, values: Floats, alone: bool) -> _Draft:
    hint = words.hint or Hint()
    measure = _measure(words, hint, alone)
    unit = words.unit or words.unit_beside()
    told = unit is not None
    if unit is None:
        unit = _guessed_unit(words, measure, values)
        told = _is_custom(unit, measure)
    kind = hint.kind or _kind(words, unit, values, measure)
    if kind is Kind.LEVEL and measure.commodity is not Commodity.NONE:
        measure = Measure(_state_role(unit), Commodity.NONE, Kind.LEVEL)
    if unit in _REACTIVE:
        measure = Measure(Role.OTHER, Commodity.NONE)
    elif kind is not Kind.LEVEL and measure.commodity is Commodity.NONE:
        measure = measures.measure(words.around) or _NONE
        if measure.commodity is Commodity.NONE:
            measure = _NONE
    return _Draft(words, measure, unit, told, kind, values)


def _measure(words: Words, hint: Hint, alone: bool) -> Measure:
    """By the series' own words; what stands around a table speaks of its only flow, and of the
    commodity of all."""
    own, around = measures.measure(words.name), measures.measure(words.around)
    apart = measures.measure(words.own)
    if apart and apart.commodity is not Commodity.NONE:
        own = apart
    found = own or (around if alone else None) or _NONE
    if around and around.commodity in (Commodity.GAS, Commodity.WATER):
        plain_use = found.role in (None, Role.GRID_IMPORT, Role.CONSUMPTION)
        if found.commodity is Commodity.ELECTRICITY and plain_use:
            found = around
    if (
        alone
        and own
        and own.role is Role.CONSUMPTION
        and around
        and around.role in (Role.GRID_IMPORT, Role.GRID_EXPORT)
    ):
        found = around
    return found if hint.role is None else Measure(hint.role, found.commodity, hint.kind)


def _guessed_unit(words: Words, measure: Measure, values: Floats) -> str:
    if words.usual:
        return words.usual
    if measure.commodity is Commodity.NONE:
        return measures.state_unit(words.name) or measures.state_unit(words.around) or ""
    if measure.commodity in _DEFAULT_UNIT:
        return _DEFAULT_UNIT[measure.commodity]
    if measures.says_power(words.name):
        return "W"
    text = f"{words.name} {words.around}"
    daily = measures.says_daily(words.name)
    if registers.is_cumulative(values, measures.says_cumulative(text), daily):
        return "kWh"
    band = measures.is_band(words.name) and not any(map(str.isdigit, words.name))
    energy = band or measures.says_energy(text) or measures.says_cumulative(words.name)
    return "kWh" if energy and not measures.says_power(text) else "W"


def _is_custom(unit: str, measure: Measure) -> bool:
    """Whether nobody writes this quantity in another unit: a register's kWh, a gas meter's m³."""
    return unit in ("kWh", "m³", "%") or (unit == "°C" and measure.role is Role.TEMPERATURE)


def _kind(words: Words, unit: str, values: Floats, measure: Measure) -> Kind | None:
    if unit in units.POWER:
        return Kind.POWER
    if unit not in units.ENERGY | units.VOLUME:
        return Kind.INTERVAL if unit in _REACTIVE else Kind.LEVEL
    told = measures.says_cumulative(words.name) or measures.says_cumulative(words.around)
    cumulative = registers.is_cumulative(values, told, measures.says_daily(words.name))
    if cumulative is None:
        return None
    return Kind.COUNTER if cumulative else Kind.INTERVAL


def _state_role(unit: str) -> Role:
    return Role.TEMPERATURE if unit in ("°C", "°F") else Role.LEVEL


def _completed(flow: Flow, table: Company, draft: _Draft) -> Meaning:
    found = direction(flow, table)
    guessed = {"unit": not draft.unit_told, "role": not found.sure}
    return Meaning(
        found.role,
        flow.commodity,
        flow.kind,
        draft.unit,
        found.sign,
        frozenset(field for field, is_guessed in guessed.items() if is_guessed),
    )


def _flow(draft: _Draft, kin: Counter[Kind]) -> Flow:
    return Flow(
        draft.words.name,
        draft.measure.role,
        draft.measure.commodity,
        draft.kind or _kind_of_company(draft, kin),
        draft.values,
        draft.unit_told,
        draft.words.point,
    )


def _kind_of_company(draft: _Draft, kin: Counter[Kind]) -> Kind:
    """A register that never moved is what those in its unit are; one that stands above zero is a
    counter where others are, where its words say so, and where no interval could hold as much."""
    height = float(draft.values[0]) if len(draft.values) else 0.0
    told = Kind.COUNTER in kin or measures.says_cumulative(draft.words.name)
    if height > 0 and (told or (draft.unit in _LARGE_UNITS and height > _MOST_IN_A_ROW)):
        return Kind.COUNTER
    return kin.most_common(1)[0][0] if kin else Kind.INTERVAL
