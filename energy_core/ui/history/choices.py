"""What may be looked at, in words: the house, its uses, a commodity, a role, a meter, several."""

from __future__ import annotations

from collections.abc import Sequence

from energy_core.analysis.balance import SIGNS
from energy_core.analysis.uses import outermost
from energy_core.model import Commodity, Meter, Role
from energy_core.services.history import Selection, What, chosen
from energy_core.ui.data.wording import role_name, sentence_case
from energy_core.ui.names import commodity_names, shown_name
from energy_core.ui.words import _

HOUSE = Selection()


def read(text: str, meters: Sequence[Meter]) -> Selection:
    """What an address asks for; the house where none of these meters is meant."""
    selection = Selection.read(text)
    return selection if chosen(selection, meters) else HOUSE


def offered(meters: Sequence[Meter]) -> list[Selection]:
    """What is chosen with one click, the whole first."""
    flows = [meter for meter in meters if meter.measures_flow]
    commodities = [one for one in commodity_names() if any(m.commodity is one for m in flows)]
    roles = [role for role in (Role.CONSUMPTION, *SIGNS) if _is_shared(role, flows)]
    named = sorted(meters, key=lambda meter: shown_name(meter).casefold())
    return [
        HOUSE,
        *([Selection(What.SUBMETERS)] if outermost(flows) else []),
        *(Selection(What.COMMODITY, (str(one),)) for one in commodities if _is_plain(one, flows)),
        *(Selection(What.ROLE, (str(role),)) for role in roles),
        *(Selection(What.METERS, (meter.slug,)) for meter in named),
    ]


def _is_shared(role: Role, meters: Sequence[Meter]) -> bool:
    """A role of one meter is that meter."""
    return sum(meter.role is role for meter in meters) > 1


def _is_plain(commodity: Commodity, meters: Sequence[Meter]) -> bool:
    """Electricity is the house; the others are worth a line where several meters measure them."""
    own = [meter for meter in meters if meter.commodity is commodity]
    return commodity is not Commodity.ELECTRICITY and len(own) > 1


def title(selection: Selection, meters: Sequence[Meter]) -> str:
    """ "Whole house", "Car", "Fridge, Oven"."""
    match selection.what:
        case What.HOUSE:
            return _("Whole house")
        case What.SUBMETERS:
            return _("Its uses, stacked")
        case What.COMMODITY:
            return commodity_names()[Commodity(selection.names[0])]
        case What.ROLE:
            return sentence_case(role_name(Role(selection.names[0])))
    return ", ".join(shown_name(meter) for meter in chosen(selection, meters))
