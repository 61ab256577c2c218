"""North America."""

from __future__ import annotations

from tests.support.vendors.kit import (
    INTERVAL,
    Key,
    VendorFile,
    comma,
    local,
    made,
    rows,
    run,
    sun,
    use,
    vendor,
)

PACIFIC, EASTERN, MONTREAL = "America/Los_Angeles", "America/New_York", "America/Montreal"


@vendor
def PGandE() -> VendorFile:
    """Ends are inclusive (00:14); import and export; costs with a dollar sign."""
    at = run(PACIFIC, "2023-03-11", 188, 15)
    taken, given = use(188, 91, 2), sun(at, 92, 2)
    return made(
        PGandE, "pge_electric_usage_interval_data_Service 1_1_2023-03-11_to_2023-03-12.csv", PACIFIC,
        [
            "Name,JANE DOE", 'Address,"1 MAIN ST, OAKLAND CA 94601"', "Account Number,1234567890",
            "Service,Service 1", "",
            "TYPE,DATE,START TIME,END TIME,IMPORT (kWh),EXPORT (kWh),COST,NOTES",
            *rows(
                ["Electric usage"] * 188, local(at, PACIFIC, "%Y-%m-%d"), local(at, PACIFIC, "%H:%M"),
                local(at, PACIFIC, "%H:%M", 14), taken, given, ["$0.04"] * 188, [""] * 188,
            ),
        ],
        Key("IMPORT", at, taken, "kWh", INTERVAL, "import"),
        Key("EXPORT", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def Southern_California_Edison() -> VendorFile:
    """“X to Y” in one cell with hard blanks; delivered and received tables stacked."""
    at = run(PACIFIC, "2023-07-01", 72, 60)
    taken, given = use(72, 93, 2), sun(at, 94, 2)
    written = "%Y-%m-%d %H:%M:%S"
    spans = [
        f"{a}\u00a0to\u00a0{b}"
        for a, b in zip(local(at, PACIFIC, written), local(at, PACIFIC, written, 60), strict=True)
    ]

    def table(title: str, values: list[float]) -> list[str]:
        head = f'"{title} time period","Usage(Real energy in kilowatt-hours)","Reading quality"'
        return [head, *(f'"{s}","{v:.3f}",""' for s, v in zip(spans, values, strict=True))]

    return made(
        Southern_California_Edison, "SCE_Usage_8000123456.csv", PACIFIC,
        [
            '"Energy Usage Information"', '"For location:","1 MAIN ST"', "",
            '"Meter Reading Information"', *table("Energy Delivered", taken), "",
            *table("Energy Received", given),
        ],
        Key("Delivered", at, taken, "kWh", INTERVAL, "import"),
        Key("Received", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def SDGandE() -> VendorFile:
    """Consumption, generation and their net side by side; minutes of duration; twelve-hour clock."""
    at = run(PACIFIC, "2023-07-03", 192, 15)
    taken, given = use(192, 95, 4), sun(at, 96, 4)
    net = [round(a - b, 4) for a, b in zip(taken, given, strict=True)]
    return made(
        SDGandE, "Electric_15_Minute_7-3-2023_7-4-2023.csv", PACIFIC,
        [
            "Name,JANE DOE", "Address,1 MAIN ST", "Disclaimer,Not for billing", "",
            "Meter Number,Date,Start Time,Duration,Consumption,Generation,Net",
            *rows(
                ["05512345"] * 192, local(at, PACIFIC, "%-m/%-d/%Y"), local(at, PACIFIC, "%-I:%M %p"),
                [15] * 192, taken, given, net,
            ),
        ],
        Key("Consumption", at, taken, "kWh", INTERVAL, "import"),
        Key("Generation", at, given, "kWh", INTERVAL, "export"),
        Key("Net", at, net, "kWh", INTERVAL, None, aside=True),
    )  # fmt: skip


@vendor
def Con_Edison() -> VendorFile:
    """The unit in a column of its own; estimated quarter hours noted beside."""
    at = run(EASTERN, "2023-11-04", 192, 15)
    kwh = use(192, 97, 2)
    return made(
        Con_Edison, "cned_electric_interval_data.csv", EASTERN,
        [
            "Name,JANE DOE", "Account Number,411234567890", "", "",
            "TYPE,DATE,START TIME,END TIME,USAGE,UNITS,COST,NOTES",
            *rows(
                ["Electric usage"] * 192, local(at, EASTERN, "%Y-%m-%d"), local(at, EASTERN, "%H:%M"),
                local(at, EASTERN, "%H:%M", 14), kwh, ["kWh"] * 192, ["$0.03"] * 192, [""] * 192,
            ),
        ],
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Hydro_Québec() -> VendorFile:
    """Falling hours with decimal commas; codes R for what was read; the mean temperature beside."""
    at = run(MONTREAL, "2023-02-01", 72, 60)
    kwh, cold = use(72, 98, 2), [round(-v * 10) for v in use(72, 99)]
    lines = rows(
        ["0312345678"] * 72, local(at, MONTREAL, "%Y-%m-%d %H:%M:%S"), map(comma, kwh), ["R"] * 72,
        cold, ["R"] * 72, by=";",
    )  # fmt: skip
    return made(
        Hydro_Québec, "0312345678_heure_2023-02-01_au_2023-02-03.csv", MONTREAL,
        ["Contrat;Date et heure;kWh;Code de consommation;Température moyenne (°C);Code de température", *reversed(lines)],
        Key("kWh", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Toronto_Hydro() -> VendorFile:
    """Open order of day and month: American by the place; price bands in a column."""
    at = run("America/Toronto", "2023-02-03", 48, 60)
    kwh = use(48, 100)
    return made(
        Toronto_Hydro, "usage.csv", "America/Toronto",
        [
            "Date,Hour,Usage (kWh),Time of Use Period",
            *rows(
                local(at, "America/Toronto", "%m/%d/%Y"), local(at, "America/Toronto", "%H:%M"), kwh,
                ["Off-Peak" if n % 24 < 7 else "On-Peak" for n in range(48)],
            ),
        ],
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip
