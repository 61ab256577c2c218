"""Which meter each series goes to: one of ours, a new one with a name, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from energy_core.services import running
from energy_core.services.importing.targets import Target, is_unit
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
    series = target.series
    does = sentence_case(role_name(series.role))
    if is_unit(series.name):
        return f"{does}, {series.name.strip()}"
    told = re.sub(r"\s*[(\[][^()\[\]]{1,8}[)\]]$", "", target.spec.name)
    return does if told.casefold() in SAYS_NOTHING else told or target.spec.slug


def _new(target: Target, name: str) -> Target:
    fresh = target.into(target.fresh)
    assert fresh.spec is not None
    return replace(fresh, spec=replace(fresh.spec, name=name.strip() or fresh.slug))


def _choose_in_table(dropped: Dropped, proposed: list[Target]) -> list[Target]:
    """For files of many series: where each goes, and the name of what is new."""
    frame = pd.DataFrame(
        {
            "series": [target.series.name for target in proposed],
            "to": [_guess(target) if target.spec else SKIP for target in proposed],
            "name": [_first_name(target) if target.spec else "" for target in proposed],
        }
    )
    options = [NEW, *sorted({slug for target in proposed for slug in target.fits}), SKIP]
    edited: pd.DataFrame = st.data_editor(
        frame, hide_index=True, disabled=["series"], key=f"{dropped.key}_to", height=300,
        column_config={
            "series": st.column_config.TextColumn(_("Series")),
            "to": st.column_config.SelectboxColumn(
                _("Meter"), options=options, format_func=lambda each: _named(str(each)), required=True,
            ),
            "name": st.column_config.TextColumn(_("Name of the new meter"), max_chars=100),
        },
        alt=_("Which series are stored, and as which meters"),
    )  # fmt: skip
    chosen = [
        _from_row(target, str(to), str(name or ""))
        for target, to, name in zip(proposed, edited["to"], edited["name"], strict=True)
    ]
    _tell_misfits(chosen, edited["to"])
    return chosen


def _from_row(target: Target, to: str, name: str) -> Target:
    if target.spec is None or to == SKIP or to not in _options(target):
        return target.left_out()
    return _new(target, name) if to == NEW else target.into(to)


def _tell_misfits(chosen: Sequence[Target], to: Iterable[str]) -> None:
    """The choice of a row is not only of the meters that fit it."""
    misfits = [
        plain(target.series.name)
        for target, slug in zip(chosen, to, strict=True)
        if not target.slug and slug != SKIP
    ]
    if misfits:
        told = _("left out, since the meter is of another kind or unit: {series}")
        st.markdown(f":orange[:material/warning:] {told.format(series=', '.join(misfits))}")
