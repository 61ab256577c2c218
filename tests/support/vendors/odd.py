"""Habits that are rarer, and those of plants, plugs, heat and water."""

from __future__ import annotations

import json

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    comma,
    days,
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

BERLIN, PARIS, KOLKATA, AMSTERDAM = (
    "Europe/Berlin",
    "Europe/Paris",
    "Asia/Kolkata",
    "Europe/Amsterdam",
)


@vendor
def Large_register() -> VendorFile:
    """A register of more than 1e9 Wh: as many digits as an epoch."""
    at = run(BERLIN, "2023-06-01", 96, 15)
    total = [float(v) for v in register([int(v) for v in use(96, 301, 0, 9000)], 1_234_567_890, 0)]
    return made(
        Large_register, "modbus.csv", BERLIN,
        ["time,total_import_wh", *rows(local(at, BERLIN, "%Y-%m-%d %H:%M:%S"), [int(v) for v in total])],
        Key("import", at, total, "Wh", COUNTER, "import"),
    )  # fmt: skip


@vendor
def Solar_plant_of_Kaggle() -> VendorFile:
    """DC beside AC, the day's yield beside the total; the inverter's key in each row; day first."""
    at = run(KOLKATA, "2020-05-15", 192, 15)
    ac = sun([t.replace(hour=(t.hour + 5) % 24) for t in at], 302, 2, 900)
    day, total, before = [], 0.0, ""
    for d, kw in zip(local(at, KOLKATA, "%d"), ac, strict=True):
        total = total if d == before else 0.0
        total += kw / 4
        before = d
        day.append(round(total, 2))
    ever = register([v / 4 for v in ac], 6_259_559.0)
    return made(
        Solar_plant_of_Kaggle, "Plant_1_Generation_Data.csv", KOLKATA,
        ["DATE_TIME,PLANT_ID,SOURCE_KEY,AC_POWER,DAILY_YIELD,TOTAL_YIELD",
         *rows(local(at, KOLKATA, "%d-%m-%Y %H:%M"), [4135001] * 192, ["1BY6WEcLGh8j5v7"] * 192, ac, day, ever)],
        Key("TOTAL_YIELD", at, ever, "kWh", COUNTER, "production"),
        Key("AC_POWER", at, ac, "kW", POWER, None, aside=True),
        Key("DAILY_YIELD", at, day, "kWh", COUNTER, None, aside=True),
    )  # fmt: skip


@vendor
def Solar_Log() -> VendorFile:
    """A hash for the first heading, years of two digits, falling times."""
    at = run(BERLIN, "2023-06-01", 288, 5)
    watts = sun(at, 303, 0, 5000)
    lines = rows(
        local(at, BERLIN, "%d.%m.%y"),
        local(at, BERLIN, "%H:%M:%S"),
        [1] * 288,
        [int(w) for w in watts],
        by=";",
    )
    return made(
        Solar_Log, "min230601.csv", BERLIN, ["#Datum;Uhrzeit;WR;Pac", *reversed(lines)],
        Key("Pac", at, watts, "W", POWER, "production"),
    )  # fmt: skip


@vendor
def RTE_eco2mix() -> VendorFile:
    """Tabs; every second row has no value yet; a warning below the table."""
    at = run(PARIS, "2023-06-01", 96, 15)
    mw = [v if n % 2 == 0 else None for n, v in enumerate(use(96, 304, 0, 50_000))]
    return made(
        RTE_eco2mix, "eCO2mix_RTE_En-cours-TR.xls", PARIS,
        ["Périmètre\tNature\tDate\tHeures\tConsommation\tPrévision J-1",
         *rows(["France"] * 96, ["Données temps réel"] * 96, local(at, PARIS, "%Y-%m-%d"), local(at, PARIS, "%H:%M"),
               ["" if v is None else int(v) for v in mw], use(96, 305, 0, 50_000), by="\t"),
         "RTE ne pourra être tenu responsable de l'usage qui pourrait être fait des données mises à disposition."],
        Key("Consommation", at, mw, None, INTERVAL, None),
    )  # fmt: skip


@vendor
def Hours_by_days() -> VendorFile:
    """Hours are the rows, days the columns."""
    at = run("UTC", "2023-06-01", 24 * 5, 60)
    kwh = use(120, 306)
    stamps = local(at[::24], "UTC", "%d.%m.%Y")
    lines = [";".join(["Uhrzeit", *stamps])]
    for hour in range(24):
        lines.append(
            ";".join([f"{hour:02d}:00", *(comma(kwh[day * 24 + hour]) for day in range(5))])
        )
    return made(
        Hours_by_days, "Wochenverbrauch_kWh.csv", "UTC", lines, Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Fritz_plug() -> VendorFile:
    """A line that names the delimiter; the unit in the rows of the preamble."""
    at = run(BERLIN, "2023-06-01", 96, 15)
    kwh = use(96, 307)
    return made(
        Fritz_plug, "FRITZ_DECT_200.csv", BERLIN,
        ["sep=;", "Ansicht;24 Stunden", "Einheit;kWh", "Datum/Uhrzeit;Energie",
         *rows(local(at, BERLIN, "%d.%m.%Y %H:%M"), map(comma, kwh), by=";")],
        Key("", at, kwh, "kWh", INTERVAL, None),
    )  # fmt: skip


@vendor
def Heat_meter() -> VendorFile:
    """District heat in MWh, volume in m³, flow and return temperatures, all by day."""
    at = days(BERLIN, "2023-01-01", 40)
    heat, volume = register(use(40, 308, 3, 0.2), 123.4), register(use(40, 309, 2, 4), 4567.8, 2)
    return made(
        Heat_meter, "Fernwaerme.csv", BERLIN,
        ["Datum;Zählerstand Wärmemenge (MWh);Volumen (m³);Vorlauftemperatur (°C);Rücklauftemperatur (°C)",
         *rows(local(at, BERLIN, "%d.%m.%Y"), map(comma, heat), map(comma, volume),
               [75 + n % 5 for n in range(40)], [45 + n % 4 for n in range(40)], by=";")],
        Key("Wärmemenge", at, heat, "MWh", COUNTER, "consumption"),
    )  # fmt: skip


@vendor
def Water_portal() -> VendorFile:
    """The register in m³ beside the use in litres: one flow, told twice."""
    at = run(PARIS, "2023-06-01", 72, 60)
    litres = [float(round(v * 40)) for v in use(72, 310)]
    index = register([v / 1000 for v in litres], 345.678)
    used = [*litres[:-1]]
    return made(
        Water_portal, "eau.csv", PARIS,
        ["Date;Index (m³);Consommation (litres)",
         *rows(local(at, PARIS, "%d/%m/%Y %H:%M"), map(comma, index), [0, *map(int, used)], by=";")],
        Key("Index", at, index, "m³", COUNTER, "consumption"),
        Key("litres", at, [0.0, *used], "l", INTERVAL, None, aside=True),
    )  # fmt: skip


@vendor
def Three_phases() -> VendorFile:
    """Each phase and their sum, momentary, in W; voltages and currents beside."""
    at = run(BERLIN, "2023-06-01", 240, 1)
    phases = [use(240, 311 + n, 1, 700) for n in range(3)]
    total = [round(sum(p), 1) for p in zip(*phases, strict=True)]
    return made(
        Three_phases, "em3.csv", BERLIN,
        ["Zeitstempel;Netzbezug L1 (W);Netzbezug L2 (W);Netzbezug L3 (W);Netzbezug gesamt (W);U1 (V);I1 (A)",
         *rows(local(at, BERLIN, "%d.%m.%Y %H:%M:%S"), *([comma(v) for v in c] for c in (*phases, total)),
               ["230,1"] * 240, ["1,7"] * 240, by=";")],
        *keys(["L1", "L2", "L3"], at, phases, "W", POWER, ["import"] * 3),
        Key("gesamt", at, total, "W", POWER, None, aside=True),
    )  # fmt: skip


@vendor
def ASHRAE() -> VendorFile:
    """Buildings and kinds of meters by number, stacked hour by hour."""
    at = run("UTC", "2016-01-01", 48, 60)
    some = {(b, m): use(48, 320 + b + m, 2, 90) for b in (0, 1) for m in (0, 1)}
    lines = [
        f"{b},{m},{s},{v[n]}"
        for n, s in enumerate(local(at, "UTC", "%Y-%m-%d %H:%M:%S"))
        for (b, m), v in some.items()
    ]
    return made(
        ASHRAE, "train.csv", "UTC", ["building_id,meter,timestamp,meter_reading", *lines],
        *(Key(f"{b} {m}", at, v, None, INTERVAL, None) for (b, m), v in some.items()),
    )  # fmt: skip


@vendor
def REDD_mains() -> VendorFile:
    """An epoch and two mains parted by blanks, no header."""
    at = run("UTC", "2011-04-18", 300, 1)
    a, b = use(300, 330, 2, 300), use(300, 331, 2, 100)
    return made(
        REDD_mains, "mains.dat", "America/New_York", rows([int(t.timestamp()) for t in at], a, b, by=" "),
        *(Key(f"column {n}", at, v, "W", POWER, None) for n, v in ((2, a), (3, b))),
    )  # fmt: skip


@vendor
def BeeClear() -> VendorFile:
    """JSON of epochs with Dutch keys for use and return."""
    at = run("UTC", "2023-06-01", 96, 15)
    taken, given = use(96, 332, 0, 900), sun(at, 333, 0, 3000)
    status = [
        {"d": int(t.timestamp()), "verbruik": int(u), "teruglevering": int(o)}
        for t, u, o in zip(at, taken, given, strict=True)
    ]
    return made(
        BeeClear, "beeclear.json", AMSTERDAM, json.dumps({"meter": "W", "status": status}).encode(),
        Key("verbruik", at, taken, "W", POWER, "import"),
        Key("teruglevering", at, given, "W", POWER, "export"),
    )  # fmt: skip


@vendor
def Enea() -> VendorFile:
    """Before and after netting within the hour: long Polish headings, both ways."""
    at = run("Europe/Warsaw", "2023-06-01", 48, 60)
    taken, given = use(48, 334), sun(at, 335)
    return made(
        Enea, "enea.csv", "Europe/Warsaw",
        ["Data;Wolumen energii elektrycznej pobranej z sieci (kWh);Wolumen energii elektrycznej oddanej do sieci (kWh)",
         *rows(local(at, "Europe/Warsaw", "%Y-%m-%d %H:%M"), map(comma, taken), map(comma, given), by=";")],
        Key("pobranej", at, taken, "kWh", INTERVAL, "import"),
        Key("oddanej", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def Months_of_a_bill() -> VendorFile:
    """A month a row by its French name, money beside, a year's total below."""
    at = [d for d in days(PARIS, "2023-01-01", 365) if local([d], PARIS, "%d") == ["01"]]
    names = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
             "octobre", "novembre", "décembre"]  # fmt: skip
    kwh = use(12, 336, 0, 400)
    return made(
        Months_of_a_bill, "factures.csv", PARIS,
        ["Mois;Consommation (kWh);Montant TTC (€)",
         *rows([f"{n} 2023" for n in names], [int(v) for v in kwh], ["45,20"] * 12, by=";"), f"Total;{sum(kwh):.0f};542,40"],
        Key("Consommation", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Plug_of_Tapo() -> VendorFile:
    """A title, then AM and PM after the day, month first, the plug's power alone."""
    at = run("America/Chicago", "2023-06-01", 150, 10)
    watts = use(150, 337, 1, 60)
    return made(
        Plug_of_Tapo, "Freezer_power.csv", "America/Chicago",
        ["Power history of Freezer", "Time,Power (W)", *rows(local(at, "America/Chicago", "%m/%d/%Y %I:%M %p"), watts)],
        Key("Power", at, watts, "W", POWER, None),
    )  # fmt: skip
