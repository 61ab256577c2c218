"""Which meter each series goes to: one of ours, a new one with a name, or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from energy_core.model import Meter
from energy_core.services import running
from energy_core.services.importing.targets import Target
from energy_core.ui.data.dropped import Dropped, Read
from energy_core.ui.data.wording import role_name, sentence_case
from energy_core.ui.layout import note, plain
from energy_core.ui.names import shown_name
from energy_core.ui.words import _

NEW, SKIP = "+", "-"  # no slug is one of them: a slug has a letter
SAYS_NOTHING = {
    "value", "values", "valeur", "wert", "waarde", "valor", "valore", "vrednost", "usage", "state",
    "sum", "meter reading", "reading",
}  # fmt: skip
MOST_ROWS = 12  # of widgets; more stand in a table that can be edited


def choose_targets(dropped: Dropped, found: Sequence[Read]) -> list[Target]:
    """Draw the choice for every series of the file; what is chosen."""
    proposed = running().imports.targets([each.document for each in found])
    st.markdown("**" + _("Where it goes") + "**")
    if len(proposed) > MOST_ROWS:
        return _choose_in_table(dropped, proposed)
    return [_choose(dropped, n, target, len(proposed)) for n, target in enumerate(proposed)]


def _choose(dropped: Dropped, n: int, target: Target, of: int) -> Target:
    if target.spec is None:
        note(_("{series} cannot be stored: {reason}").format(
            series=plain(target.series.name), reason=plain(target.reason)))  # fmt: skip
        return target
    key = f"{dropped.key}_to_{n}"
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.selectbox(
            plain(target.series.name) if of > 1 else _("Meter"),
            _options(target), format_func=_named, index=_options(target).index(_guess(target)),
            key=key, width=300, persist_state="session",
        )  # fmt: skip
        if chosen == NEW:
            name = st.text_input(
                _("Name of the new meter"), _first_name(target), key=f"{key}_name", width=300,
                max_chars=100, persist_state="session",
            )  # fmt: skip
            return _new(target, name)
    return target.left_out() if chosen == SKIP else target.into(chosen)


def _options(target: Target) -> list[str]:
    return [NEW, *target.fits, SKIP]


def _guess(target: Target) -> str:
    return target.slug if target.slug in target.fits else NEW


def _named(option: str) -> str:
    words = {NEW: _("A new meter"), SKIP: _("Leave it out")}
    if option in words:
        return words[option]
    meter = running().store.find(option)
    return shown_name(meter) if meter else option


def _first_name(target: Target) -> str:
    """As the file says, without the unit behind it; what the meter does where that says nothing."""
    assert target.spec is not None
    told = re.sub(r"\s*[(\[][^()\[\]]{1,8}[)\]]$", "", target.spec.name)
    if told.casefold() in SAYS_NOTHING:
        return sentence_case(role_name(target.spec.role))
    return told or target.spec.slug


def _new(target: Target, name: str) -> Target:
    """A new meter: its slug as proposed, unless that is a meter already."""
    assert target.spec is not None
    return replace(target, spec=replace(target.spec, name=name.strip() or target.spec.slug))


def _choose_in_table(dropped: Dropped, proposed: list[Target]) -> list[Target]:
    """For files of many series: kept or not, and the name of what is new."""
    frame = pd.DataFrame(
        {
            "keep": [target.spec is not None for target in proposed],
            "series": [target.series.name for target in proposed],
            "name": [_table_name(target) for target in proposed],
        }
    )
    edited = st.data_editor(
        frame, hide_index=True, disabled=["series"], key=f"{dropped.key}_to", height=300,
        column_config={
            "keep": st.column_config.CheckboxColumn(_("Store"), width="small"),
            "series": st.column_config.TextColumn(_("Series")),
            "name": st.column_config.TextColumn(_("Meter"), max_chars=100),
        },
        alt=_("Which series are stored, and as which meters"),
    )  # fmt: skip
    return [
        _from_row(target, bool(keep), str(name or ""))
        for target, keep, name in zip(proposed, edited["keep"], edited["name"], strict=True)
    ]


def _table_name(target: Target) -> str:
    if target.spec is None:
        return ""
    there: Meter | None = running().store.find(target.slug)
    return shown_name(there) if there else _first_name(target)


def _from_row(target: Target, keep: bool, name: str) -> Target:
    if not keep or target.spec is None:
        return target.left_out()
    is_new = running().store.find(target.slug) is None
    return _new(target, name) if is_new else target
