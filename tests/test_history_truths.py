"""The figures of real meter files, stored and read back, equal what plain Python adds up in them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_core.analysis.figures import Figure, figures
from energy_core.analysis.period import Compare, Period, Span
from energy_core.formats.document import Answers
from energy_core.metering.readings import Readings
from energy_core.model import Commodity, Kind, MeterSpec, Role
from energy_core.services.history import Selection, view
from energy_core.services.importing.storing import File
from energy_core.services.imports import Imports
from energy_core.settings import Settings
from energy_core.store import Store

MILLI = 1e-3  # Wh, of sums of thousands of kWh
LATER = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """`column` → the figures' names that it alone, or with others, is the truth of.

    factor: from the file's unit to Wh or m³; local: the local time that a stamp's text tells.
    """

    path: str
    timezone: str
    stamp: str
    local: Callable[[str], datetime]
    columns: dict[str, str]
    factors: dict[str, float]


def _naive(pattern: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, pattern)


CASES = {
    "enphase": Case(
        "enphase_report/9999998_custom_report.csv", "Europe/Amsterdam", "Date/Time",
        _naive("%m/%d/%Y %H:%M"),
        {"Energy Produced (Wh)": "produced", "Energy Consumed (Wh)": "used",
         "Exported to Grid (Wh)": "sold", "Imported from Grid (Wh)": "bought"}, {},
    ),
    "dsmr": Case(
        "dsmr_reader_hourly/dsmrreader-data-export-hour.csv", "Europe/Amsterdam", "Hour Start",
        lambda text: datetime.fromisoformat(text).replace(tzinfo=None),
        {"Electricity 1 (Dutch Users: Low Tariff)": "bought",
         "Electricity 2 (Dutch Users: Normal Tariff)": "bought",
         "Electricity 1 Returned (Dutch Users: Low Tariff)": "sold",
         "Electricity 2 Returned (Dutch Users: Normal Tariff)": "sold", "Gas": "gas"},
        {"bought": 1000, "sold": 1000},
    ),
    "ausgrid": Case(
        "ausgrid_customer12/data_2011-2012.csv", "Australia/Sydney", "",
        _naive("%Y-%m-%d %H:%M:%S"), {"GC": "bought", "GG": "produced"},
        {"bought": 1000, "produced": 1000},
    ),
    "ukdale": Case(
        "ukdale_house2_1min/UKDALE_House2_2013-06.csv.gz", "UTC", "Time",
        _naive("%Y-%m-%d %H:%M:%S"), {"Aggregate": "used"}, {"used": 1 / 60},
    ),
}  # fmt: skip


@cache
def rows(path: Path, name: str) -> list[tuple[datetime, dict[str, float]]]:
    """(local time, figure's name → Wh or m³) of every line of the file."""
    case = CASES[name]
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode()
    out = []
    for line in csv.DictReader(io.StringIO(text, newline="")):
        values: dict[str, float] = defaultdict(float)
        for column, figure in case.columns.items():
            values[figure] += float(line[column] or 0) * case.factors.get(figure, 1)
        out.append((case.local(line[case.stamp]), values))
    return out


class Home:
    """One of the files, in a store."""

    def __init__(self, name: str, meter_files: Path, folder: Path) -> None:
        self.name, self.timezone = name, CASES[name].timezone
        self.path = meter_files / CASES[name].path
        self.store = Store(Settings(db=folder / "energy.duckdb", timezone=self.timezone))
        imports = Imports(self.store)
        documents = imports.read(self.path, self.path.name, Answers(timezone=self.timezone))
        digest = hashlib.sha256(self.path.read_bytes()).hexdigest()
        imports.store(File(self.path.name, digest, documents), imports.targets(documents))

    @property
    def rows(self) -> list[tuple[datetime, dict[str, float]]]:
        return rows(self.path, self.name)

    def whole(self) -> Period:
        return Period(Span.ALL, self.rows[0][0].date(), self.rows[-1][0].date())

    def truths(self, period: Period) -> dict[str, float]:
        """Sums of the file's own lines, by figure."""
        out: dict[str, float] = defaultdict(float)
        for at, values in self.rows:
            if period.contains(at.date()):
                for figure, value in values.items():
                    out[figure] += value
        return out

    def figures(self, period: Period) -> dict[str, Figure]:
        return shown(self.store, period, self.timezone)


def shown(store: Store, period: Period, timezone: str) -> dict[str, Figure]:
    """As the history's page reads and tells them."""
    seen = view(store, period, Compare.NONE, Selection(), timezone, LATER)
    return {one.name: one for one in figures(seen.now.measured, None, timezone)}


@pytest.fixture(scope="module")
def home(
    request: pytest.FixtureRequest, meter_files: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    made = Home(request.param, meter_files, tmp_path_factory.mktemp(request.param))
    with made.store:
        yield made


every_file = pytest.mark.parametrize("home", list(CASES), indirect=True)


@every_file
def test_the_sums_of_all_are_those_of_the_file(home: Home) -> None:
    told = home.figures(home.whole())
    truths = home.truths(home.whole())
    assert max(truths.values()) > 100_000
    for name, total in truths.items():
        assert told[name].value == pytest.approx(total, abs=MILLI), name


@every_file
@pytest.mark.parametrize("span", [Span.MONTH, Span.YEAR, Span.WEEK], ids=str)
def test_the_sums_of_every_period_are_those_of_its_lines(home: Home, span: Span) -> None:
    """Every month and year; of weeks each 13th, for time's sake."""
    whole, checked = home.whole(), 0
    period = Period.of(span, whole.first)
    while period.first <= whole.last:
        told = home.figures(period)
        for name, total in home.truths(period).items():
            assert told[name].value == pytest.approx(total, abs=MILLI), (period, name)
            checked += 1
        period = period.stepped(13 if span is Span.WEEK else 1)
    assert checked


@pytest.mark.parametrize(
    ("home", "day", "hours"),
    [
        ("enphase", date(2023, 3, 26), 23),
        ("enphase", date(2023, 10, 29), 25),
        ("dsmr", date(2024, 3, 31), 23),
        ("dsmr", date(2024, 10, 27), 25),
    ],
    indirect=["home"],
    ids=str,
)
def test_the_days_on_which_the_clock_changes_are_whole(home: Home, day: date, hours: int) -> None:
    period = Period.of(Span.DAY, day)
    lines = [values for at, values in home.rows if at.date() == day]
    assert len(lines) == hours
    told = home.figures(period)
    for name, total in home.truths(period).items():
        assert told[name].value == pytest.approx(total, abs=MILLI)
        assert told[name].trust.coverage == pytest.approx(1)


@pytest.mark.parametrize("home", ["enphase"], indirect=True)
def test_the_balance_closes_and_the_shares_are_those_of_the_files_sums(home: Home) -> None:
    for period in (home.whole(), Period.of(Span.MONTH, date(2024, 5, 1))):
        told = {name: figure.value for name, figure in home.figures(period).items()}
        truth = home.truths(period)
        assert told["produced"] + told["bought"] == pytest.approx(
            told["used"] + told["sold"], abs=MILLI
        )
        assert told["self_sufficiency"] == pytest.approx(1 - truth["bought"] / truth["used"])
        assert told["self_consumption"] == pytest.approx(1 - truth["sold"] / truth["produced"])


@pytest.mark.parametrize("home", ["enphase"], indirect=True)
def test_the_peak_and_what_follows_from_it_are_those_of_the_files_hours(home: Home) -> None:
    """An hour's Wh are the watts of each of its quarter hours."""
    period = Period.of(Span.YEAR, date(2023, 1, 1))
    lines = [(at, values) for at, values in home.rows if at.year == 2023]
    highest = max(values["used"] for _, values in lines)
    when = next(at for at, values in lines if values["used"] == highest)
    months: dict[int, float] = defaultdict(float)
    for at, values in lines:
        months[at.month] = max(months[at.month], values["bought"])
    told = home.figures(period)
    total = sum(values["used"] for _, values in lines)
    assert told["peak"].value == pytest.approx(highest)
    assert told["peak"].at is not None
    assert told["peak"].at.astimezone(ZoneInfo(home.timezone)).replace(tzinfo=None) == when
    assert told["month_peak"].value == pytest.approx(sum(months.values()) / 12)
    assert told["full_load_hours"].value == pytest.approx(total / highest)
    assert told["load_factor"].value == pytest.approx(total / len(lines) / highest)


@pytest.mark.parametrize("home", ["ukdale"], indirect=True)
def test_the_base_load_is_the_median_night_of_the_files_minutes(home: Home) -> None:
    watts: dict[tuple[date, int], list[float]] = defaultdict(list)
    for at, values in home.rows:
        if at.hour < 5:
            watts[at.date(), at.hour * 4 + at.minute // 15].append(values["used"] * 60)
    nights: dict[date, list[float]] = defaultdict(list)
    for (day, _), minutes in watts.items():
        if len(minutes) == 15:
            nights[day].append(sum(minutes) / 15)
    lows = [tenth(quarters) for quarters in nights.values() if len(quarters) == 20]
    assert len(lows) >= 25
    base = home.figures(Period.of(Span.MONTH, date(2013, 6, 1)))["base_load"]
    assert base.value == pytest.approx(statistics.median(lows), abs=1e-6)


def tenth(values: list[float]) -> float:
    """The 10 % quantile, between neighbours in proportion."""
    ordered = sorted(values)
    place = 0.1 * (len(ordered) - 1)
    low = int(place)
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


ZONES = {
    "Europe/Paris": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Sydney": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
}
"""The days of 2026 on which the clock changes."""


@pytest.mark.parametrize(
    ("timezone", "change"), [(zone, day) for zone, days in ZONES.items() for day in days], ids=str
)
def test_over_a_change_of_the_clock_a_period_holds_its_own_quarter_hours(
    timezone: str, change: date, store: Store
) -> None:
    begin = datetime.combine(change - timedelta(days=40), datetime.min.time(), UTC)
    instants = [begin + timedelta(minutes=15 * n) for n in range(80 * 96)]
    amounts = np.random.default_rng(change.toordinal()).integers(1, 900, len(instants))
    spec = MeterSpec("house", Kind.INTERVAL, Role.CONSUMPTION, Commodity.ELECTRICITY, "Wh", "Wh")
    store.create_meters([spec])
    ts = np.array([int(at.timestamp()) * 10**6 for at in instants])
    ids = np.full(len(ts), store.meter("house").id, np.int32)
    store.ingest(Readings(ids, ts, amounts.astype(float)), "test").result()
    for span in (Span.DAY, Span.WEEK, Span.MONTH):
        period = Period.of(span, change)
        inside = [
            int(amount)
            for at, amount in zip(instants, amounts, strict=True)
            if period.contains(at.astimezone(ZoneInfo(timezone)).date())
        ]
        told = shown(store, period, timezone)
        assert told["used"].value == pytest.approx(sum(inside), abs=1e-6)
        assert told["used"].trust.coverage == 1
        assert told["peak"].value == pytest.approx(4 * max(inside))
        odd = len(inside) - 96 * period.days
        assert abs(odd) == (2 if timezone == "Australia/Lord_Howe" else 4)
