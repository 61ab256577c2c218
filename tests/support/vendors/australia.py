"""Australia."""

from __future__ import annotations

from tests.support.vendors.kit import (
    INTERVAL,
    Key,
    VendorFile,
    local,
    made,
    rows,
    run,
    sun,
    use,
    vendor,
)

ZONE = "Australia/Melbourne"
STANDARD = "Australia/Brisbane"


@vendor
def Portal_of_retailers() -> VendorFile:
    """Ends a second early (12:29:59 AM); registers by code; an unused column of registers."""
    at = run(STANDARD, "2023-09-30", 96, 30)
    taken, given = use(96, 111), sun([t.replace(hour=(t.hour + 10) % 24) for t in at], 112)
    starts = local(at, STANDARD, "%d/%m/%Y %I:%M:%S %p")
    ends = [s.replace(":00 ", ":59 ") for s in local(at, STANDARD, "%d/%m/%Y %I:%M:%S %p", 29)]

    def part(code: str, rate: str, values: list[float]) -> list[str]:
        fixed = [[c] * 96 for c in ("123456789", "63051234567", "1234567", "COMMS4D", code, rate)]
        return rows(*fixed, starts, ends, values, [0] * 96, ["A"] * 96, [""] * 96)

    return made(
        Portal_of_retailers, "MyUsageData.csv", STANDARD,
        [
            "AccountNumber,NMI,DeviceNumber,DeviceType,RegisterCode,RateTypeDescription,StartDate,"
            "EndDate,ProfileReadValue,RegisterReadValue,QualityFlag,",
            *part("1234567#E1", "Usage", taken), *part("1234567#B1", "Solar", given),
        ],
        Key("E1", at, taken, "kWh", INTERVAL, "import"),
        Key("B1", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def CitiPower_matrix() -> VendorFile:
    """A day a row with the register and the unit beside it; half hours as columns of spans."""
    at = run(STANDARD, "2023-05-01", 3 * 48, 30)
    taken, given = use(144, 113), use(144, 114)
    spans = [
        f"{a}-{b}"
        for a, b in zip(
            local(at[:48], STANDARD, "%H:%M"), local(at[:48], STANDARD, "%H:%M", 30), strict=True
        )
    ]
    lines = [",".join(["NMI", "METER SERIAL NUMBER", "CON/GEN", "DATE", "ESTIMATED?", *spans])]
    for name, values in (("Consumption", taken), ("Generation", given)):
        for day in range(3):
            stamp = local(at[day * 48 :][:1], STANDARD, "%Y%m%d")[0]
            cells = map(str, values[day * 48 : day * 48 + 48])
            lines.append(",".join(["6102345678", "0123456", name, stamp, "No", *cells]))
    return made(
        CitiPower_matrix, "VICTORIAN_ENERGY_CSV_6102345678.csv", STANDARD, lines,
        Key("Consumption", at, taken, "kWh", INTERVAL, "import"),
        Key("Generation", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def Powerpal() -> VendorFile:
    """UTC and local time side by side; energy per minute in Wh; money; a flag."""
    at = run("UTC", "2023-09-30 12:00", 300, 1)
    wh = use(300, 115, 2, 20)
    return made(
        Powerpal, "powerpal_data_0000abcd.csv", ZONE,
        [
            "datetime_utc,datetime_local,watt_hours,cost_dollars,is_peak",
            *rows(
                local(at, "UTC", "%Y-%m-%d %H:%M:%S"), local(at, ZONE, "%Y-%m-%d %H:%M:%S"), wh,
                [0.001] * 300, ["False"] * 300,
            ),
        ],
        Key("watt_hours", at, wh, "Wh", INTERVAL, "import"),
    )  # fmt: skip
