"""The page's main picture: each period's balance, the uses in a stack, or the energy of a meter."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from energy_core import units
from energy_core.analysis.shapes.flows import REST, UNACCOUNTED
from energy_core.analysis.sums import added
from energy_core.model import Meter, Role
from energy_core.services.history import View, What
from energy_core.ui import charts
from energy_core.ui.charts import Window
from energy_core.ui.charts.balance import COLUMNS
from energy_core.ui.charts.said import Said
from energy_core.ui.charts.segments import shares
from energy_core.ui.history import zoom
from energy_core.ui.history.address import Shown, written
from energy_core.ui.history.frame import picture
from energy_core.ui.history.marks import with_marks
from energy_core.ui.history.picture import Picture
from energy_core.ui.names import shown_name

MOST_STACKED = 3
LEADING = (Role.CONSUMPTION, Role.GRID_IMPORT, Role.PRODUCTION, Role.GAS, Role.WATER, Role.HEAT)


def window(view: View) -> Window:
    return Window(view.now.start, view.now.end, view.timezone, view.resolution)


def key(name: str, shown: Shown) -> str:
    """Another view is another picture: what was drawn over in this one does not stay."""
    return f"{name}_{'_'.join(written(shown).values())}"


def draw_main(view: View, shown: Shown) -> None:
    if (found := main(view)) is not None:
        _draw(found, view, shown)


def draw_compared(view: View, shown: Shown) -> None:
    """Of the house, what was used beside the time compared with."""
    if view.looked.selection.what is not What.HOUSE or view.before is None:
        return
    if (found := energy(view)) is not None:
        _draw(found, view, shown)


def main(view: View) -> Picture | None:
    """Of what is looked at; None of levels."""
    looked = view.looked
    if looked.selection.what is What.SUBMETERS or (not looked.is_house and len(looked.parts) > 1):
        return stack(view)
    return balance(view) if looked.is_house else energy(view)


def named_parts(view: View) -> dict[str, pd.DataFrame]:
    """Name → series of each part that flows and is counted in energy."""
    flows = [m for m in view.looked.parts if m.measures_flow and m.summed_unit == units.ENERGY]
    return {name: view.now.parts[m.slug] for name, m in distinct(flows).items()}


def distinct(meters: list[Meter]) -> dict[str, Meter]:
    """By name; two of one name by their technical ones too."""
    names = [shown_name(meter) for meter in meters]
    return {
        name if names.count(name) == 1 else f"{name} ({meter.slug})": meter
        for name, meter in zip(names, meters, strict=True)
    }


def balance(view: View) -> Picture:
    """Of a house whose meters do not tell a balance, what the first of LEADING measured."""
    parts = charts.balance_parts(view.now.roles, named_parts(view))
    if parts.empty and (found := _leading(view)) is not None:
        return found
    return _stacked("balance", charts.said.balance(view.resolution), parts, view)


def _leading(view: View) -> Picture | None:
    for role in LEADING:
        frame = view.now.roles.get(role)
        if frame is not None and (frame["covered_s"] > 0).any():
            stored = view.now.measured.in_units.get(role, units.ENERGY)
            return replace(_bars(view, frame, None, role, stored), name="leading")
    return None


def stack(view: View) -> Picture:
    parts = stack_parts(named_parts(view), view.now.rest)
    return _stacked("stack", charts.said.stack(view.resolution), parts, view)


def _stacked(name: str, said: Said, parts: pd.DataFrame, view: View) -> Picture:
    chart = None if parts.empty else charts.balance_chart(parts, window(view))
    return Picture(name, said, chart, parts, step=view.resolution)


def stack_parts(uses: dict[str, pd.DataFrame], rest: pd.DataFrame | None) -> pd.DataFrame:
    """As `charts.balance_chart` takes them: the largest uses by name, the others together, and of
    the house what no meter explains."""
    largest = sorted(uses, key=lambda name: -uses[name]["amount"].sum())
    most = MOST_STACKED if len(uses) <= MOST_STACKED else MOST_STACKED - 1
    parts = {name: uses[name] for name in largest[:most]}
    if others := [uses[name] for name in largest[most:]]:
        parts[REST] = added(others)
    if rest is not None:
        parts[UNACCOUNTED] = rest.assign(amount=rest["amount"].clip(lower=0))
    told = {name: shares(frame[frame["covered_s"] > 0]) for name, frame in parts.items()}
    tables = [
        frame.assign(side="use", part=name, kwh=frame["amount"] / 1000)[COLUMNS]
        for name, frame in told.items()
        if len(frame)
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def energy(view: View) -> Picture | None:
    """All of what is looked at, beside the time compared with; None where that has no sum."""
    bars = view.now.bars
    meter = view.looked.whole[0] if view.looked.whole else None
    if bars is None or meter is None or not meter.measures_flow:
        return None
    role = Role.CONSUMPTION if view.looked.is_house else meter.role
    return _bars(view, bars, _before(view), role, meter.summed_unit)


def _bars(
    view: View, bars: pd.DataFrame, before: pd.DataFrame | None, role: Role, stored: str
) -> Picture:
    unit = charts.of_energy(stored, float(bars["amount"].max()) if len(bars) else 0.0)
    said = charts.said.energy(view.resolution, unit.name, before is not None)
    chart = None
    if (bars["covered_s"] > 0).any():
        chart = charts.energy_chart(bars, window(view), unit, before, charts.of_role(role))
    return Picture("energy", said, chart, bars, stored, view.resolution)


def _before(view: View) -> pd.DataFrame | None:
    """Laid over the period, as far as it reaches; None where nothing of it was measured."""
    if view.before is None or view.other is None or view.before.bars is None:
        return None
    firsts = view.period.first, view.other.first
    laid = charts.beside(view.before.bars, *firsts, view.timezone, view.resolution)
    laid = laid[laid["start"] < pd.Timestamp(view.now.end)]
    return laid if (laid["covered_s"] > 0).any() else None


def _draw(found: Picture, view: View, shown: Shown) -> None:
    """With what happened on it, and drawn over to look closer."""
    chart = found.chart and with_marks(found.chart, view, window(view))
    one = replace(found, name=key(found.name, shown), chart=chart)
    picture(one, view.timezone, partial(zoom.act, shown, view.resolution))
