"""Operators of networks and markets."""

from __future__ import annotations

from tests.support.vendors.kit import (
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    local,
    made,
    rows,
    run,
    use,
    vendor,
)

PARIS, CENTRAL, EASTERN = "Europe/Paris", "America/Chicago", "America/New_York"


@vendor
def ENTSO_E() -> VendorFile:
    """“From - to” in one quoted cell, the repeated hour in order, n/e and N/A where nothing is."""
    at = run(PARIS, "2023-10-29", 25, 60)
    mw: list[float | None] = [*use(25, 241, 0, 90_000)]
    mw[20] = mw[21] = None
    written = "%d.%m.%Y %H:%M"
    spans = [
        f'"{a} - {b}"'
        for a, b in zip(local(at, PARIS, written), local(at, PARIS, written, 60), strict=True)
    ]
    cells = ['"n/e"' if v is None else f'"{v:.0f}"' for v in mw]
    return made(
        ENTSO_E, "Total Load - Day Ahead _ Actual_202310290000-202310300000.csv", PARIS,
        ['"Time (CET/CEST)","Day-ahead Total Load Forecast [MW] - BZN|FR","Actual Total Load [MW] - BZN|FR"',
         *rows(spans, ['"N/A"'] * 25, cells)],
        Key("Actual", at, mw, "MW", POWER, None),
    )  # fmt: skip


@vendor
def ERCOT() -> VendorFile:
    """Hour ending 24:00; the repeated hour says DST; thousands in quotes; a sum of all zones."""
    at = run(CENTRAL, "2023-11-05", 49, 60)
    coast, east = use(49, 242, 2, 12_000), use(49, 243, 2, 2_000)
    whole = [round(a + b, 2) for a, b in zip(coast, east, strict=True)]
    stamps = []
    for n, hour in enumerate(local(at, CENTRAL, "%m/%d/%Y %H")):
        day, h = hour.split()
        stamps.append(f"{day} {int(h) + 1:02d}:00" + (" DST" if n == 1 else ""))
    return made(
        ERCOT, "Native_Load_2023.csv", CENTRAL,
        ["Hour Ending,COAST,EAST,ERCOT", *rows(stamps, *([f'"{v:,.2f}"' for v in c] for c in (coast, east, whole)))],
        *(Key(n, at, v, None, POWER, None) for n, v in (("COAST", coast), ("EAST", east), ("ERCOT", whole))),
    )  # fmt: skip


@vendor
def ISO_New_England() -> VendorFile:
    """Rows by letter: C comments, H headings (names over units), D data, T the count at the end."""
    at = run(EASTERN, "2023-06-01", 48, 60)
    mw = use(48, 244, 3, 15_000)
    hours = [f'"{int(h) + 1:02d}"' for h in local(at, EASTERN, "%H")]
    return made(
        ISO_New_England, "rt_hourlysysload_20230601_20230602.csv", EASTERN,
        ['"C","Real-Time Hourly System Load Report"', '"C","Filename: rt_hourlysysload.csv"',
         '"H","Date","Hour Ending","Total Load"', '"H","Date","HE","MW"',
         *rows(['"D"'] * 48, local(at, EASTERN, '"%m/%d/%Y"'), hours, [f'"{v}"' for v in mw]), '"T","48"'],
        Key("Total Load", at, mw, "MW", POWER, None),
    )  # fmt: skip


@vendor
def PJM_metered_load() -> VendorFile:
    """Beginnings in UTC and in local time; areas in rows; verified or not."""
    at = run("UTC", "2023-03-12 04:00", 48, 60)
    mw = [use(48, 245, 3, 8_000), use(48, 246, 3, 900)]
    written = "%-m/%-d/%Y %-I:%M:%S %p"
    lines = [
        row for area, values in zip(("AEPAPT", "AEPIMP"), mw, strict=True)
        for row in rows(local(at, "UTC", written), local(at, EASTERN, written), ["RFC"] * 48,
                        ["WEST"] * 48, ["AEP"] * 48, [area] * 48, values, ["True"] * 48)
    ]  # fmt: skip
    return made(
        PJM_metered_load, "hrl_load_metered.csv", EASTERN,
        ["datetime_beginning_utc,datetime_beginning_ept,nerc_region,mkt_region,zone,load_area,mw,is_verified", *lines],
        Key("AEPAPT", at, mw[0], "MW", POWER, None),
        Key("AEPIMP", at, mw[1], "MW", POWER, None),
    )  # fmt: skip


@vendor
def CAISO() -> VendorFile:
    """Starts and ends in GMT beside the operator's day, hour and interval; labels in rows."""
    at = run("UTC", "2023-06-01 07:00", 48, 60)
    mw = use(48, 247, 2, 25_000)
    return made(
        CAISO, "20230601_SLD_FCST_ACTUAL.csv", "America/Los_Angeles",
        ["INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,LOAD_TYPE,OPR_DT,OPR_HR,OPR_INTERVAL,MARKET_RUN_ID,TAC_AREA_NAME,LABEL,XML_DATA_ITEM,MW,GROUP",
         *rows(local(at, "UTC", "%Y-%m-%dT%H:%M:%S-00:00"), local(at, "UTC", "%Y-%m-%dT%H:%M:%S-00:00", 60), [0] * 48,
               local(at, "America/Los_Angeles", "%Y-%m-%d"), [n % 24 + 1 for n in range(48)], [0] * 48, ["ACTUAL"] * 48,
               ["CA ISO-TAC"] * 48, ["Total Actual Hourly Integrated Load"] * 48, ["SYS_FCST_ACT_MW"] * 48, mw, [1] * 48)],
        Key("MW", at, mw, "MW", POWER, None),
    )  # fmt: skip


@vendor
def GEFCom() -> VendorFile:
    """A day a row in three columns, hours h1 to h24, thousands in quotes, zones stacked."""
    at = run("UTC", "2004-01-01", 72, 60)
    kw = [use(72, 248, 0, 17_000), use(72, 249, 0, 170_000)]
    lines = [",".join(["zone_id", "year", "month", "day", *(f"h{n}" for n in range(1, 25))])]
    for zone, values in enumerate(kw, 1):
        for day in range(3):
            cells = [f'"{v:,.0f}"' for v in values[day * 24 : day * 24 + 24]]
            lines.append(",".join([str(zone), "2004", "1", str(day + 1), *cells]))
    return made(
        GEFCom, "Load_history.csv", "UTC", lines,
        *(Key(str(n), at, v, None, INTERVAL, None) for n, v in enumerate(kw, 1)),
    )  # fmt: skip


@vendor
def AEMO() -> VendorFile:
    """Five minutes that end at their stamps; a price beside; the region in each row."""
    at = run("Australia/Brisbane", "2023-06-01", 288, 5)
    mw = use(288, 250, 2, 8_000)
    return made(
        AEMO, "PRICE_AND_DEMAND_202306_NSW1.csv", "Australia/Brisbane",
        ["REGION,SETTLEMENTDATE,TOTALDEMAND,RRP,PERIODTYPE",
         *rows(["NSW1"] * 288, local(at, "Australia/Brisbane", "%Y/%m/%d %H:%M:%S", 5), mw, [51.2] * 288, ["TRADE"] * 288)],
        Key("DEMAND", at, mw, "MW", POWER, None),
    )  # fmt: skip
