"""How utilities of seven countries name the columns of their files. Written from their files and
not from the product's own tables."""

from __future__ import annotations

from dataclasses import dataclass

from energy_core.model import Kind

ENERGY, POWER, COUNTER = Kind.INTERVAL, Kind.POWER, Kind.COUNTER


@dataclass(frozen=True)
class Language:
    """Words of headings and statuses; quantities: label → kind; months: their short names."""

    time: tuple[str, ...]
    date: str
    clock: str
    start: str
    end: str
    status: str
    unit: str
    register: str
    meter: str
    value: str
    total: str
    measured: str
    estimated: str
    invalid: str
    quantities: dict[str, Kind]
    about: tuple[tuple[str, str], ...]
    closing: str


LANGUAGES: dict[str, Language] = {
    "en": Language(
        ("Timestamp", "Date/Time", "Time"), "Date", "Time", "Start", "End", "Status", "Unit",
        "Register", "Meter number", "Value", "Total", "Actual", "Estimated", "Invalid",
        {"Consumption": ENERGY, "Grid import": ENERGY, "Grid export": ENERGY,
         "Solar production": ENERGY, "Solar power": POWER, "House load": POWER,
         "Import meter reading": COUNTER, "Export meter reading": COUNTER,
         "Outdoor temperature": Kind.LEVEL, "Battery state of charge": Kind.LEVEL},
        (("Customer", "J. Doe"), ("Meter data report", ""), ("Site", "12 Mill Lane")),
        "End of report",
    ),
    "fr": Language(
        ("Horodatage", "Date et heure"), "Date", "Heure", "Début", "Fin", "Nature", "Unité",
        "Grandeur", "Compteur", "Valeur", "Total", "Réelle", "Estimée", "Invalide",
        {"Consommation": ENERGY, "Énergie soutirée": ENERGY, "Énergie injectée": ENERGY,
         "Production solaire": ENERGY, "Puissance solaire": POWER, "Puissance consommée": POWER,
         "Index soutirage": COUNTER, "Index injection": COUNTER,
         "Température extérieure": Kind.LEVEL},
        (("Titulaire", "M. Dupont"), ("Relevé de consommation", ""), ("Adresse", "3 rue Haute")),
        "Fin du relevé",
    ),
    "de": Language(
        ("Zeitstempel", "Datum/Uhrzeit"), "Datum", "Uhrzeit", "Beginn", "Ende", "Status",
        "Einheit", "Messgröße", "Zählernummer", "Wert", "Summe", "gemessen", "geschätzt",
        "ungültig",
        {"Verbrauch": ENERGY, "Netzbezug": ENERGY, "Netzeinspeisung": ENERGY,
         "PV-Erzeugung": ENERGY, "Leistung PV": POWER, "Leistung Verbrauch": POWER,
         "Zählerstand Bezug": COUNTER, "Zählerstand Einspeisung": COUNTER,
         "Außentemperatur": Kind.LEVEL, "Ladezustand Speicher": Kind.LEVEL},
        (("Kunde", "M. Müller"), ("Auswertung Lastgang", ""), ("Anschrift", "Hauptstraße 3")),
        "Ende der Auswertung",
    ),
    "nl": Language(
        ("Tijdstip", "Datum en tijd"), "Datum", "Tijd", "Van", "Tot", "Validatiestatus",
        "Eenheid", "Register", "Meternummer", "Waarde", "Totaal", "Gemeten", "Geschat",
        "Ongeldig",
        {"Verbruik": ENERGY, "Afname": ENERGY, "Teruglevering": ENERGY,
         "Zonneproductie": ENERGY, "Vermogen zonnepanelen": POWER, "Vermogen verbruik": POWER,
         "Meterstand afname": COUNTER, "Meterstand teruglevering": COUNTER,
         "Buitentemperatuur": Kind.LEVEL},
        (("Klant", "J. de Vries"), ("Overzicht verbruik", ""), ("Adres", "Dorpsstraat 3")),
        "Einde van het overzicht",
    ),
    "es": Language(
        ("Fecha y hora",), "Fecha", "Hora", "Inicio", "Fin", "Estado", "Unidad", "Registro",
        "Contador", "Valor", "Total", "Real", "Estimado", "Inválido",
        {"Consumo": ENERGY, "Energía importada": ENERGY, "Energía exportada": ENERGY,
         "Producción solar": ENERGY, "Potencia solar": POWER, "Potencia consumida": POWER,
         "Lectura consumo": COUNTER, "Temperatura exterior": Kind.LEVEL},
        (("Titular", "A. García"), ("Informe de consumo", ""), ("Dirección", "Calle Mayor 3")),
        "Fin del informe",
    ),
    "it": Language(
        ("Data e ora",), "Data", "Ora", "Inizio", "Fine", "Stato", "Unità", "Registro",
        "Contatore", "Valore", "Totale", "Misurato", "Stimato", "Non valido",
        {"Consumo": ENERGY, "Energia prelevata": ENERGY, "Energia immessa": ENERGY,
         "Produzione fotovoltaica": ENERGY, "Potenza fotovoltaica": POWER,
         "Lettura prelievo": COUNTER, "Temperatura esterna": Kind.LEVEL},
        (("Cliente", "G. Rossi"), ("Prospetto dei consumi", ""), ("Indirizzo", "Via Roma 3")),
        "Fine del prospetto",
    ),
    "pt": Language(
        ("Data e hora",), "Data", "Hora", "Início", "Fim", "Estado", "Unidade", "Registo",
        "Contador", "Valor", "Total", "Medido", "Estimado", "Inválido",
        {"Consumo": ENERGY, "Energia importada": ENERGY, "Energia injetada": ENERGY,
         "Produção solar": ENERGY, "Potência solar": POWER, "Leitura consumo": COUNTER,
         "Temperatura exterior": Kind.LEVEL},
        (("Cliente", "A. Silva"), ("Relatório de consumo", ""), ("Morada", "Rua Direita 3")),
        "Fim do relatório",
    ),
}  # fmt: skip

MONTHS: dict[str, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    "fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
           "nov.", "déc."),
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "it": ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"),
    "pt": ("jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"),
}  # fmt: skip
UNITS = {
    Kind.POWER: ("W", "kW"),
    Kind.INTERVAL: ("kWh", "Wh"),
    Kind.COUNTER: ("kWh", "Wh"),
}


def units_of(label: str, kind: Kind) -> tuple[str, ...]:
    if kind is Kind.LEVEL:
        return ("°C",) if "emp" in label else ("%",)
    return UNITS[kind]
