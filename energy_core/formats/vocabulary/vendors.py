"""Tables that are known by name: how to recognise them, and what their words do not say.

A vendor is an entry, not code. Everything is read without it too; it adds a name, units and
directions that no heading tells, and where in its interval a stamp stands, where no row tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from energy_core.formats.document import Placement
from energy_core.formats.vocabulary.text import plain
from energy_core.model import Kind, Role


@dataclass(frozen=True, slots=True)
class Hint:
    """What is known of the columns whose name fits."""

    role: Role | None = None
    unit: str | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Vendor:
    """headings: patterns that must each fit a column's plain name; around: one that must fit the
    preamble or the file's name; hints: pattern of a plain name → what is known of it."""

    name: str
    headings: tuple[str, ...]
    around: str | None = None
    hints: dict[str, Hint] = field(default_factory=dict)
    placement: Placement | None = None


_IN, _OUT = Role.GRID_IMPORT, Role.GRID_EXPORT
_END, _START = Placement.END, Placement.START

VENDORS: tuple[Vendor, ...] = (
    Vendor("Enedis, index", ("^horodate$", "^eas t$|^eas f1$"),
           hints={r"^eas f\d+|^eas d\d+": Hint(Role.OTHER, "Wh", Kind.COUNTER),
                  r"^eas t": Hint(_IN, "Wh", Kind.COUNTER)}),
    Vendor("Enedis, load curve", ("^horodate$", "^valeur$"), placement=_END),
    Vendor("Fluvius", ("^van datum", "^van tijdstip", "^register$", "^volume$")),
    Vendor("Zonneplan", ("electricity consumption usage", "electricity production usage"),
           hints={r"production usage": Hint(_OUT)}),
    Vendor("VanOns, meter readings", ("^afname stand dal", "^invoeding stand dal"),
           hints={r"verbruik|productie|minus": Hint(Role.OTHER)}),
    Vendor("Greenchoice, meter readings", ("^opname datum", "^stand normaal"),
           hints={r"^stand": Hint(_IN)}),
    Vendor("DSMR-reader", ("start$", "^electricity 1 ", "^electricity 2 "),
           hints={r"returned": Hint(_OUT), r"^electricity": Hint(_IN)}),
    Vendor("HomeWizard, electricity", ("^time$", "import t1")),
    Vendor("Enphase, report", ("^date time$", "energy produced wh"), placement=_START),
    Vendor("Shelly EM, data", ("^date time utc$", "active energy wh"), placement=_START,
           hints={r"^active": Hint(_IN)}),
    Vendor("SMA, inverter", ("metering",), r"tool web ?ui|csv3|sunny",
           hints={r"grid ms.*tot wh in": Hint(_IN), r"grid ms.*wh out": Hint(_OUT),
                  r"tot wh out": Hint(Role.PRODUCTION)}),
    Vendor("SolarEdge", ("^date$", "^value$"), r"time unit|solaredge", placement=_START),
    Vendor("GivEnergy", ("^time$", "^solar w$", "^battery pct$"),
           hints={r"^total": Hint(unit="kWh", kind=Kind.COUNTER)}),
    Vendor("Octopus Energy", ("^consumption", "^interval start$|^estimated cost inc tax")),
    Vendor("Green Button CSV", ("^time period start$", "usage")),
    Vendor("Green Button CSV", ("^type$", "^date$", "^start time$", "^end time$", "usage")),
    Vendor("ESB Networks, HDF", ("^mprn$", "^read value$", "^read type$")),
    Vendor("Datadis", ("^cups$", "^fecha$", "^hora$")),
    Vendor("Elhub", ("^fra$", r"^kwh \d+ (forbruk|produksjon)")),
    Vendor("Fingrid Datahub", ("^mittauspisteen tunnus", "^alkuaika")),
    Vendor("Eloverblik", ("^malepunkts? ?id", "^fra dato", "^maengde|^mangde|^mengde")),
    Vendor("n3rgy", ("^timestamp utc$", "energy consumption kwh")),
    Vendor("Fronius Solar.web", ("^date and time|^datum und uhrzeit",), r"fronius|solar ?web"),
    Vendor("UCI, household power", ("^global active power$", "^sub metering 1$"),
           hints={r"global active": Hint(Role.CONSUMPTION, "kW", Kind.POWER),
                  r"reactive": Hint(Role.LEVEL, "kvar", Kind.LEVEL), r"voltage": Hint(Role.LEVEL, "V", Kind.LEVEL),
                  r"intensity": Hint(Role.LEVEL, "A", Kind.LEVEL),
                  r"sub metering": Hint(Role.SUBMETER, "Wh", Kind.INTERVAL)}),
    Vendor("Appliance readings", ("^(time|datetime|timestamp|date)", "^aggregate$"),
           hints={r"^(?!time|unix|issues)": Hint(unit="W", kind=Kind.POWER)}),
    Vendor("AMPds", ("^unix ts$", "^pt$", "^qt$"),
           hints={"^p$": Hint(Role.CONSUMPTION, "W", Kind.POWER), "^pt$": Hint(Role.OTHER, "Wh", Kind.COUNTER),
                  "^qt$": Hint(Role.OTHER, "varh"), "^st$": Hint(Role.OTHER, "VAh")}),
    Vendor("Discovergy", ("^time$", "^values energy$", "^values energy out$"), hints={
           "energy out$": Hint(_OUT, "10^-10 kWh"), "energy$": Hint(_IN, "10^-10 kWh")}),
    Vendor("Moj elektro", ("casovna znacka", "^energija a$"), placement=_END, hints={
           "delovna moc": Hint(unit="kW"), "jalova": Hint(Role.LEVEL, "kvar", Kind.LEVEL)}),
    Vendor("Shelly Pro, data", ("^timestamp", "total act energy"), placement=_START, hints={
           "fund act": Hint(Role.OTHER, "Wh"), "act ret energy": Hint(_OUT, "Wh"),
           "act energy": Hint(_IN, "Wh"), "m(ax|in) act power": Hint(Role.OTHER, "W")}),
    Vendor("Ausgrid solar homes", ("^gc$|^consumption category$", "^gg$|^generator capacity$"),
           hints={r"^gc$": Hint(_IN, "kWh", Kind.INTERVAL), r"^gg$": Hint(Role.PRODUCTION, "kWh", Kind.INTERVAL)}),
    Vendor("Home Assistant, states", ("^entity id$", "^state$", "^last (changed|updated)")),
    Vendor("Home Assistant, statistics", ("^statistic id$|^entity id$", "^start$", "^sum$|^mean$|^state$")),
    Vendor("AEMO, price and demand", ("^settlementdate$", "^totaldemand$|^total demand$"), placement=_END,
           hints={r"demand": Hint(Role.CONSUMPTION, "MW", Kind.POWER)}),
)  # fmt: skip


def recognise(names: Sequence[str], around: str) -> Vendor | None:
    """The first vendor whose signs are all there; `around`: preamble, context and file name."""
    written, beside = [plain(n) for n in names], plain(around)
    for vendor in VENDORS:
        fits = all(any(re.search(p, n) for n in written) for p in vendor.headings)
        if fits and (vendor.around is None or re.search(vendor.around, beside)):
            return vendor
    return None


def hint(vendor: Vendor | None, name: str) -> Hint | None:
    """What the vendor's entry knows of the column `name`; its first fitting pattern counts."""
    if vendor is None:
        return None
    return next((h for p, h in vendor.hints.items() if re.search(p, plain(name))), None)
