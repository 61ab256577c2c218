"""Denmark, Finland, Norway, Sweden."""

from __future__ import annotations

import json

from tests.support.vendors.kit import (
    INTERVAL,
    Key,
    VendorFile,
    comma,
    iso,
    local,
    made,
    rows,
    run,
    use,
    vendor,
)

COPENHAGEN, HELSINKI = "Europe/Copenhagen", "Europe/Helsinki"
OSLO, STOCKHOLM = "Europe/Oslo", "Europe/Stockholm"


@vendor
def Eloverblik() -> VendorFile:
    """From and to in Danish, the repeated hour in order, unit and quality in columns."""
    at = run(COPENHAGEN, "2023-10-28", 73, 60)
    kwh = use(73, 61)
    return made(
        Eloverblik, "MeterData.csv", COPENHAGEN,
        [
            "\ufeffMålepunktsID;Fra_dato;Til_dato;Mængde;Måleenhed;Kvalitet;Type",
            *rows(
                ["571313174001234567"] * 73, local(at, COPENHAGEN, "%d-%m-%Y %H:%M:%S"),
                local(at, COPENHAGEN, "%d-%m-%Y %H:%M:%S", 60), map(comma, kwh), ["KWH"] * 73,
                ["Målt"] * 73, ["Tidsserie"] * 73, by=";",
            ),
        ],
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Fingrid_Datahub() -> VendorFile:
    """Stamps in UTC with decimal commas; the product's number is no value; estimated hours."""
    at = run(HELSINKI, "2023-03-26", 47, 60)
    kwh = use(47, 62, 2)
    return made(
        Fingrid_Datahub, "consumption.csv", HELSINKI,
        [
            "Mittauspisteen tunnus;Tuotteen tunnus;Resoluutio;Yksikkötyyppi;Lukeman tyyppi;Alkuaika;Määrä;Laatu",
            *rows(
                ["643007574000123456"] * 47, ["8716867000030"] * 47, ["PT1H"] * 47, ["kWh"] * 47,
                ["BN01"] * 47, local(at, "UTC", "%Y-%m-%dT%H:%M:%SZ"), map(comma, kwh),
                ["OK"] * 47, by=";",
            ),
        ],
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Elhub() -> VendorFile:
    """The unit, the step and the direction make one heading: KWH 60 Forbruk."""
    at = run(OSLO, "2023-02-01", 72, 60)
    kwh = use(72, 63)
    return made(
        Elhub, "meteringvalues-mp-707057500012345678-consumption.csv", OSLO,
        [
            "Fra;Til;KWH 60 Forbruk;Kvalitet",
            *rows(
                local(at, OSLO, "%d.%m.%Y %H:%M"), local(at, OSLO, "%d.%m.%Y %H:%M", 60),
                map(comma, kwh), ["Målt"] * 72, by=";",
            ),
        ],
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Tibber() -> VendorFile:
    """Nested JSON with prices beside the energy, and hours that are not settled yet."""
    at = run(STOCKHOLM, "2023-10-01", 48, 60)
    kwh: list[float | None] = [*use(48, 64)]
    kwh[-1] = None
    nodes = [
        {"from": a, "to": b, "cost": 0.5, "unitPrice": 1.2, "unitPriceVAT": 0.2,
         "consumption": v, "consumptionUnit": "kWh"}
        for a, b, v in zip(iso(at, STOCKHOLM), iso(at, STOCKHOLM, 60), kwh, strict=True)
    ]  # fmt: skip
    reply = {"data": {"viewer": {"homes": [{"consumption": {"nodes": nodes}}]}}}
    return made(
        Tibber, "tibber.json", STOCKHOLM, json.dumps(reply).encode(),
        Key("consumption", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Vattenfall_SE() -> VendorFile:
    """A sum below the hours, a temperature beside them, Swedish words."""
    at = run(STOCKHOLM, "2023-01-10", 48, 60)
    kwh, warm = use(48, 65, 2), use(48, 66, 1, 10)
    return made(
        Vattenfall_SE, "Forbrukning_timme.csv", STOCKHOLM,
        [
            "Anläggnings-ID: 735999100012345678", "",
            "Datum;Förbrukning (kWh);Temperatur (°C)",
            *rows(local(at, STOCKHOLM, "%Y-%m-%d %H:%M"), map(comma, kwh), map(comma, warm), by=";"),
            f"Summa;{comma(sum(kwh))};",
        ],
        Key("Förbrukning", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip
