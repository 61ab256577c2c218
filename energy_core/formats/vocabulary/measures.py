"""What a register measures, told by the words of its name. The first entry that fits decides, so
what is more special stands first. Words stand as `text.plain` gives them: lower case, no accents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from energy_core.formats.vocabulary.text import plain
from energy_core.model import Commodity, Kind, Role

_E, _NONE = Commodity.ELECTRICITY, Commodity.NONE


@dataclass(frozen=True, slots=True)
class Measure:
    """role None: the words say nothing of a direction."""

    role: Role | None
    commodity: Commodity
    kind: Kind | None = None


BATTERY = r"\b(batter\w*|bat|akku\w*|accu\w*|speicher\w*|storage|ess|powerwall|hranilnik\w*)\b"
"""English, French, German, Dutch, Italian, Slovenian words for a battery."""

_COMMODITIES: tuple[tuple[str, Commodity], ...] = (
    (r"\b(\w*gas|gaz|naturalgas|metano|plin\w*|aardgas|erdgas)\b", Commodity.GAS),
    (r"\b(water|eau|\w*wasser|acqua|agua|voda|leitungswasser)\b", Commodity.WATER),
    (r"\b(district heat\w*|heat (energy|meter|delivered)|chaleur|warmemenge|fernwarme|warmte|"
     r"stadswarmte|calore|calor|heating|toplot\w*)\b", Commodity.HEAT),
)  # fmt: skip

_ROLES: tuple[tuple[str, Role], ...] = (
    (rf"{BATTERY}.*\b(discharg\w*|decharg\w*|entlad\w*|ontlad\w*|scarica\w*|descarga\w*|out|"
     r"from battery)\b|\b(discharg\w*|decharge\w*|entladung|entladen|ontlad\w*|descarga\w*|"
     r"from battery)\b", Role.BATTERY_DISCHARGE),
    (rf"{BATTERY}.*\b(charg\w*|lad(en|ung)|carica|carga|in)\b|\b(charg\w*|ladung|laden|beladung) "
     rf".*{BATTERY}|\bto battery\b|\bbattery charged\b", Role.BATTERY_CHARGE),
    (r"(?<!\d )\b(max|min|maximum|minimum|peak power|fund)\b", Role.OTHER),
    (r"\b(ev|wallbox\w*|laadpaal\w*|ladestation|ladepunkt|charging station|charger|evse|"
     r"borne de recharge|voiture|car charger|zaptec|easee)\b", Role.EV),
    (r"\b(net|netto|minus|saldo|balance|self consum\w*|autoconsum\w*|autoconsomm\w*|eigenverbrauch\w*|"
     r"eigenverbruik|self use|autarky|autarkie|self sufficien\w*)\b", Role.OTHER),
    (r"\b(export\w*|inject\w*|injecti\w*|einspeis\w*|\w*einspeisung|\w*lieferung|ruckspeis\w*|"
     r"netzeinspeisung|teruglever\w*|terugleverin\w*|teruggelever\w*|invoeding\w*|retour\w*|return\w*|"
     r"feed in|feedin|fed in|surplus|excedent\w*|vertid\w*|immess\w*|immission\w*|immissione|iniett\w*|"
     r"inyect\w*|injetad\w*|injecao|oddan\w*|oddaja|sold|sell|to grid|abgabe|uberschuss\w*|backfeed|"
     r"reverse|received(?! from)|ret|(energy|power|wh) out|as kwh|vert\w+|generation to grid|vendu\w*|verkauf\w*|"
     r"gelvr\w*|eksport\w*|2 8 [0-9]|28[0-9])\b", Role.GRID_EXPORT),
    (r"\b(import\w*|soutir\w*|soutirage|prelev\w*|preliev\w*|netzbezug|bezug\w*|bezogen\w*|afname\w*|"
     r"afgenomen|from grid|grid consumption|purchas\w*|bought|achat\w*|achete\w*|levering\w*|geleverd\w*|"
     r"delivered|ae kwh|entrante|prevzet\w*|prejet\w*|odjem|grid supply|uttag|"
     r"verbr|pobor|1 8 [0-9]|18[0-9])\b", Role.GRID_IMPORT),
    (r"\b(pv\w*|solar\w*|solaire|photovolt\w*|fotovolt\w*|zon\w*|sonne\w*|produc\w*|produz\w*|produkt\w*|"
     r"erzeug\w*|\w*erzeugung|ertrag\w*|\w*ertrag|opwek\w*|opgewekt\w*|opbrengst|generat\w*|generac\w*|"
     r"generaz\w*|geracao|gross generation|gg|yield\w*|inverter\w*|onduleur\w*|wechselrichter\w*|omvormer\w*|"
     r"tot wh out|ac power|[ep]ac ?\d*|e ?total|e ?today|ppv ?\d*|epv ?\d*|wind\w*|eolien|proizv\w*|proizveden\w*)\b", Role.PRODUCTION),
    (r"\b(consum\w*|consom\w*|\w*verbrauch\w*|\w*verbruik\w*|\w*forbruk|forbrug|forbrukning|kulutus|"
     r"porab\w*|usage|used|uso|load|demand|home|house\w*|haus\w*|maison|huis|aggregate\w*|mains|"
     r"global active|total power|site|general consumption|gc|gebruik\w*|last|whole)\b",
     Role.CONSUMPTION),
    (r"\b(fridge\w*|freezer\w*|kettle|oven|dishwasher|washing machine|washer|dryer|microwave|toaster|"
     r"television|tv|computer|heat ?pump|boiler|air ?con\w*|lights?|lighting|kitchen|appliance ?\d*|"
     r"circuit\w*|socket\w*|plug\w*|sub ?meter\w*)\b", Role.SUBMETER),
    (r"\b(grid|netz|netzanschluss|reseau|meter power|net power|utility)\b", Role.GRID),
)  # fmt: skip

_SIGNS: tuple[tuple[str, Measure], ...] = (
    (r"(^|\W)\+[AP](\W|$)", Measure(Role.GRID_IMPORT, _E)),
    (r"(^|[\s;,(/])[-\u2212][AP](\W|$)", Measure(Role.GRID_EXPORT, _E)),
    (r"(^|[\s;,(/])[+\-\u2212][RQ]i?(\W|$)", Measure(Role.LEVEL, _NONE, Kind.LEVEL)),
    (r"(^|\W)[AP]\s?\+", Measure(Role.GRID_IMPORT, _E)),
    (r"(^|\W)[AP]\s?[-\u2212](\W|$)", Measure(Role.GRID_EXPORT, _E)),
    (r"(^|\W)[RQ]\s?[+\-\u2212](\W|$)", Measure(Role.LEVEL, _NONE, Kind.LEVEL)),
)
"""How meters write active and reactive energy of both directions: A+, A-, R+."""

_STATES: tuple[tuple[str, Role, str], ...] = (
    (r"\b(temp|temperatur\w*|temperature\w*|temperatura\w*|ot|dew ?point|outdoor|buiten)\b", Role.TEMPERATURE, "°C"),
    (r"\b(soc|state of charge|state of health|ladezustand|laadtoestand|fill level|percentage|pct|niveau|"
     r"humidity|humidit\w*|feuchte|vochtigheid|%)\b", Role.LEVEL, "%"),
    (r"\b(voltage|volt|tension|spannung\w*|spanning|tensione|u ?[123]|current|courant|intensit\w*|"
     r"strom ?[123]|stroom|amp\w*|freq\w*|power factor|cos ?phi|reactive|reactif|reactive\w*|blind\w*|"
     r"^(([vuiqs]|[vi]rms) ?[1-3]?|f|[ad]?pf)$|t?co2\w*|emission\w*|apparent|schein\w*|wind ?speed|irradian\w*|pressure|rssi|wifi|status|phase angle)\b", Role.LEVEL, ""),
)  # fmt: skip
"""Words of what is a state or no energy → role, usual unit."""

_POWER = re.compile(
    r"^p ?[1-3]?$|\b(\w*power|puissance\w*|leistung\w*|\w*leistung|vermogen\w*|potenza|potencia|potencias|moc|"
    r"effekt|teho|vykon|demand|wattage)\b"
)
_ENERGY = re.compile(
    r"energ|consum|verbr|conso|usage|kulutus|forbruk|forbrug|arbeit|electricity|elektr|electricite"
)
_BANDS = re.compile(
    r"^(?:(?:heures?|tarif\w*|tarief|index|stand|zahlerstand|register|total|kwh|verbruik|hours?|conso|energ\w+) )*"
    r"(?:h[pc]|[hnvm]t|pleines?|creuses?|base|hoog\w*|laag\w*|high|low|dal\w*|piek\w*|normaal\w*|normal|"
    r"peak|off ?peak|shoulder|day|night|tag|nacht|dag|jour|nuit|giorno|notte|punta|llano|valle|fascia|"
    r"hochtarif|niedertarif|f ?[1-3]|t ?[1-4]|p ?[1-6]|tarif\w* [1-4]|[hmb][pc][hbejrw]*|bleu|blanc|rouge)"
    r"(?: (?:k?wh|heures?|pleines?|creuses?|bleu|blanc|rouge|tarif\w*|tarief|rate|hours?))*$"
)

_TOTAL = re.compile(
    r"\b(total\w*|totaal|totaux|gesamt\w*|sum|summ\w|suma|somme|soma|skupaj|ialt|razem)\b"
)
_CUMULATIVE = re.compile(
    r"\b(\w*zahlerstand\w*|\w*stand\w*|index\w*|meter reading|reading|register|counter|compteur|cumul\w*|"
    r"lifetime|life time|gesamt\w*|overall|lettura\w*|lectura\w*|leitura\w*|meterstand\w*|tellerstand\w*|"
    r"odczyt|stanje|since|total (import|export|production|gas|consumption|solar|energy)\w*)\b"
)
_DAILY = re.compile(
    r"\b(today|daily|day (yield|energy|production|total)|e ?day|etoday|heute|tages\w*|vandaag|dag\w+|"
    r"aujourd\w*|du jour|journalier\w*|hoy|diari\w*|oggi|giornalier\w*|hoje|danes|dnevn\w*)\b"
)
_MEAN_POWER = re.compile(
    r"\b(courbe de charge|load curve|load profile|lastgang|belastingprofiel|curva di carico|"
    r"curva de carga|average|mean|moyenne|mittel\w*|gemiddeld\w*|interval)\b"
)


@lru_cache(maxsize=4096)
def measure(text: str) -> Measure | None:
    """What the words of `text` (a name, or a name with what stands around it) tell; None: nothing."""
    for pattern, found in _SIGNS:
        if re.search(pattern, text):
            return found
    name = plain(text)
    for pattern, role, _ in _STATES:
        if re.search(pattern, name):
            return Measure(role, _NONE, Kind.LEVEL)
    commodity = next((c for p, c in _COMMODITIES if re.search(p, name)), None)
    if commodity is not None:
        return Measure(Role(commodity.value), commodity)
    told = next((r for p, r in _ROLES if re.search(p, name)), None)
    if told is None and re.search(BATTERY, name):
        told = Role.BATTERY
    return Measure(told, _E) if told else None


@lru_cache(maxsize=4096)
def state_unit(text: str) -> str | None:
    """The usual unit of a state that the words name ("temp" → °C); None where they name none."""
    name = plain(text)
    return next((unit for pattern, _, unit in _STATES if re.search(pattern, name)), None)


def says_total(text: str) -> bool:
    return bool(_TOTAL.search(plain(text)))


def says_cumulative(text: str) -> bool:
    """Whether the words speak of a register's reading."""
    return bool(_CUMULATIVE.search(plain(text)))


def says_daily(text: str) -> bool:
    """Whether the words speak of a day, and perhaps of what it made so far."""
    return bool(_DAILY.search(plain(text)))


def says_mean(text: str) -> bool:
    """Whether the words speak of a mean over each interval (a load curve)."""
    return bool(_MEAN_POWER.search(plain(text)))


def says_power(text: str) -> bool:
    return bool(_POWER.search(plain(text)))


def says_energy(text: str) -> bool:
    """Whether the words speak of energy, or of use, which is mostly meant as energy."""
    return bool(_ENERGY.search(plain(text)))


def is_band(text: str) -> bool:
    """Whether a name is that of a band of prices and nothing else ("Heures creuses (kWh)")."""
    return bool(_BANDS.search(plain(text)))
