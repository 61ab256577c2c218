"""The stamps of real files: rows, first and last start in UTC, step, as truth.json has them from
an independent reading. The zone is that in which the truth was computed."""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from energy_core.formats.table.stamp_calendar import NAT
from tests.formats.table.stamp_reading import Read, read

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the real files are not beside this tree")

AMSTERDAM, SYDNEY = "Europe/Amsterdam", "Australia/Sydney"


@dataclass(frozen=True)
class File:
    """above: rows before the header. key: columns that tell series apart. part: the truth's entry
    where a file has several."""

    folder: str
    name: str
    zone: str = "UTC"
    above: int = 0
    delimiter: str = ","
    header: bool = True
    key: tuple[int, ...] = ()
    part: str = ""


FILES = [
    File("enedis_linky_aeneria", "Enedis_Conso_Heure.csv", "Europe/Paris", 2, ";"),
    File("enedis_linky_aeneria", "Enedis_Conso_Jour.csv", "Europe/Paris", 2, ";"),
    File("greenbutton_bhe_csv_house1", "BHE_Electric_Interval_Data_Apr_10_2011_to_May_9_2012.csv",
         "America/New_York", 6),
    File("octopus_api_csv", "consumption.csv", "Europe/London"),
    File("enphase_report", "9999998_custom_report.csv", AMSTERDAM),
    File("shelly_em3_phaseA", "em_data_phaseA.csv", AMSTERDAM),
    File("dsmr_reader_hourly", "dsmrreader-data-export-hour.csv", AMSTERDAM),
    File("homewizard_counters", "homewizard_2022-09_15min_elec.csv", AMSTERDAM),
    File("sma_daily_6", "SUNNY_TRIPOWER_6.0_XXXXXXXXXX_Daily_2025_07_14_14_27_50.csv",
         "Europe/Berlin", 7),
    File("engie_nl", "Export.verbruiken.ENGIE.csv", AMSTERDAM, key=(3,), part="Elektriciteit"),
    File("daily_counters_nl", "vanons_meterstanden_stroom_2023.csv", delimiter=";"),
    File("daily_counters_nl", "greenchoice_meterstanden_stroom_2023.csv", delimiter=";"),
    File("givenergy_meterdata", "MeterData_2025-06-01_flat.csv", "Europe/London"),
    File("uci_household_power", "householdpower_2007-04_05.csv.gz"),
    File("ukdale_house2_1min", "UKDALE_House2_2013-06.csv.gz"),
    File("ukdale_house2_1min", "UKDALE_House2_2013-07.csv.gz"),
    File("ausgrid_customer12", "data_2011-2012.csv"),
    File("nrel_serf_east_pv", "serf_east_1min_ac_power.csv", "America/Denver"),
    File("nrel_serf_east_pv", "serf_east_15min_ac_power.csv", "America/Denver"),
    File("polito_building_power", "data.csv"),
    File("vic_elec", "vic_electricity.csv.gz", "Australia/Melbourne"),
]  # fmt: skip


def _table(file: File) -> tuple[list[str], list[tuple[str, ...]]]:
    path = DATA / file.folder / file.name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.reader(text, delimiter=file.delimiter) if row][file.above :]
    names = rows.pop(0) if file.header else [""] * len(rows[0])
    return names, [tuple((row + [""] * len(names))[: len(names)]) for row in rows]


def _read(file: File) -> Read:
    names, rows = _table(file)
    keys = [tuple(row[column] for column in file.key) for row in rows]
    numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    series = [numbers[key] for key in keys] if file.key else None
    return read(names, rows, file.zone, series=series)


def _truth(file: File) -> dict[str, Any]:
    found = json.loads((DATA / "truth.json").read_text())[file.folder][file.name]
    return found[file.part] if file.part else found


def _us(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1_000_000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_real_file_begins_and_ends_when_the_truth_says(file: File) -> None:
    start = _read(file).stamped.start
    known, truth = start[start != NAT], _truth(file)
    assert known.min() == _us(truth["first_start_utc"])
    assert known.max() == _us(truth["last_start_utc"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_real_file_has_the_step_that_the_truth_says(file: File) -> None:
    assert _read(file).stamped.step_us == _truth(file)["modal_step_s"] * 1_000_000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_row_of_a_real_file_is_lost(file: File) -> None:
    got, truth = _read(file), _truth(file)
    rows = got.stamped.utc[got.stamped.utc != NAT]
    assert len(rows) == truth["rows_parsed"] * (2 if file.part else 1)


def _file(name: str) -> File:
    return next(file for file in FILES if file.name == name)


def test_the_end_stamps_of_enedis_are_known_by_the_first_row() -> None:
    placement = _read(_file("Enedis_Conso_Heure.csv")).stamped.placement
    assert (placement.placement, placement.sure) == ("end", True)


def test_american_dates_of_a_european_inverter_are_told_by_days_over_twelve() -> None:
    got = _read(_file("9999998_custom_report.csv"))
    assert got.plan.day_first is False
    assert not got.stamped.questions


def test_a_file_of_octopus_falls_and_changes_its_offset() -> None:
    start = _read(_file("consumption.csv")).stamped.start
    assert set((start[:-1] - start[1:]).tolist()) == {1800 * 1_000_000}


def test_the_repeated_hour_of_fluvius_is_whole_in_every_register() -> None:
    [path] = (DATA / "fluvius_nl").glob("*kwartier*")
    names, rows = _table(File("fluvius_nl", path.name, delimiter=";"))
    flows = [row[7].split()[0] for row in rows]  # a flow's tariffs take turns
    series = [("Afname", "Injectie").index(flow) for flow in flows]
    got = read(names, rows, "Europe/Brussels", series=series).stamped
    for number in (0, 1):
        start = got.start[[key == number for key in series]]
        assert len(set(start.tolist())) == len(start) == 20 * 96 + 4
        start.sort()
        assert set((start[1:] - start[:-1]).tolist()) == {900 * 1_000_000}


def test_the_total_of_zonneplan_has_no_stamp_and_its_repeated_hour_is_two() -> None:
    calamine = pytest.importorskip("python_calamine")
    [path] = (DATA / "zonneplan_xlsx").glob("*.xlsx")
    sheet = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    names, rows = sheet[0], [tuple(str(cell) for cell in row) for row in sheet[1:]]
    got = read([str(name) for name in names], rows, AMSTERDAM).stamped
    assert got.utc[-1] == NAT
    start = got.start[got.start != NAT]
    assert set((start[1:] - start[:-1]).tolist()) == {3600 * 1_000_000}


@pytest.mark.parametrize(("zone", "never"), [("Europe/Rome", 4), ("UTC", 0)])
def test_a_year_without_changes_of_the_clock_says_so(zone: str, never: int) -> None:
    names, rows = _table(_file("data.csv"))
    got = read(names, rows, zone).stamped
    assert (got.never, got.no_dst) == (never, never > 0)


def test_a_leap_year_of_half_hours_in_sydney_has_an_hour_that_no_clock_showed() -> None:
    names, rows = _table(_file("data_2011-2012.csv"))
    got = read(names, rows, SYDNEY).stamped
    assert len(rows) == 17_568
    assert (got.never, got.no_dst) == (2, True)


def test_the_hours_of_pjm_are_ends_known_by_their_repeated_hour() -> None:
    names, rows = _table(File("pjm_aep", "AEP_hourly.csv.gz"))
    got = read(names, rows, "America/New_York").stamped
    assert got.placement.placement == "end"
    assert "repeated hour" in got.placement.reason
    twice = [at for at, row in enumerate(rows) if row[0] == "2014-11-02 02:00:00"]
    assert sorted(got.start[twice]) == [
        _us("2014-11-02T01:00-04:00"),
        _us("2014-11-02T01:00-05:00"),
    ]
    assert got.never == 0
    assert len(set(got.start.tolist())) == len(rows)


def test_solaredge_names_its_offsets_even_where_they_are_wrong() -> None:
    for month, last in (
        ("2024_10", "2024-10-31T22:00+00:00"),
        ("2025_03", "2025-03-31T21:00+00:00"),
    ):
        path = DATA / "solaredge_api_json" / f"solaredge_{month}.json"
        values = json.loads(path.read_text())["energy"]["values"]
        got = read(["date", "value"], [(v["date"], str(v["value"])) for v in values]).stamped
        assert got.start.max() == _us(last)
        assert got.timezone is None
