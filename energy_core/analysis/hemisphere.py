"""Which half of the earth a site is on, so that its seasons have their own months."""

from __future__ import annotations

AREAS = ("Antarctica/", "Australia/", "Brazil/", "Chile/", "America/Argentina/")
"""Every zone in them lies south of the equator."""
PLACES = {
    "Africa": "Blantyre Brazzaville Bujumbura Dar_es_Salaam Gaborone Harare Johannesburg Kigali"
    " Kinshasa Luanda Lubumbashi Lusaka Maputo Maseru Mbabane Nairobi Windhoek",
    "America": "Araguaina Asuncion Bahia Belem Buenos_Aires Campo_Grande Coyhaique Cuiaba Eirunepe"
    " Fortaleza Guayaquil La_Paz Lima Maceio Manaus Montevideo Noronha Porto_Velho Punta_Arenas"
    " Recife Rio_Branco Santarem Santiago Sao_Paulo",
    "Asia": "Dili Jakarta Jayapura Makassar Pontianak",
    "Atlantic": "South_Georgia St_Helena Stanley",
    "Indian": "Antananarivo Chagos Christmas Cocos Comoro Kerguelen Mahe Mauritius Mayotte Reunion",
    "Pacific": "Apia Auckland Bougainville Chatham Easter Efate Fakaofo Fiji Funafuti Galapagos"
    " Gambier Guadalcanal Kanton Marquesas Nauru Niue Norfolk Noumea Pago_Pago Pitcairn"
    " Port_Moresby Rarotonga Tahiti Tongatapu Wallis",
}
"""The others, as IANA's zone.tab places them."""
ZONES = {"NZ", "NZ-CHAT"} | {
    f"{area}/{place}" for area, places in PLACES.items() for place in places.split()
}


def is_southern(timezone: str, latitude: float | None = None) -> bool:
    """By the latitude where it is known [°, north is above 0], else by the time zone's own town."""
    if latitude is not None:
        return latitude < 0
    return timezone in ZONES or timezone.startswith(AREAS)
