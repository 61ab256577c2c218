"""Inverters and home batteries: reports of one table."""

from __future__ import annotations

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    Values,
    VendorFile,
    comma,
    days,
    iso,
    keys,
    local,
    made,
    register,
    rows,
    run,
    sun,
    use,
    vendor,
)

BERLIN, MADRID, NEW_YORK, SYDNEY = (
    "Europe/Berlin",
    "Europe/Madrid",
    "America/New_York",
    "Australia/Sydney",
)


def _home(at: list, seed: int, scale: float = 1.0, digits: int = 3) -> tuple[Values, ...]:
    """House, roof, battery (+ discharge), grid (+ import) that balance."""
    house, roof = use(len(at), seed, digits, scale), sun(at, seed + 1, digits, 2 * scale)
    battery = [round(0.4 * (h - r), digits) for h, r in zip(house, roof, strict=True)]
    grid = [round(h - r - b, digits) for h, r, b in zip(house, roof, battery, strict=True)]
    return house, roof, battery, grid


def _day_energy(at: list, power: Values, step_h: float, zone: str) -> Values:
    """Energy since local midnight, up to each stamp."""
    out, total, before = [], 0.0, ""
    for day, kw in zip(local(at, zone, "%d"), power, strict=True):
        total = total if day == before else 0.0
        out.append(round(total, 2))
        total += kw * step_h
        before = day
    return out


@vendor
def Tesla_Powerwall_power() -> VendorFile:
    """Signed flows of the battery and the grid in kW, five minutes, offsets."""
    at = run(SYDNEY, "2023-05-01", 288, 5)
    house, roof, battery, grid = _home(at, 121)
    return made(
        Tesla_Powerwall_power, "My Home-2023-05-01.csv", SYDNEY,
        ["Date time,Home (kW),Solar Energy (kW),Powerwall (kW),Grid (kW)",
         *rows(iso(at, SYDNEY), house, roof, battery, grid)],
        *keys(["Home", "Solar"], at, [house, roof], "kW", POWER, ["consumption", "production"]),
        Key("Powerwall", at, battery, "kW", POWER, "discharge" if sum(battery) >= 0 else "charge"),
        Key("Grid", at, grid, "kW", POWER, "import" if sum(grid) >= 0 else "export"),
    )  # fmt: skip


@vendor
def Tesla_Powerwall_energy() -> VendorFile:
    """Six columns of daily energy that balance; the house is not the grid."""
    at = days(BERLIN, "2023-05-01", 31)
    roof, bought, out = use(31, 122, 1, 30), use(31, 123, 1, 10), use(31, 124, 1, 8)
    sold = [round(v / 3, 1) for v in roof]
    house = [round(r + b - s, 1) for r, b, s in zip(roof, bought, sold, strict=True)]
    return made(
        Tesla_Powerwall_energy, "May 2023.csv", BERLIN,
        ["Date time,Home (kWh),From Powerwall (kWh),Solar Energy (kWh),From Grid (kWh),To Grid (kWh)",
         *rows(iso(at, BERLIN), house, out, roof, bought, sold)],
        *keys(["Home", "From Powerwall", "Solar", "From Grid", "To Grid"], at,
              [house, out, roof, bought, sold], "kWh", INTERVAL,
              ["consumption", "discharge", "production", "import", "export"]),
    )  # fmt: skip


@vendor
def Enphase_days() -> VendorFile:
    """Days month first, no row past the twelfth; a total below."""
    at = days(NEW_YORK, "2023-06-01", 12)
    wh = use(12, 125, 0, 30_000)
    return made(
        Enphase_days, "1234567_daily_energy.csv", NEW_YORK,
        ["Date/Time,Energy Produced (Wh)", *rows(local(at, NEW_YORK, "%m/%d/%Y"), [int(v) for v in wh]),
         f"Total,{sum(wh):.0f}"],
        Key("Produced", at, wh, "Wh", INTERVAL, "production"),
    )  # fmt: skip


@vendor
def Fronius_Solarweb() -> VendorFile:
    """A row of units below the names, the stamp's pattern among them; empty at night."""
    at = run(BERLIN, "2023-06-01", 288, 5)
    made_wh: list[float | None] = [v or None for v in sun(at, 126, 2, 300)]
    taken = use(288, 127, 2, 100)
    return made(
        Fronius_Solarweb, "Solarweb_Auswertung.csv", BERLIN,
        ["Datum und Uhrzeit,Energie Wechselrichter | Symo 8.2-3-M (1),Energie bezogen vom Netz",
         "[dd.MM.yyyy HH:mm],[Wh],[Wh]",
         *rows(local(at, BERLIN, "%d.%m.%Y %H:%M"), made_wh, taken)],
        Key("Wechselrichter", at, made_wh, "Wh", INTERVAL, "production"),
        Key("bezogen", at, taken, "Wh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Growatt() -> VendorFile:
    """Power, the energy of today (reset each night) and of all time, of one flow; falling rows."""
    at = run(MADRID, "2023-06-01", 576, 5)
    watts = sun(at, 128, 1, 3000)
    today = _day_energy(at, [w / 1000 for w in watts], 1 / 12, MADRID)
    ever = [round(v, 1) for v in register([w / 12000 for w in watts], 8123.4, 1)]
    lines = rows(
        ["XYZ1234567"] * 576, local(at, MADRID, "%Y-%m-%d %H:%M:%S"), ["Normal"] * 576,
        [230.1 + n % 7 for n in range(576)], watts, today, ever,
    )  # fmt: skip
    return made(
        Growatt, "XYZ1234567-2023-06-01.csv", MADRID,
        ["Serial number,Time,Status,Vac1(V),Pac(W),Eac Today(kWh),Eac Total(kWh)", *reversed(lines)],
        Key("Eac Total", at, ever, "kWh", COUNTER, "production"),
        Key("Eac Today", at, today, "kWh", COUNTER, None, aside=True),
        Key("Pac", at, watts, "W", POWER, None, aside=True),
    )  # fmt: skip


@vendor
def FusionSolar() -> VendorFile:
    """A title line, then hours with yields, flows both ways and self-use, which is no flow."""
    at = run(MADRID, "2023-06-01", 48, 60)
    roof, bought = sun(at, 129, 2, 4), use(48, 130, 2)
    sold = [round(v * 0.6, 2) for v in roof]
    house = [round(r - s + b, 2) for r, s, b in zip(roof, sold, bought, strict=True)]
    own = [round(r - s, 2) for r, s in zip(roof, sold, strict=True)]
    return made(
        FusionSolar, "Plant report.csv", MADRID,
        ["Plant Report,,,,,", "Statistical Period,PV Yield (kWh),Export (kWh),Import (kWh),Consumption (kWh),Self-consumption (kWh)",
         *rows(local(at, MADRID, "%Y-%m-%d %H:%M:%S"), roof, sold, bought, house, own)],
        *keys(["PV Yield", "Export", "Import"], at, [roof, sold, bought], "kWh", INTERVAL,
              ["production", "export", "import"]),
        Key("Consumption (kWh)", at, house, "kWh", INTERVAL, "consumption"),
        Key("Self-consumption", at, own, "kWh", INTERVAL, None, aside=True),
    )  # fmt: skip


@vendor
def Solarman() -> VendorFile:
    """The zone in a column; the grid's sign tells selling; a state of charge beside."""
    at = run(BERLIN, "2023-06-01", 288, 5)
    house, roof, battery, grid = _home(at, 131, 1000, 0)
    return made(
        Solarman, "Solarman history.csv", BERLIN,
        ["Plant Name,Updated Time,Time Zone,Production Power(W),Consumption Power(W),Grid Power(W),Battery Power(W),SoC(%)",
         *rows(["Home"] * 288, local(at, BERLIN, "%Y/%m/%d %H:%M"), ["UTC+02:00"] * 288, roof, house,
               [-g for g in grid], [-b for b in battery], [50 + n % 40 for n in range(288)])],
        *keys(["Production", "Consumption"], at, [roof, house], "W", POWER, ["production", "consumption"]),
        Key("Grid", at, [-g for g in grid], "W", POWER, "import" if sum(grid) >= 0 else "export"),
        Key("Battery", at, [-b for b in battery], "W", POWER, "discharge" if sum(battery) >= 0 else "charge"),
    )  # fmt: skip


@vendor
def Sunny_Portal_day() -> VendorFile:
    """The day stands in the file's name alone; times of quarter hours, ends, gaps at night."""
    at = run(BERLIN, "2023-06-01", 96, 15)
    kw: list[float | None] = [v or None for v in sun(at, 133)]
    return made(
        Sunny_Portal_day, "Energie_und_Leistung_2023-06-01.csv", BERLIN,
        ["Uhrzeit;PV Leistung / Mittelwerte [kW]",
         *rows(local(at, BERLIN, "%H:%M", 15), [comma(v) if v else "" for v in kw], by=";")],
        Key("PV", at, kw, "kW", POWER, "production"),
    )  # fmt: skip


@vendor
def Sonnen() -> VendorFile:
    """Feed-in with a sign: what is below zero was bought."""
    at = run(BERLIN, "2023-06-01", 288, 5)
    house, roof, battery, grid = _home(at, 135, 1000, 0)
    return made(
        Sonnen, "sonnen_2023-06-01.csv", BERLIN,
        ["Timestamp;Production_W;Consumption_W;GridFeedIn_W;BatteryDischarge_W;USOC",
         *rows(local(at, BERLIN, "%Y-%m-%d %H:%M:%S"), roof, house, [-g for g in grid], battery,
               [50 + n % 40 for n in range(288)], by=";")],
        *keys(["Production", "Consumption"], at, [roof, house], "W", POWER, ["production", "consumption"]),
        Key("GridFeedIn", at, [-g for g in grid], "W", POWER, "import" if sum(grid) >= 0 else "export"),
        Key("Battery", at, battery, "W", POWER, "discharge" if sum(battery) >= 0 else "charge"),
    )  # fmt: skip
