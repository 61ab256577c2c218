"""France."""

from __future__ import annotations

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    comma,
    days,
    iso,
    local,
    made,
    register,
    rows,
    run,
    use,
    vendor,
)

ZONE = "Europe/Paris"


@vendor
def Enedis_load_curve_with_offsets() -> VendorFile:
    """Stamps are the ends of half hours, with both offsets of the repeated hour; powers are means."""
    at = run(ZONE, "2023-10-28", 98, 30)
    watts = use(98, 1, 0, 1000)
    return made(
        Enedis_load_curve_with_offsets, "Enedis_SGE_HDM_A1.csv", "UTC",
        [
            "Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;"
            "Grandeur metier;Etape metier;Unite;Pas en minutes",
            "12345678901234;Courbe de charge;28/10/2023;30/10/2023;Energie active;Consommation;"
            "Comptage Brut;W;30",
            "Horodate;Valeur",
            *rows(iso(at, ZONE, 30), [int(w) for w in watts], by=";"),
        ],
        Key("Valeur", at, watts, "W", POWER, "import"),
    )  # fmt: skip


@vendor
def Enedis_day_and_night_registers() -> VendorFile:
    """Registers of full and low hours in Wh above 1e7, and their empty neighbours."""
    at = days(ZONE, "2023-03-01", 40)
    full = register(use(40, 2, 0, 9000), 21_345_000, 0)
    low = register(use(40, 3, 0, 5000), 14_321_000, 0)
    return made(
        Enedis_day_and_night_registers, "Enedis_SGE_index.csv", ZONE,
        [
            "Horodate;Type de releve;EAS F1;EAS F2;EAS F3;EAS D1;EAS T",
            *rows(
                iso(at, ZONE), ["Arrêté quotidien"] * 40, [int(v) for v in full],
                [int(v) for v in low], [""] * 40, [int(v) for v in full],
                [int(a + b) for a, b in zip(full, low, strict=True)], by=";",
            ),
        ],
        Key("EAS T", at, [a + b for a, b in zip(full, low, strict=True)], "Wh", COUNTER, "import"),
        Key("EAS F1", at, full, "Wh", COUNTER, None, aside=True),
        Key("EAS F2", at, low, "Wh", COUNTER, None, aside=True),
        Key("EAS D1", at, full, "Wh", COUNTER, None, aside=True),
    )  # fmt: skip


@vendor
def EDF_reached_powers() -> VendorFile:
    """A row names the day; times follow below it, falling, ends of half hours, midnight first."""
    at = run(ZONE, "2023-03-01", 144, 30)
    watts = use(144, 4, 0, 1000)
    lines = [
        "Récapitulatif de mes puissances atteintes en W", "",
        "Date et heure de relève par le distributeur;Puissance atteinte (W);Nature de la donnée",
    ]  # fmt: skip
    for day in (2, 1, 0):
        lines.append(f"{local(at[day * 48 : day * 48 + 1], ZONE, '%d/%m/%Y')[0]};;")
        for n in reversed(range(day * 48, day * 48 + 48)):
            lines.append(f"{local([at[n]], ZONE, '%H:%M:%S', 30)[0]};{watts[n]:.0f};Réelle")
    return made(
        EDF_reached_powers, "mes-puissances-atteintes-30min.csv", ZONE, lines,
        Key("Puissance", at, watts, "W", POWER, "import"),
    )  # fmt: skip


@vendor
def EDF_days() -> VendorFile:
    """Falling days with a decimal comma, full and low hours, an amount of money."""
    at = days(ZONE, "2023-01-25", 30)
    full, low = use(30, 5, 2, 10), use(30, 6, 2, 6)
    lines = rows(
        local(at, ZONE, "%d/%m/%Y"), [comma(v) for v in full], [comma(v) for v in low],
        ["Réelle"] * 30, [f"{v / 5:.2f} €".replace(".", ",") for v in full], by=";",
    )  # fmt: skip
    return made(
        EDF_days, "ma-conso-quotidienne.csv", ZONE,
        ["Date;Heures pleines (kWh);Heures creuses (kWh);Nature de la donnée;Coût TTC", *reversed(lines)],
        Key("Heures pleines", at, full, "kWh", INTERVAL, "import"),
        Key("Heures creuses", at, low, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def TotalEnergies_hours() -> VendorFile:
    """Intervals as “De … à …” in words of hours, in two columns of one day; old encoding."""
    at = run(ZONE, "2023-02-10", 72, 60)
    kwh = use(72, 7, 3)
    lines = [
        "Votre consommation d'électricité", "Date;Heure de début;Heure de fin;Consommation (kWh);Qualité",
        *rows(
            local(at, ZONE, "%d/%m/%Y"), local(at, ZONE, "%Hh%M"), local(at, ZONE, "%Hh%M", 60),
            [comma(v) for v in kwh], ["Mesurée"] * 72, by=";",
        ),
        f"Total;;;{comma(sum(kwh))};",
    ]  # fmt: skip
    return made(
        TotalEnergies_hours, "consommation_horaire.csv", ZONE, "\r\n".join(lines).encode("cp1252"),
        Key("Consommation", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Hours_named_by_their_ends() -> VendorFile:
    """Hours from 01:00 to 24:00; when clocks fall the second 02:00 ends the hour that comes twice."""
    at = run(ZONE, "2026-10-24", 73, 60)
    kwh = use(73, 9)
    ends = [
        (day, "24:00") if clock == "00:00" else (own, clock)
        for own, clock, day in zip(
            local(at, ZONE, "%d/%m/%Y", 60), local(at, ZONE, "%H:%M", 60),
            local(at, ZONE, "%d/%m/%Y"), strict=True,
        )
    ]  # fmt: skip
    return made(
        Hours_named_by_their_ends, "consommation.csv", ZONE,
        ["Date;Heure;Consommation (kWh);Nature",
         *rows([d for d, _ in ends], [c for _, c in ends], map(comma, kwh), ["Réelle"] * 73, by=";")],
        Key("Consommation", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip
