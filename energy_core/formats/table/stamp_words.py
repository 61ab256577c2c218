"""The words that stamps are written with, by language. Tables only; letters without accents.

Marks and accents are taken off before a word is looked up (`plain`).
"""

from __future__ import annotations

import re
import unicodedata

MONTHS: dict[str, str] = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
          "dicembre",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "sl": "januar februar marec april maj junij julij avgust september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika "
          "listopada grudnia",
    "pl, alone": "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik "
                 "listopad grudzien",
}  # fmt: skip
SHORT_MONTHS: dict[str, int] = {
    "mrt": 3, "mrz": 3, "maerz": 3, "sept": 9, "janv": 1, "fevr": 2, "juil": 7,
}  # fmt: skip
"""Abbreviations that are no beginning of the name."""

WEEKDAYS: dict[str, str] = {
    "en": "monday tuesday wednesday thursday friday saturday sunday tues wednes thurs",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag sonnabend",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
    "it": "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "pt": "segunda terca quarta quinta sexta sabado domingo",
    "sl": "ponedeljek torek sreda cetrtek petek sobota nedelja",
    "da": "mandag tirsdag onsdag torsdag fredag lordag sondag",
    "sv": "mandag tisdag onsdag torsdag fredag lordag sondag",
    "pl": "poniedzialek wtorek sroda czwartek piatek sobota niedziela",
}

ZONES: dict[str, int] = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "zulu": 0, "wet": 0, "west": 60, "bst": 60,
    "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "met": 60, "mest": 120, "hec": 60, "hee": 120,
    "eet": 120, "eest": 180, "msk": 180, "sast": 120, "jst": 540, "nzst": 720, "nzdt": 780,
    "awst": 480, "acst": 570, "acdt": 630, "aest": 600, "aedt": 660,
    "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
    "akst": -540, "akdt": -480, "hst": -600, "nst": -210, "ndt": -150, "adt": -180,
}  # fmt: skip
"""Name of a clock → minutes before UTC, where it is always the same."""

OPEN_ZONES = {"cst", "ist", "ast", "et", "ct", "mt", "pt", "lt", "local", "loc", "dst"}
"""Names of clocks that mean several, or none: the stamp is local."""


def _set(text: str) -> set[str]:
    return set(text.split())


STARTS = _set(
    "start starts started starting startzeit startdatum starttijd begin begins beginning beginn beginnt from since van vanaf von ab anfang debut depuis desde inicio inicial inizio dalle dal od zacetek fra startdate starttime"
)
ENDS = _set(
    "end ends ended ending endzeit enddatum eindtijd einddatum until till through ende endet bis fin fine hasta final ate fim termino konec einde eind tot jusque jusqu alle he til slut enddate endtime"
)
FIRST_STARTS = {"du", "da", "de"}
FIRST_ENDS = {"to", "a", "au", "al", "do", "ao"}
"""Words that say so only as the first word of a name: elsewhere they are articles."""

PARTS: dict[str, set[str]] = {
    "year": _set("year jahr annee jaar ano anno leto ar rok yyyy yr"),
    "month": _set("month monat mois maand mes mese mesec maned manad miesiac mm mo"),
    "day": _set("day tag jour dag dia giorno dan dzien dd"),
    "hour": _set("hour hours hr hh hora horas ora ore heure heures stunde stunden uur uren ura urnica time tijd std godzina timme he"),
    "minute": _set("minute minutes min minuut minuto minuti minuta minuten"),
    "period": _set("period periode intervall interval intervalle intervalo intervallo slot sp settlement quarter kwartier viertelstunde cuarto quarto mtu block index halfhour"),
    "time": _set("time zeit uhrzeit tijd tijdstip heure hora ora orario ura cas klokkeslett tid klockslag godzina horaire uhr hhmm"),
    "stamp": _set("time timestamp datetime date datum datumzeit zeit zeitstempel zeitpunkt horodate horodatage tijd tijdstempel tijdstip fecha data ts epoch unix unixtime unixtimestamp stamp utc cas tid dato czas moment when ms"),
    "duration": _set("duration dauer duree duur duracion duracao durata trajanje interval intervall intervalle intervalo step pas resolution length seconds"),
    "late": _set("created updated modified uploaded received export exported printed download downloaded release published erstellt aktualisiert cree"),
    "value": _set("kwh wh mwh kw w mw total index counter stand reading import export energy energie power meter verbrauch verbruik conso consumption eur price m3 id ean serial number nummer"),
}  # fmt: skip
"""What a column's name calls it. `late`: when a row was written; `value`: no stamp."""

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPACES = {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\ufeff": " ", "\u2212": "-"}


def _plain(char: str) -> str:
    base = _SPACES.get(char) or unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


def plain(text: str) -> str:
    """Lower case without accents, letter for letter: as long as `text`."""
    return text.lower() if text.isascii() else "".join(map(_plain, text))


def words(name: str) -> list[str]:
    """The words of a column's name, `IntervalEnd` and `interval_end` alike."""
    return re.findall(r"[a-z]+|\d+", plain(_CAMEL.sub(" ", name)))


def named(name: str, part: str) -> bool:
    return not PARTS[part].isdisjoint(words(name))


def _beginnings(names: list[list[str]]) -> dict[str, int]:
    """Every beginning of three letters or more that means one month (or day) only."""
    meant: dict[str, set[int]] = {}
    for row in names:
        for number, name in enumerate(row, 1):
            for width in range(3, len(name) + 1):
                meant.setdefault(name[:width], set()).add(number)
    return {word: min(numbers) for word, numbers in meant.items() if len(numbers) == 1}


MONTH_OF: dict[str, int] = _beginnings([row.split() for row in MONTHS.values()]) | SHORT_MONTHS
WEEKDAY_WORDS: set[str] = {
    name[:width]
    for row in WEEKDAYS.values()
    for name in row.split()
    for width in range(2, len(name) + 1)
}
FIRST_WORDS = MONTH_OF.keys() | WEEKDAY_WORDS | {"p", "pt"}
"""What a stamp or a duration may begin with, where it begins with a word."""
