"""Real meter files, read by the general reader: facts equal independently computed truths."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from energy_core.formats import facts
from energy_core.formats.document import Answers
from energy_core.formats.reading import read

Facts = dict[str, Any]
TOLERANCE = 1e-6
ENERGY = "energy_kwh_if_all_30min"  # a column of the truth that the file has not


@dataclass(frozen=True)
class Case:
    """`trap`: what makes the file hard. names: column of the truth → name of our series."""

    path: str
    trap: str
    timezone: str = "UTC"
    names: dict[str, str] = field(default_factory=dict)


CASES = (
    Case("enedis_linky_aeneria/Enedis_Conso_Heure.csv", "stamps are ends; a stray delimiter; empty values",
         names={"power_w": "Valeur"}),
    Case("enedis_linky_aeneria/Enedis_Conso_Jour.csv", "a counter; a second table below; empty columns",
         names={"index_wh": "EAS T"}),
    Case("greenbutton_bhe_csv_house1/BHE_Electric_Interval_Data_Apr_10_2011_to_May_9_2012.csv",
         "a line break within the preamble; the autumn hour stands there once", "America/New_York",
         {"import_kwh": "Usage (KWH)"}),
    Case("greenbutton_espi_sdk/TestGBDataHourlyNineDaysBinnedDaily.xml", "hours in blocks of days"),
    Case("greenbutton_espi_sdk/Inland_Single_Family_2011.xml", "a year of hours"),
    Case("greenbutton_espi_sdk/electric_containerized.xml", "a hole of eight hours"),
    Case("nem12_examples/Example_NEM12_incomplete_interval.csv", "a day without values: its stamp is no value"),
    Case("nem12_examples/Example_NEM12_month_solar.csv", "five minutes, both ways"),
    Case("nem12_examples/Example_NEM12_multiple_meters.csv", "two meters, six registers"),
    Case("nem12_examples/Example_NEM12_multiple_quality.csv", "a day of several qualities"),
    Case("nem12_examples/Example_NEM12_substituted_interval.csv", "a substituted day, reactive beside active"),
    Case("octopus_api_csv/consumption.csv", "falling order; two offsets", names={"import_kwh": "consumption"}),
    Case("fluvius_nl/Verbruikshistoriek_gas_123456789123456789_20220110_20240929_uurtotalen.csv",
         "every hour twice, in kWh and in m³", "Europe/Brussels"),
    Case("fluvius_nl/Verbruikshistoriek_elektriciteit_123456789123456789_20211012_20240929_kwartiertotalen.csv",
         "one row a register; decimal comma; the repeated hour", "Europe/Brussels"),
    Case("enphase_report/9999998_custom_report.csv", "month before day; both changes of the clock",
         "Europe/Amsterdam"),
    Case("shelly_em3_phaseA/em_data_phaseA.csv", "a repeated block; blocks out of order; two steps"),
    Case("dsmr_reader_hourly/dsmrreader-data-export-hour.csv", "two tariffs, both ways, and gas"),
    Case("homewizard_counters/homewizard_2022-09_15min_elec.csv", "counters", "Europe/Amsterdam"),
    Case("solaredge_api_json/solaredge_2024_10.json", "zones with a name and an offset; null at night"),
    Case("solaredge_api_json/solaredge_2025_03.json", "an hour that no clock showed"),
    Case("sma_daily_6/SUNNY_TRIPOWER_6.0_XXXXXXXXXX_Daily_2025_07_14_14_27_50.csv",
         "six lines of headings; a row of units; NaN; a counter", "Europe/Amsterdam"),
    Case("daily_counters_nl/vanons_meterstanden_stroom_2023.csv", "counters beside their differences; falling"),
    Case("daily_counters_nl/greenchoice_meterstanden_stroom_2023.csv", "counters; falling; a missing day"),
    Case("givenergy_meterdata/MeterData_2025-06-01_flat.csv", "no step; stamps with two values; signed power"),
    Case("zonneplan_xlsx/export-2025-01-21.11_17_12.xlsx", "a total row without a date; negative export"),
    Case("uci_household_power/householdpower_2007-04_05.csv.gz", "power in kW beside energy in Wh"),
    Case("ukdale_house2_1min/UKDALE_House2_2013-06.csv.gz", "appliances beside the whole"),
    Case("ukdale_house2_1min/UKDALE_House2_2013-07.csv.gz", "appliances beside the whole"),
    Case("ausgrid_customer12/data_2011-2012.csv", "an index without a heading"),
    Case("nrel_serf_east_pv/serf_east_1min_ac_power.csv", "power below zero at night", names={"ac_power__752": "ac_power__752"}),
    Case("nrel_serf_east_pv/serf_east_15min_ac_power.csv", "power below zero at night"),
    Case("pjm_aep/AEP_hourly.csv.gz", "days out of order; stamps with two values"),
    Case("polito_building_power/data.csv", "no unit", names={"kW": "Total_Power"}),
    Case("vic_elec/vic_electricity.csv.gz", "a local date beside a stamp in UTC"),
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """What was computed of one column by other means; None where it was not."""

    name: str
    rows: int
    sum: float
    missing: int
    repeated: int = 0
    least: float | None = None
    most: float | None = None
    first: str | None = None
    last: str | None = None
    energy_kwh: float | None = None


def truths(entry: Facts) -> Iterator[Truth]:
    """The columns of one file, in whichever of its forms the truth stands."""
    if "registers" in entry:
        yield from _registers(entry["registers"])
    elif "rows_parsed" in entry:
        yield from _columns(entry)
    else:
        for name, part in entry.items():
            if isinstance(part, dict) and "rows_parsed" in part:
                yield from (_named(truth, name) for truth in _columns(part))


def _named(truth: Truth, name: str) -> Truth:
    return Truth(**{**truth.__dict__, "name": name.replace("|", " ")})


def _registers(registers: Facts) -> Iterator[Truth]:
    for name, part in registers.items():
        sums = part.get("sum") or {name: part["sum_kWh"]}
        for key, total in sums.items():
            rows = part["rows"] // len(sums)
            yield Truth(key.replace("m3", "m³"), rows, total, part["empty_volume"] // len(sums))


def _columns(entry: Facts) -> Iterator[Truth]:
    exact = entry.get("duplicates_have_same_value", False)
    sums = entry["sum_after_dropping_duplicate_stamps"] if exact else entry["sum"]
    whole = entry["first_start_utc"], entry["last_start_utc"]
    for name, total in sums.items():
        if name == ENERGY:
            continue
        missing = entry["missing_values"][name]
        first, last = (None, None) if missing else whole
        yield Truth(
            name,
            entry["rows_parsed"],
            total,
            missing,
            entry["duplicate_stamps"] if exact else 0,
            entry["min"][name],
            entry["max"][name],
            first,
            last,
            entry.get("last_minus_first", {}).get(name, entry["sum"].get(ENERGY)),
        )


def cases() -> Iterator[Any]:
    for case in CASES:
        yield pytest.param(case, id=f"{case.path.rpartition('/')[2][:40]}: {case.trap}")


@cache
def read_facts(path: Path, timezone: str, vendors: bool = True) -> list[Facts]:
    (document,) = read(path, path.name, Answers(timezone=timezone, vendors=vendors))
    return [facts.of_series(series) for series in document.series]


def found(series: list[Facts], name: str) -> Facts:
    """The series of this name; of a standard with registers the name begins with the meter."""
    for one in series:
        if one["name"] == name or name.startswith(f"{one['name']} "):
            return one
    return series[0] if len(series) == 1 else pytest.fail(f"{name} is not among {series}")


@pytest.mark.parametrize("case", list(cases()))
def test_facts_equal_the_truth(case: Case, meter_files: Path) -> None:
    folder, _, name = case.path.partition("/")
    entry = json.loads((meter_files / "truth.json").read_text())[folder][name]
    series = read_facts(meter_files / case.path, case.timezone)
    told = list(truths(entry))
    assert told
    for truth in told:
        check(found(series, case.names.get(truth.name, truth.name)), truth)


def check(ours: Facts, truth: Truth) -> None:
    assert ours["readings"] == truth.rows - truth.missing - truth.repeated
    assert (ours["missing"], ours["repeated"]) == (truth.missing, truth.repeated)
    assert ours["sum"] == pytest.approx(truth.sum, rel=TOLERANCE, abs=TOLERANCE)
    # the truths' extremes and sums are rounded to the file's third decimal
    for mine, theirs in ((ours["min"], truth.least), (ours["max"], truth.most)):
        assert theirs is None or mine == pytest.approx(theirs, rel=TOLERANCE, abs=5.1e-4)
    for mine, theirs in ((ours["first_utc"], truth.first), (ours["last_utc"], truth.last)):
        assert theirs is None or mine.replace("Z", "+00:00").replace("T", " ") == theirs
    if truth.energy_kwh is not None:
        assert ours["energy_kwh"] == pytest.approx(truth.energy_kwh, abs=TOLERANCE)


def test_without_vendor_tables_at_least_four_in_five_sums_are_right(
    meter_files: Path, record_property: Callable[[str, object], None]
) -> None:
    right = []
    for case in CASES:
        folder, _, name = case.path.partition("/")
        entry = json.loads((meter_files / "truth.json").read_text())[folder][name]
        series = read_facts(meter_files / case.path, case.timezone, vendors=False)
        for truth in truths(entry):
            mine = [one["sum"] for one in series]
            right.append(any(m == pytest.approx(truth.sum, rel=TOLERANCE, abs=1e-6) for m in mine))
    share = sum(right) / len(right)
    record_property("sums_right_without_vendors", share)
    print(f"{sum(right)} of {len(right)} sums are right without vendor tables: {share:.0%}")
    assert share >= 0.8
