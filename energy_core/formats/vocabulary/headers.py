"""What the columns beside the values hold, told by their headings, in several languages.
Words stand as `text.plain` gives them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from energy_core.formats.vocabulary.text import plain
from energy_core.formats.vocabulary.units import is_money


class Holds(StrEnum):
    """What a column that is neither stamp nor value holds."""

    METER = "meter"  # which meter a row is of
    REGISTER = "register"  # which of its registers, or which commodity or direction
    UNIT = "unit"
    STATUS = "status"
    TARIFF = "tariff"  # a band of prices; its rows are parts of one series
    STEP = "step"  # the length of the interval
    MONEY = "money"
    VALUE = "value"
    COMMENT = "comment"


_HEADINGS: tuple[tuple[str, Holds], ...] = (
    (r"\b(cost\w*|price\w*|prijs\w*|preis\w*|prix|kosten\w*|cout\w*|coste\w*|costo\w*|prezzo|precio|"
     r"montant|amount due|rrp|standing charge|charge inc tax|fee|vat|btw|tva|mwst|tariff price|epex|ttf|bill|betrag|rate eur|charge\w* eur|spot|revenue|"
     r"verdienst|savings?|custo|preco)\b", Holds.MONEY),
    (r"\b(status|state|validatiestatus|validation|quality|qualite|qualitat|kvalit\w*|kwaliteit|"
     r"kakovost|validierung\w*|metodo obtencion|metodo|obtencion|estimat\w*|estime\w*|reading type|"
     r"read type|type de releve|nature|natura|tipo lettura|flag|valid|laatu|statut|estado|"
     r"messwertstatus|statuswert|wertstatus|aard|stato|stav|stanje|tila|tilstand)\b", Holds.STATUS),
    (r"\b(unit|units|uom|unite|unites|einheit|messeinheit|eenheid|unita|unidad|enota|mittayksikko|yksikko\w*|enhet|enhed|"
     r"maleenhed|unit of measure\w*)\b", Holds.UNIT),
    (r"\b(register|registre|obis\w*|kennzahl|kanal|channel|canal|canale|direction|richting|sens|"
     r"richtung|energierichtung|flow|type|typ|art|tipo|measur\w*|messgrosse|grandeur|quantity type|"
     r"commodity|energietype|energy type|product|productname|service|entity id|entity|sensor|"
     r"statistic id|metric|measurement|variable|parameter|datatype|data type|category|consumption category|"
     r"kategorie|flusso|magnitud|tag|topic|appliance|tuote|lukeman tyyppi)\b", Holds.REGISTER),
    (r"\b(ean\w*|cups|mprn|mpan|mpxn|prm|pdl|pod|nmi|zahlpunkt\w*|zahler\w*|zahlernummer|marktlokation|"
     r"malo|melo|messstelle\w*|meter\w*|meter id|meter number|meter serial\w*|serial|serial number|"
     r"serienummer|seriennummer|compteur|contatore|contador|codigo|customer\w*|account\w*|site id|"
     r"point id|usage point|lclid|house id|building\w*|device\w*|device id|gerat\w*|apparaat|"
     r"mittauspist\w*|malepunkt\w*|anlage\w*|id|metertype|stevec|merilno mesto|region|zone|area)\b",
     Holds.METER),
    (r"\b(series|tariff?|tarief|tarif|piek|peak|offpeak|off peak|dal|band|fascia|fasce|periodo tarif\w*|"
     r"tou|rate|std or tou|stdor tou|zeitzone|blok|holiday|is holiday|periode tarif\w*|season)\b", Holds.TARIFF),
    (r"\b(duration|duree|dauer|duur|durata|duracion|resolution|resoluutio|interval length|pas|"
     r"granularity|step|interval minutes)\b", Holds.STEP),
    (r"\b(value|valeur|wert|waarde|valore|valor|vrednost|volume|hoeveelheid|menge|mengde|maengde|"
     r"maara|quantity|quantite|cantidad|reading|read value|lecture|stand|state|kwh|wh|kw|w|usage|"
     r"consumption|energia|energie|energy|power|leistung|puissance|potenza)\b", Holds.VALUE),
    (r"\b(comment\w*|note\w*|bemerkung\w*|opmerking\w*|remarque\w*|address|adresse|adres|name|naam|"
     r"nom|last updated|updated|postcode|index)\b", Holds.COMMENT),
    (r"\b(hour|hr|minute|interval|weekday|day|week|month|year|season|group|nsm)\b", Holds.COMMENT),
)  # fmt: skip

_POINT = re.compile(
    r"\b(ean\w*|cups|mprn|mpan|mpxn|esiid|prm|pdl|pod|nmi|zahlpunkt\w*|marktlokation|malo|melo|"
    r"messlokation|meter (serial )?number|mittauspist\w*|malepunkt\w*|merilno mesto)\b"
)
_IDENTITY = re.compile(r"(^| )(id|type|code|no|nr|number|hr|interval)$")
_SERIES = re.compile(
    r"\b(register|registre|obis\w*|kennzahl|kanal|channel|direction|richting|sens|flow|commodity|"
    r"energy type|entity id|entity|statistic id|sensor|metric|measurement|variable|parameter|topic|"
    r"tag|magnitud|flusso|product)\b"
)


def is_metering_point(heading: str) -> bool:
    """Whether a column names the points at which a network delivers: its meters see the grid."""
    return _POINT.search(plain(heading)) is not None


def is_identity(heading: str) -> bool:
    """Whether whole numbers under it are names ("LOAD_TYPE", "zone_id")."""
    return _IDENTITY.search(plain(heading)) is not None


def tells_series(heading: str) -> bool:
    """Whether rows that differ in this column are never of one series."""
    return _SERIES.search(plain(heading)) is not None


@lru_cache(maxsize=4096)
def holds(heading: str) -> Holds | None:
    """What a column of this heading usually holds; None where its words say nothing."""
    name = plain(heading)
    if is_money(heading):
        return Holds.MONEY
    return next((what for pattern, what in _HEADINGS if re.search(pattern, name)), None)
