"""Germany, Austria, Switzerland, Czechia, Poland, Slovenia."""

from __future__ import annotations

import json

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    comma,
    local,
    made,
    register,
    rows,
    run,
    sun,
    use,
    vendor,
)

VIENNA, BERLIN, ZURICH = "Europe/Vienna", "Europe/Berlin", "Europe/Zurich"
PRAGUE, WARSAW, LJUBLJANA = "Europe/Prague", "Europe/Warsaw", "Europe/Ljubljana"


@vendor
def Netz_Niederösterreich() -> VendorFile:
    """Stamps are ends; a column of substitutes stays empty; the last delimiter closes the line."""
    at = run(VIENNA, "2023-10-29", 100, 15)
    kwh: list[float | None] = [*use(100, 31)]
    kwh[50] = None
    cells = [
        f"{s};{comma(v)};;"
        for s, v in zip(local(at, VIENNA, "%d.%m.%Y %H:%M", 15), kwh, strict=True)
    ]
    return made(
        Netz_Niederösterreich, "Verbrauchswerte_Viertelstunde.csv", VIENNA,
        ["Messzeitpunkt;Gemessener Verbrauch (kWh);Ersatzwert;", *cells],
        Key("Verbrauch", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Wiener_Netze() -> VendorFile:
    """Day, start and end in three columns; the meter's number in the heading of the values."""
    at = run(VIENNA, "2023-03-25", 192, 15)
    kwh = use(192, 32)
    return made(
        Wiener_Netze, "VIERTELSTUNDENWERTE-20230325.csv", VIENNA,
        [
            "\ufeffDatum;Zeit von;Zeit bis;Verbrauch [kWh] - AT0010000000000000001000012345678",
            *rows(
                local(at, VIENNA, "%d.%m.%Y"), local(at, VIENNA, "%H:%M:%S"),
                local(at, VIENNA, "%H:%M:%S", 15), map(comma, kwh), by=";",
            ),
        ],
        Key("Verbrauch", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def German_load_curve() -> VendorFile:
    """Mean powers by OBIS code, stamped from and to, with W for a true value and E for a substitute."""
    at = run(BERLIN, "2023-10-28", 192, 15)
    kw = use(192, 33, 3, 40)
    return made(
        German_load_curve, "Lastgang_DE00012345.csv", BERLIN,
        [
            "Zählpunkt;DE0001234567890000000000000012345;;;", "OBIS-Kennzahl;1-1:1.29.0;;;",
            "Einheit;kW;;;", "Datum;Von;Bis;Lastgang;Status",
            *rows(
                local(at, BERLIN, "%d.%m.%Y"), local(at, BERLIN, "%H:%M"),
                local(at, BERLIN, "%H:%M", 15), map(comma, kw), ["W"] * 190 + ["E"] * 2, by=";",
            ),
        ],
        Key("Lastgang", at, kw, "kW", POWER, "import"),
    )  # fmt: skip


@vendor
def Discovergy() -> VendorFile:
    """Epochs in milliseconds; energy in units of 10^-10 kWh, power in milliwatts, told beside."""
    at = run("UTC", "2023-05-01", 96, 15)
    energy = register(use(96, 34, 4), 12_345.6789, 4)
    back = register(sun(at, 35, 4), 1_234.5, 4)
    return made(
        Discovergy, "readings.json", BERLIN,
        json.dumps(
            [
                {"time": int(t.timestamp() * 1000),
                 "values": {"energy": round(e * 1e10), "energyOut": round(b * 1e10)}}
                for t, e, b in zip(at, energy, back, strict=True)
            ]
        ).encode(),
        Key("values.energyOut", at, back, "kWh", COUNTER, "export"),
        Key("values.energy", at, energy, "kWh", COUNTER, "import"),
    )  # fmt: skip


@vendor
def EKZ_factors() -> VendorFile:
    """Values in tenths of a kWh, the factor in the unit; high and low tariff in two columns."""
    at = run(ZURICH, "2023-06-01", 96, 15)
    high, low = use(96, 36, 0, 30), use(96, 37, 0, 20)
    return made(
        EKZ_factors, "EKZ_Lastgang.csv", ZURICH,
        [
            "Von;Bis;Bezug HT (0.1 kWh);Bezug NT (0.1 kWh)",
            *rows(
                local(at, ZURICH, "%d.%m.%Y %H:%M"), local(at, ZURICH, "%d.%m.%Y %H:%M", 15),
                [int(v) for v in high], [int(v) for v in low], by=";",
            ),
        ],
        Key("HT", at, [v / 10 for v in high], "kWh", INTERVAL, "import"),
        Key("NT", at, [v / 10 for v in low], "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def CEZ_profile() -> VendorFile:
    """Direction, meter and unit in one heading parted by slashes; the day ends at 24:00."""
    at = run(PRAGUE, "2023-05-02", 192, 15)
    kw = use(192, 38)
    ends = [
        f"{d} 24:00" if e == "00:00" else f"{f} {e}"
        for d, e, f in zip(
            local(at, PRAGUE, "%d.%m.%Y"), local(at, PRAGUE, "%H:%M", 15),
            local(at, PRAGUE, "%d.%m.%Y", 15), strict=True,
        )
    ]  # fmt: skip
    return made(
        CEZ_profile, "pnd_export.csv", PRAGUE,
        ["Datum;+A/784703/kW;Status", *rows(ends, map(comma, kw), ["naměřená data OK"] * 192, by=";")],
        Key("+A", at, kw, "kW", POWER, "import"),
    )  # fmt: skip


@vendor
def Tauron() -> VendorFile:
    """Hours 1:00 to 24:00 of a day; what is taken and what is given in rows of one table."""
    at = run(WARSAW, "2023-06-01", 72, 60)
    taken, given = use(72, 39), sun(at, 40)
    hours = [
        f"{d} {int(h) + 1}:00"
        for d, h in zip(local(at, WARSAW, "%Y-%m-%d"), local(at, WARSAW, "%H"), strict=True)
    ]
    return made(
        Tauron, "dane.csv", WARSAW,
        [
            "Data; Wartość kWh;Rodzaj",
            *rows(hours, map(comma, taken), ["pobór"] * 72, by=";"),
            *rows(hours, map(comma, given), ["oddanie"] * 72, by=";"),
        ],
        Key("pobór", at, taken, "kWh", INTERVAL, "import"),
        Key("oddanie", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def Moj_elektro() -> VendorFile:
    """The power of each quarter hour beside its energy, both ways, and reactive ones; ends."""
    at = run(LJUBLJANA, "2023-05-02", 192, 15)
    taken, given = use(192, 41, 2, 2), sun(at, 42, 2, 2)
    kwh = [[round(v / 4, 5) for v in p] for p in (taken, given)]
    return made(
        Moj_elektro, "6-123456-15minMeritve.csv", LJUBLJANA,
        [
            "Časovna značka,P+ Prejeta delovna moč,P- Oddana delovna moč,Q+ Prejeta jalova moč,"
            "Energija A+,Energija A-,Energija R+,Blok",
            *rows(
                local(at, LJUBLJANA, "%Y-%m-%dT%H:%M:%S", 15), taken, given, [0.1] * 192, *kwh,
                [0.025] * 192, [3] * 192,
            ),
        ],
        Key("A+", at, kwh[0], "kWh", INTERVAL, "import"),
        Key("A-", at, kwh[1], "kWh", INTERVAL, "export"),
        Key("P+", at, taken, "kW", POWER, None, aside=True),
        Key("P-", at, given, "kW", POWER, None, aside=True),
    )  # fmt: skip
