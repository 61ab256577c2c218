"""Portals with headings over headings, and JSON of inverters."""

from __future__ import annotations

import json

from tests.support.vendors.kit import (
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    keys,
    local,
    made,
    rows,
    run,
    sun,
    use,
    vendor,
)

ZONE = "Europe/Amsterdam"


def _details(name: str, unit: str, at: list, meters: dict[str, list]) -> bytes:
    stamps = local(at, ZONE, "%Y-%m-%d %H:%M:%S")
    listed = [
        {"type": kind, "values": [{"date": s, "value": v} if v is not None else {"date": s}
                                  for s, v in zip(stamps, values, strict=True)]}
        for kind, values in meters.items()
    ]  # fmt: skip
    return json.dumps(
        {name: {"timeUnit": "QUARTER_OF_AN_HOUR", "unit": unit, "meters": listed}}
    ).encode()


@vendor
def SolarEdge_power_details() -> VendorFile:
    """A list of values a meter, each with its type; some values are not there yet."""
    at = run(ZONE, "2023-10-29", 100, 15)
    roof, house = sun(at, 141, 2, 3000), use(100, 142, 2, 900)
    late = [*house[:-3], None, None, None]
    grid = [round(max(h - r, 0), 2) for h, r in zip(house, roof, strict=True)]
    return made(
        SolarEdge_power_details, "powerDetails.json", ZONE,
        _details("powerDetails", "W", at, {"Production": roof, "Consumption": late, "Purchased": grid}),
        *keys(["Production", "Consumption", "Purchased"], at, [roof, late, grid], "W", POWER,
              ["production", "consumption", "import"]),
    )  # fmt: skip


@vendor
def SolarEdge_energy_details() -> VendorFile:
    """Energy both ways and self-consumption, which is a part and no flow of its own."""
    at = run(ZONE, "2023-06-01", 96, 15)
    roof, bought = sun(at, 143, 1, 800), use(96, 144, 1, 200)
    sold = [round(r * 0.75, 2) for r in roof]
    own = [round(r - s, 2) for r, s in zip(roof, sold, strict=True)]
    house = [round(o + b, 2) for o, b in zip(own, bought, strict=True)]
    return made(
        SolarEdge_energy_details, "energyDetails.json", ZONE,
        _details("energyDetails", "Wh", at, {
            "Production": roof, "Consumption": house, "SelfConsumption": own, "FeedIn": sold,
            "Purchased": bought}),
        *keys(["Production", "FeedIn", "Purchased"], at, [roof, sold, bought], "Wh", INTERVAL,
              ["production", "export", "import"]),
        Key("Consumption", at, house, "Wh", INTERVAL, "consumption"),
        Key("SelfConsumption", at, own, "Wh", INTERVAL, None, aside=True),
    )  # fmt: skip


@vendor
def Victron_VRM() -> VendorFile:
    """Three rows of headings: the device over its quantities over their units."""
    at = run(ZONE, "2023-06-01", 192, 15)
    watts = [use(192, 145, 0, 700), sun(at, 146, 0, 3000)]
    return made(
        Victron_VRM, "VRM_log.csv", ZONE,
        [
            "timestamp,System overview [0],System overview [0],Battery Monitor [258]",
            f"{ZONE} (+02:00),AC Consumption L1,PV - AC-coupled on output L1,Voltage", ",W,W,V",
            *rows(local(at, ZONE, "%Y-%m-%d %H:%M:%S"), *watts, [round(51 + n % 9 / 10, 1) for n in range(192)]),
        ],
        *keys(["Consumption", "PV"], at, watts, "W", POWER, ["consumption", "production"]),
    )  # fmt: skip


@vendor
def Building_management() -> VendorFile:
    """Merged headings: a meter over import and export, twice; comment lines above."""
    at = run(ZONE, "2023-06-01", 96, 60)
    values = [use(96, n, 2, 50) for n in (147, 148, 149, 150)]
    return made(
        Building_management, "bms.csv", ZONE,
        [
            "# exported by the building management system", "# site: town hall", "// hourly energy in kWh",
            ";Main A;;Main B;", "Timestamp;Import kWh;Export kWh;Import kWh;Export kWh",
            *rows(local(at, ZONE, "%d.%m.%Y %H:%M:%S"), *values, by=";"),
        ],
        *keys(["Main A Import", "Main A Export", "Main B Import", "Main B Export"], at, values, "kWh",
              INTERVAL, ["import", "export", "import", "export"]),
    )  # fmt: skip
