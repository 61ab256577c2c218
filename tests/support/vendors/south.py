"""Spain, Portugal, Italy."""

from __future__ import annotations

from tests.support.vendors.kit import (
    INTERVAL,
    POWER,
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

MADRID, LISBON, ROME = "Europe/Madrid", "Europe/Lisbon", "Europe/Rome"


@vendor
def Datadis() -> VendorFile:
    """Hours 01:00 to 24:00 are ends; energy returned to the network in a column of its own."""
    at = run(MADRID, "2023-05-01", 96, 60)
    taken, given = use(96, 51), sun(at, 52)
    hours = [f"{int(h) + 1:02d}:00" for h in local(at, MADRID, "%H")]
    return made(
        Datadis, "consumptions.csv", MADRID,
        [
            "cups;fecha;hora;consumo_kWh;metodoObtencion;energiaVertida_kWh",
            *rows(
                ["ES0021000000000001XX"] * 96, local(at, MADRID, "%Y/%m/%d"), hours,
                map(comma, taken), ["Real"] * 96, map(comma, given), by=";",
            ),
        ],
        Key("consumo", at, taken, "kWh", INTERVAL, "import"),
        Key("Vertida", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def iDE_hours_of_the_long_day() -> VendorFile:
    """Hours are numbered 1 to 25 on the long day; entering and leaving energy by letters."""
    at = run(MADRID, "2023-10-28", 73, 60)
    taken, given = use(73, 53), sun(at, 54)
    dates = local(at, MADRID, "%d/%m/%Y")
    hours = [dates[:n].count(d) + 1 for n, d in enumerate(dates)]
    return made(
        iDE_hours_of_the_long_day, "i-DE_consumo.csv", MADRID,
        [
            "CUPS;Fecha;Hora;AE_kWh;AS_kWh;AE_AUTOCONS_kWh;REAL/ESTIMADO",
            *rows(
                ["ES0021000000000001XX0F"] * 73, dates, hours, map(comma, taken), map(comma, given),
                [""] * 73, ["R"] * 73, by=";",
            ),
        ],
        Key("AE_kWh", at, taken, "kWh", INTERVAL, "import"),
        Key("AS_kWh", at, given, "kWh", INTERVAL, "export"),
    )  # fmt: skip


@vendor
def E_REDES() -> VendorFile:
    """Mean powers by quarter hour in Portuguese, ends, state per row, a title over the table."""
    at = run(LISBON, "2023-05-01", 192, 15)
    kw, back = use(192, 55, 3, 2), sun(at, 56)
    return made(
        E_REDES, "Consumos_PT0002000012345678AB.csv", LISBON,
        [
            "Diagrama de carga;;;;", "CPE:;PT0002000012345678AB;;;", ";;;;",
            "Data;Hora;Consumo registado, Ativa (kW);Injeção na rede, Ativa (kW);Estado",
            *rows(
                local(at, LISBON, "%Y/%m/%d", 15), local(at, LISBON, "%H:%M", 15),
                map(comma, kw), map(comma, back), ["Real"] * 192, by=";",
            ),
        ],
        Key("Consumo", at, kw, "kW", POWER, "import"),
        Key("Injeção", at, back, "kW", POWER, "export"),
    )  # fmt: skip


@vendor
def e_distribuzione() -> VendorFile:
    """A day a row, its 96 quarter hours as columns, decimal commas, everything quoted."""
    at = run(ROME, "2023-05-01", 7 * 96, 15)
    kwh = use(7 * 96, 57)
    starts, ends = local(at[:96], ROME, "%H:%M"), local(at[:96], ROME, "%H:%M", 15)
    heads = [f'"{a}-{b}"' for a, b in zip(starts, ends, strict=True)]
    lines = [";".join(['"Giorno"', *heads])]
    for day in range(7):
        cells = [f'"{comma(v)}"' for v in kwh[day * 96 : day * 96 + 96]]
        lines.append(";".join([local(at[day * 96 :][:1], ROME, '"%d/%m/%Y"')[0], *cells]))
    return made(
        e_distribuzione, "ExportData_Curve_IT001E12345678.csv", ROME, lines,
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip
