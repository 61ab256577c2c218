"""Belgium and the Netherlands."""

from __future__ import annotations

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    comma,
    days,
    local,
    made,
    register,
    rows,
    run,
    sun,
    use,
    vendor,
)

BRUSSELS, AMSTERDAM = "Europe/Brussels", "Europe/Amsterdam"


@vendor
def Fluvius_French() -> VendorFile:
    """One row a register and quarter hour, in French; the repeated hour; volumes not yet there."""
    at = run(BRUSSELS, "2023-10-29", 100, 15)
    taken: list[float | None] = [*use(100, 11)]
    given = sun(at, 12)
    taken[7] = taken[8] = None
    place = [
        local(at, BRUSSELS, "%d-%m-%Y"), local(at, BRUSSELS, "%H:%M:%S"),
        local(at, BRUSSELS, "%d-%m-%Y", 15), local(at, BRUSSELS, "%H:%M:%S", 15),
    ]  # fmt: skip
    meter = ['="541448820000123456"', "1SAG1100012345", "Compteur numérique"]

    def register(name: str, values: list[float | None]) -> list[str]:
        told = ["Pas de valeur" if v is None else "Lu" for v in values]
        cells = [comma(v) for v in values]
        fixed = [[c] * 100 for c in (*meter, name)]
        return rows(*place, *fixed, cells, ["kWh"] * 100, told, by=";")

    return made(
        Fluvius_French, "Historique_consommation_electricite_541448820000123456.csv", BRUSSELS,
        [
            "De (date);De (heure);Jusqu'au (date);Jusqu'au (heure);Code EAN;Compteur;"
            "Type de compteur;Registre;Volume;Unité;Statut de validation",
            *register("Prélèvement Nuit", taken), *register("Injection Nuit", [*given]),
        ],
        Key("Prélèvement", at, taken, "kWh", INTERVAL, "import"),
        Key("Injection", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def ORES_quarter_hours() -> VendorFile:
    """A preamble of the place; OBIS codes in the headings; a status behind each value."""
    at = run(BRUSSELS, "2023-05-01", 192, 15)
    taken, given = use(192, 13), sun(at, 14)
    return made(
        ORES_quarter_hours, "ORES_541449000001234567.csv", BRUSSELS,
        [
            "EAN;541449000001234567", "Adresse;Rue Haute 1, 5000 Namur", "",
            "Date;Heure;1-1:1.29.0 Prélèvement (kWh);Statut;1-1:2.29.0 Injection (kWh);Statut",
            *rows(
                local(at, BRUSSELS, "%d/%m/%Y"), local(at, BRUSSELS, "%H:%M"),
                [comma(v) for v in taken], ["Mesuré"] * 192, [comma(v) for v in given],
                ["Estimé"] * 192, by=";",
            ),
        ],
        Key("Prélèvement", at, taken, "kWh", INTERVAL, "import"),
        Key("Injection", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def Eneco_two_tables() -> VendorFile:
    """Electricity first, gas in a second table below with a header of its own and the same days."""
    at = days(AMSTERDAM, "2023-03-20", 14)
    high, low, gas = use(14, 15, 3, 6), use(14, 16, 3, 4), use(14, 17, 3, 5)
    stamps = local(at, AMSTERDAM, "%d-%m-%Y")
    return made(
        Eneco_two_tables, "verbruik.csv", AMSTERDAM,
        [
            "Stroom", "Datum;Verbruik hoog (kWh);Verbruik laag (kWh)",
            *rows(stamps, map(comma, high), map(comma, low), by=";"),
            "", "Gas", "Datum;Verbruik (m³);Kosten (€)",
            *rows(stamps, map(comma, gas), ["1,20"] * 14, by=";"),
        ],
        Key("hoog", at, high, "kWh", INTERVAL, "import"),
        Key("laag", at, low, "kWh", INTERVAL, "import"),
        Key("m³", at, gas, "m³", INTERVAL, "consumption"),
    )  # fmt: skip


@vendor
def Vattenfall_NL_registers() -> VendorFile:
    """Readings of all registers by day, empty ones of a meter without night hours, falling."""
    at = days(AMSTERDAM, "2023-06-01", 30)
    normal = register(use(30, 18, 0, 9), 12_034, 0)
    back = register(use(30, 19, 0, 7), 3_012, 0)
    gas = register(use(30, 20, 0, 6), 5_999, 0)
    lines = rows(
        local(at, AMSTERDAM, "%d-%m-%Y"), [int(v) for v in normal], [""] * 30,
        [int(v) for v in back], [""] * 30, [int(v) for v in gas], by=";",
    )  # fmt: skip
    return made(
        Vattenfall_NL_registers, "meterstanden.csv", AMSTERDAM,
        [
            "Datum;Stand levering normaal;Stand levering dal;Stand teruglevering normaal;"
            "Stand teruglevering dal;Gasstand (m3)", *reversed(lines),
        ],
        Key("Stand levering", at, normal, "kWh", COUNTER, "import"),
        Key("Stand teruglevering", at, back, "kWh", COUNTER, "export"),
        Key("Gasstand", at, gas, "m³", COUNTER, "consumption"),
    )  # fmt: skip


@vendor
def P1_Monitor() -> VendorFile:
    """Registers, their differences and momentary powers side by side, named by OBIS numbers."""
    at = run(AMSTERDAM, "2023-07-03", 96, 60)
    low, high, back = use(96, 21), [0.0] * 96, sun(at, 22)
    counters = [register(low, 5012.5), register(high, 6034.25), register(back, 2100.75)]
    return made(
        P1_Monitor, "e_history_uur.csv", AMSTERDAM,
        [
            "TIMESTAMP,VERBR_KWH_181,VERBR_KWH_182,GELVR_KWH_281,VERBR_KWH_X,GELVR_KWH_X,TARIEFCODE",
            *rows(
                local(at, AMSTERDAM, "%Y-%m-%d %H:%M:%S"), *counters,
                [0, *low[:-1]], [0, *back[:-1]], ["P"] * 96,
            ),
        ],
        Key("KWH_181", at, counters[0], "kWh", COUNTER, "import"),
        Key("KWH_182", at, counters[1], "kWh", COUNTER, "import"),
        Key("KWH_281", at, counters[2], "kWh", COUNTER, "export"),
        Key("VERBR_KWH_X", at, [0, *low[:-1]], "kWh", INTERVAL, None, aside=True),
        Key("GELVR_KWH_X", at, [0, *back[:-1]], "kWh", INTERVAL, None, aside=True),
    )  # fmt: skip


@vendor
def YouLess() -> VendorFile:
    """Quoted stamps without seconds, day before month, momentary watts."""
    at = run(AMSTERDAM, "2023-04-03", 300, 1)
    watts = use(300, 23, 0, 800)
    return made(
        YouLess, "youless-hour.csv", AMSTERDAM,
        [
            '"Datum/tijd","Vermogen (Watt)"',
            *rows(local(at, AMSTERDAM, '"%d-%m-%Y %H:%M"'), [f'"{w:.0f}"' for w in watts]),
        ],
        Key("Vermogen", at, watts, "W", POWER, None),
    )  # fmt: skip
