"""What each series of a table is: role, commodity, unit, kind — from its own words, then from those
around it (its table's preamble, its file's name), then from its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from energy_core.formats.document import Floats
from energy_core.formats.table import registers
from energy_core.formats.vocabulary import measures, units
from energy_core.formats.vocabulary.measures import Measure
from energy_core.formats.vocabulary.vendors import Hint
from energy_core.model import Commodity, Kind, Role

_DEFAULT_UNIT = {Commodity.GAS: "m³", Commodity.WATER: "m³", Commodity.HEAT: "kWh"}
_BESIDE_THE_WHOLE = {
    Role.PRODUCTION, Role.GRID_IMPORT, Role.GRID, Role.BATTERY, Role.SUBMETER, Role.EV, None,
}  # fmt: skip
"""What a table tells apart only where `consumption` is that of the whole house."""
_LOAD_CURVE_STEP = 900_000_000
_NONE = Measure(None, Commodity.ELECTRICITY)


@dataclass(frozen=True, slots=True)
class Words:
    """What is written of one series. name: its column and register; unit: told by a column of
    units, a row of units or its name; beside: short texts around the table; hint: what a vendor's
    entry knows of it; usual: the unit of such a table where none is told."""

    name: str
    unit: str | None
    beside: tuple[str, ...] = ()
    hint: Hint | None = None
    usual: str | None = None

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
    told = "role" not in meaning.guessed and meaning.unit in ("W", "kW")
    return told and step_us is not None and step_us >= _LOAD_CURVE_STEP


def meanings(series: Sequence[tuple[Words, Floats]]) -> list[Meaning]:
    """The meaning of every series; `Floats`: its values in order of time, without NaN."""
    flows = sum(measures.state_unit(words.name) is None for words, _ in series)
    drafts = [_draft(words, values, flows == 1) for words, values in series]
    drafts = [_in_company(draft, drafts) for draft in drafts]
    return [_completed(draft, drafts) for draft in drafts]


def _in_company(draft: _Draft, all_drafts: list[_Draft]) -> _Draft:
    """A flow whose words name neither unit nor power, beside energy: it is energy too."""
    energy = [d.unit for d in all_drafts if d.unit in units.ENERGY]
    guessed_power = draft.unit == "W" and not draft.unit_told
    if not guessed_power or not energy or "power" in measures.plain(draft.words.name):
        return draft
    words = replace(draft.words, unit=max(set(energy), key=energy.count))
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
    if kind is not Kind.LEVEL and measure.commodity is Commodity.NONE:
        measure = measures.measure(words.around) or _NONE
        if measure.commodity is Commodity.NONE:
            measure = _NONE
    return _Draft(words, measure, unit, told, kind, values)


def _measure(words: Words, hint: Hint, alone: bool) -> Measure:
    """By the series' own words; what stands around a table speaks of its only flow, and of the
    commodity of all."""
    own, around = measures.measure(words.name), measures.measure(words.around)
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
        and around.role is Role.GRID_IMPORT
    ):
        found = around
    if hint.role is None and hint.commodity is None:
        return found
    return Measure(hint.role or found.role, hint.commodity or found.commodity, hint.kind)


def _guessed_unit(words: Words, measure: Measure, values: Floats) -> str:
    if words.usual:
        return words.usual
    if measure.commodity is Commodity.NONE:
        return measures.state_unit(words.name) or measures.state_unit(words.around) or ""
    if measure.commodity in _DEFAULT_UNIT:
        return _DEFAULT_UNIT[measure.commodity]
    text = measures.plain(f"{words.name} {words.around}")
    if registers.is_cumulative(values, measures.says_cumulative(text)):
        return "kWh"
    if any(w in text for w in ("energ", "consum", "verbr", "conso", "usage", "kulutus", "forbruk")):
        return "kWh" if "power" not in text else "W"
    return "W" if measure.role is not None or "power" in text else ""


def _is_custom(unit: str, measure: Measure) -> bool:
    """Whether nobody writes this quantity in another unit: a register's kWh, a gas meter's m³."""
    return unit in ("kWh", "m³", "%") or (unit == "°C" and measure.role is Role.TEMPERATURE)


def _kind(words: Words, unit: str, values: Floats, measure: Measure) -> Kind | None:
    if unit in units.POWER:
        return Kind.POWER
    if unit not in units.ENERGY | units.VOLUME:
        return Kind.INTERVAL if unit.lower() in ("kvarh", "varh", "kvah") else Kind.LEVEL
    told = measures.says_cumulative(words.name) or measures.says_cumulative(words.around)
    cumulative = registers.is_cumulative(values, told)
    if cumulative is None:
        return None
    return Kind.COUNTER if cumulative else Kind.INTERVAL


def _state_role(unit: str) -> Role:
    return Role.TEMPERATURE if unit in ("°C", "°F") else Role.LEVEL


def _completed(draft: _Draft, all_drafts: list[_Draft]) -> Meaning:
    kind = draft.kind or _kind_of_company(draft, all_drafts)
    role = draft.measure.role
    guessed = set() if draft.unit_told else {"unit"}
    if kind is not Kind.LEVEL and role in (None, Role.CONSUMPTION):
        role, sure = _use(draft, all_drafts)
        guessed |= set() if sure else {"role"}
    role = role or Role.LEVEL
    sign = 1
    if role in (Role.GRID, Role.BATTERY) and kind is Kind.COUNTER:
        role = Role.GRID_IMPORT if role is Role.GRID else Role.BATTERY_CHARGE
        guessed.add("role")
    if kind in (Kind.POWER, Kind.INTERVAL) and _is_negative(draft.values):
        sign = -1
    return Meaning(role, draft.measure.commodity, kind, draft.unit, sign, frozenset(guessed))


def _kind_of_company(draft: _Draft, all_drafts: list[_Draft]) -> Kind:
    """A register that never moved is what those in its unit are; a lone one that stands above
    zero is a counter."""
    kin = [d.kind for d in all_drafts if d.kind and d.unit == draft.unit]
    if kin:
        return max(set(kin), key=kin.count)
    return Kind.COUNTER if len(draft.values) and draft.values[0] > 0 else Kind.INTERVAL


def _use(draft: _Draft, all_drafts: list[_Draft]) -> tuple[Role, bool]:
    """(role of what is used, whether it is sure): what a meter at the grid counts is bought, unless
    the same table tells production or purchases apart from use; then it is the whole's use; what
    has no words of its own beside it is a part."""
    told = {d.measure.role for d in all_drafts if d is not draft}
    flows = [
        d
        for d in all_drafts
        if d.kind is not Kind.LEVEL and d.measure.commodity is Commodity.ELECTRICITY
    ]
    if draft.measure.role is Role.CONSUMPTION:
        behind = told & _BESIDE_THE_WHOLE
        return (Role.CONSUMPTION, True) if behind else (Role.GRID_IMPORT, True)
    if told & {Role.GRID_EXPORT} and not told & {Role.CONSUMPTION, Role.GRID_IMPORT}:
        return Role.GRID_IMPORT, False
    if len(flows) == 1 or (all(d.measure.role is None for d in flows) and draft.words.unit is None):
        return (Role.GRID_IMPORT, False) if len(flows) == 1 else (Role.SUBMETER, False)
    return Role.SUBMETER, False


def _is_negative(values: Floats) -> bool:
    """Whether a flow is written with a minus: none above zero, some below."""
    return len(values) > 0 and bool(values.max() <= 0) and bool(values.min() < 0)
