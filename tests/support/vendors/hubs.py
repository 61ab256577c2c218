"""Monitors and hubs at home."""

from __future__ import annotations

import json

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
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

NEW_YORK, PARIS = "America/New_York", "Europe/Paris"


@vendor
def Sense() -> VendorFile:
    """Devices in rows; mean power and energy of the same hour side by side; the house is a device."""
    at = run(NEW_YORK, "2023-07-01", 48, 60)
    fridge = use(48, 161, 3, 0.2)
    total = [round(a + b, 3) for a, b in zip(fridge, use(48, 162), strict=True)]
    stamps = local(at, NEW_YORK, "%Y-%m-%d %H:%M:%S")

    def device(name: str, kind: str, kwh: list[float]) -> list[str]:
        fixed = [[c] * 48 for c in (name.lower(), name, kind, "", "", "")]
        return rows(stamps, *fixed, [round(v * 1000, 1) for v in kwh], kwh)

    return made(
        Sense, "1-hour_data.csv", NEW_YORK,
        [
            "# Sense data export", "",
            "DateTime,Device ID,Name,Device Type,Device Make,Device Model,Device Location,Avg Wattage,kWh",
            *device("Total Usage", "Mains", total), *device("Fridge", "Fridge", fridge),
        ],
        Key("Mains kWh", at, total, "kWh", INTERVAL, "consumption"),
        Key("Fridge kWh", at, fridge, "kWh", INTERVAL, "consumption"),
        Key("Mains Avg", at, [round(v * 1000, 1) for v in total], "W", POWER, None, aside=True),
        Key("Fridge Avg", at, [round(v * 1000, 1) for v in fridge], "W", POWER, None, aside=True),
    )  # fmt: skip


@vendor
def Emporia() -> VendorFile:
    """The zone in the stamp's heading; channels without a clamp say “No CT”."""
    at = run(NEW_YORK, "2023-11-05", 100, 15)
    kwh = [use(100, 163, 6), use(100, 164, 6, 0.1)]
    return made(
        Emporia, "1A2B3C-Home-15MIN.csv", "",
        [
            "Time Bucket (America/New_York),Home-Mains (kWhs),Home-Fridge (kWhs),Home-Spare (kWhs)",
            *rows(local(at, NEW_YORK, "%m/%d/%Y %H:%M:%S"), *kwh, ["No CT"] * 100),
        ],
        *keys(["Mains", "Fridge"], at, kwh, "kWh", INTERVAL, ["consumption", "consumption"]),
    )  # fmt: skip


@vendor
def emoncms_feed() -> VendorFile:
    """No header at all: an epoch and a number; the feed's name is the file's."""
    at = run("UTC", "2023-06-01", 360, 1)
    watts = use(360, 165, 1, 600)
    return made(
        emoncms_feed, "feed_house_power_W.csv", PARIS,
        rows([int(t.timestamp()) for t in at], watts, by=", "),
        Key("", at, watts, "W", POWER, None),
    )  # fmt: skip


@vendor
def Shelly_Pro_3EM() -> VendorFile:
    """Energy a minute of three phases both ways, beside its fundamental part and extremes of power."""
    at = run("UTC", "2023-06-01", 240, 1)
    a, b = use(240, 166, 4, 10), use(240, 167, 4, 5)
    back = sun(at, 168, 4, 8)
    most, least = [round(v * 90) for v in a], [round(v * 40) for v in a]
    columns = ["timestamp", "a_total_act_energy", "a_fund_act_energy", "a_total_act_ret_energy",
               "a_max_act_power", "a_min_act_power", "a_max_voltage", "b_total_act_energy"]  # fmt: skip
    return made(
        Shelly_Pro_3EM, "emdata_2023-06-01.csv", PARIS,
        [
            ",".join(columns),
            *rows([int(t.timestamp()) for t in at], a, a, back, most, least,
                  [231.5 + n % 5 for n in range(240)], b),
        ],
        *keys(["a_total_act_energy", "b_total_act_energy", "a_total_act_ret"], at, [a, b, back], "Wh",
              INTERVAL, ["import", "import", "export"]),
        Key("a_fund_act_energy", at, a, "Wh", INTERVAL, None, aside=True),
        Key("a_max_act_power", at, most, "W", POWER, None, aside=True),
        Key("a_min_act_power", at, least, "W", POWER, None, aside=True),
    )  # fmt: skip


@vendor
def Home_Assistant_history() -> VendorFile:
    """Entities in rows, stamps whenever something changed, “unavailable” among the states."""
    at = run("UTC", "2023-06-01 00:00:03", 120, 1)
    watts: list[float | None] = [*use(120, 169, 1, 500)]
    watts[40] = None
    total = register([v / 60 for v in use(120, 170)], 1234.5, 4)
    stamps = local(at, "UTC", "%Y-%m-%dT%H:%M:%S.123Z")
    lines = rows(
        ["sensor.grid_power"] * 120, ["unavailable" if v is None else v for v in watts], stamps
    )
    lines += rows(["sensor.energy_import_total"] * 120, total, stamps)
    shifted = [t.replace(microsecond=123_000) for t in at]
    return made(
        Home_Assistant_history, "history.csv", PARIS, ["entity_id,state,last_changed", *lines],
        Key("power", shifted, watts, "W", POWER, "import"),
        Key("import_total", shifted, total, "kWh", COUNTER, "import"),
    )  # fmt: skip


@vendor
def Home_Assistant_energy_dashboard() -> VendorFile:
    """Stamps are the columns, entities the rows, with their type and unit."""
    at = run("UTC", "2023-06-01", 48, 60)
    taken, given, gas = use(48, 171), sun(at, 172), use(48, 173, 3)
    lines = [",".join(["entity_id", "type", "unit", *local(at, "UTC", "%Y-%m-%dT%H:%M:%S.000Z")])]
    for entity, kind, unit, values in (
        ("sensor.import_t1", "grid_consumption", "kWh", taken),
        ("sensor.export_t1", "grid_return", "kWh", given),
        ("sensor.gas_meter", "gas", "m³", gas),
    ):
        lines.append(",".join([entity, kind, unit, *map(str, values)]))
    return made(
        Home_Assistant_energy_dashboard, "energy.csv", PARIS, lines,
        Key("import_t1", at, taken, "kWh", INTERVAL, "import"),
        Key("export_t1", at, given, "kWh", INTERVAL, "export"),
        Key("gas_meter", at, gas, "m³", INTERVAL, "consumption"),
    )  # fmt: skip


@vendor
def IoTaWatt() -> VendorFile:
    """Units behind a dot in the headings; momentary powers of the mains, the roof and a circuit."""
    at = run(PARIS, "2023-06-01", 288, 5)
    watts = [use(288, 174, 1, 900), sun(at, 175, 1, 2000), use(288, 176, 1, 90)]
    return made(
        IoTaWatt, "query.csv", PARIS,
        ["Time,Main.Watts,Solar.Watts,Fridge.Watts", *rows(local(at, PARIS, "%Y-%m-%dT%H:%M:%S"), *watts)],
        *keys(["Main", "Solar", "Fridge"], at, watts, "W", POWER, ["consumption", "production", "consumption"]),
    )  # fmt: skip


@vendor
def Home_Assistant_statistics() -> VendorFile:
    """Sum and state of one register side by side, hour by hour, for two entities."""
    at = run("UTC", "2023-06-01", 72, 60)
    steps = use(72, 177)
    state = register(steps, 5234.25)
    total = register(steps, 0.0)
    return made(
        Home_Assistant_statistics, "statistics.csv", PARIS,
        [
            "statistic_id,unit,start,state,sum",
            *rows(["sensor.energy_import"] * 72, ["kWh"] * 72, local(at, "UTC", "%Y-%m-%dT%H:%M:%S+00:00"),
                  state, total),
        ],
        Key("state", at, state, "kWh", COUNTER, "import"),
        Key("sum", at, total, "kWh", COUNTER, None, aside=True),
    )  # fmt: skip


@vendor
def Domoticz() -> VendorFile:
    """JSON of a counter and its use, numbers as text, under “result”."""
    at = run(PARIS, "2023-06-01", 96, 5)
    watts = use(96, 178, 0, 500)
    result = [
        {"d": s, "v": f"{w:.0f}"}
        for s, w in zip(local(at, PARIS, "%Y-%m-%d %H:%M"), watts, strict=True)
    ]
    body = {"result": result, "status": "OK", "title": "Graph day", "unit": "W"}
    return made(
        Domoticz, "graph.json", PARIS, json.dumps(body).encode(), Key("", at, watts, "W", POWER, None),
    )  # fmt: skip
