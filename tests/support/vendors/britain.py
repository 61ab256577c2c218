"""Great Britain and Ireland."""

from __future__ import annotations

import json

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    days,
    iso,
    local,
    made,
    register,
    rows,
    run,
    sun,
    use,
    vendor,
)

DUBLIN, LONDON = "Europe/Dublin", "Europe/London"
HDF = "MPRN,Meter Serial Number,Read Value,Read Type,Read Date and End Time"


def _hdf(values: list[float], kind: str, stamps: list[str]) -> list[str]:
    fixed = [["10012345678"] * len(values), ["000000000023456789"] * len(values)]
    return rows(*fixed, values, [kind] * len(values), stamps)[::-1]


@vendor
def ESB_Networks_power() -> VendorFile:
    """Import and export stacked, each falling; mean powers at the ends of half hours."""
    at = run(DUBLIN, "2023-10-28", 98, 30)
    taken, given = use(98, 71), sun(at, 72)
    ends = local(at, DUBLIN, "%d-%m-%Y %H:%M", 30)
    return made(
        ESB_Networks_power, "HDF_kW_10012345678_30-10-2023.csv", DUBLIN,
        [HDF, *_hdf(taken, "Active Import Interval (kW)", ends), *_hdf(given, "Active Export Interval (kW)", ends)],
        Key("Import", at, taken, "kW", POWER, "import"),
        Key("Export", at, given, "kW", POWER, "export"),
    )  # fmt: skip


@vendor
def ESB_Networks_energy() -> VendorFile:
    """The same file in kWh."""
    at = run(DUBLIN, "2023-05-28", 96, 30)
    taken, given = use(96, 73, 4), sun(at, 74, 4)
    ends = local(at, DUBLIN, "%d-%m-%Y %H:%M", 30)
    return made(
        ESB_Networks_energy, "HDF_calckWh_10012345678_30-05-2023.csv", DUBLIN,
        [HDF, *_hdf(taken, "Active Import Interval (kWh)", ends), *_hdf(given, "Active Export Interval (kWh)", ends)],
        Key("Import", at, taken, "kWh", INTERVAL, "import"),
        Key("Export", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def ESB_Networks_snapshots() -> VendorFile:
    """A register's reading at each midnight: the stamp is the reading's own."""
    at = days(DUBLIN, "2023-05-28", 30)
    total = register(use(30, 75, 0, 12), 4_711, 0)
    back = register(use(30, 76, 0, 5), 812, 0)
    stamps = local(at, DUBLIN, "%d-%m-%Y %H:%M")
    return made(
        ESB_Networks_snapshots, "HDF_DailyDNP_kWh_10012345678.csv", DUBLIN,
        [HDF, *_hdf(total, "24 Hr Active Import Register (kWh)", stamps),
         *_hdf(back, "24 Hr Active Export Register (kWh)", stamps)],
        Key("Import", at, total, "kWh", COUNTER, "import"),
        Key("Export", at, back, "kWh", COUNTER, "export"),
    )  # fmt: skip


@vendor
def n3rgy() -> VendorFile:
    """UTC is told by the heading; stamps are ends after the hour; a gas file in kWh."""
    at = run("UTC", "2023-05-01", 96, 30)
    kwh = use(96, 77)
    return made(
        n3rgy, "electricity_consumption.csv", LONDON,
        ["timestamp (UTC),energyConsumption (kWh)", *rows(local(at, "UTC", "%Y-%m-%d %H:%M"), kwh)],
        Key("Consumption", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Hildebrand_Bright() -> VendorFile:
    """Pairs of an epoch and a value; unit and name stand beside them."""
    at = run("UTC", "2023-05-01", 96, 30)
    kwh = use(96, 78)
    reply = {
        "status": "OK", "name": "electricity consumption", "resourceTypeId": "ea02304a",
        "units": "kWh", "classifier": "electricity.consumption",
        "data": [[int(t.timestamp()), v] for t, v in zip(at, kwh, strict=True)],
    }  # fmt: skip
    return made(
        Hildebrand_Bright, "readings.json", LONDON, json.dumps(reply).encode(),
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Octopus_web() -> VendorFile:
    """A blank behind each comma; costs in pence; starts and ends with offsets."""
    at = run(LONDON, "2023-10-29", 50, 30)
    kwh = use(50, 79)
    return made(
        Octopus_web, "consumption.csv", LONDON,
        [
            "Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End",
            *rows(kwh, [3.1] * 50, [45.2] * 50, iso(at, LONDON), iso(at, LONDON, 30), by=", "),
        ],
        Key("Consumption", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def SMETS_portal() -> VendorFile:
    """A day a row, settlement periods 1 to 48 as columns, the meter and a total beside them."""
    at = run("UTC", "2023-01-02", 5 * 48, 30)
    kwh = use(5 * 48, 80)
    lines = [",".join(["MPAN", "Reading Date", *map(str, range(1, 49)), "Total"])]
    for day in range(5):
        cells = kwh[day * 48 : day * 48 + 48]
        total = f"{sum(cells):.3f}"
        stamp = local(at[day * 48 :][:1], LONDON, "%d/%m/%Y")[0]
        lines.append(",".join(["1200012345678", stamp, *map(str, cells), total]))
    return made(
        SMETS_portal, "hh_kwh.csv", LONDON, lines, Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip
