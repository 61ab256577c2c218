"""The page's main picture: each period's balance, the uses in a stack, or the energy of a meter."""

from __future__ import annotations

from functools import partial

import pandas as pd

from energy_core.analysis.sums import added
from energy_core.model import Meter, Role
from energy_core.services.history import View, What
from energy_core.ui import charts
from energy_core.ui.charts import Window
from energy_core.ui.charts.balance import COLUMNS, OTHERS
from energy_core.ui.charts.segments import shares
from energy_core.ui.history import zoom
from energy_core.ui.history.address import Shown, written
from energy_core.ui.history.frame import instead, picture
from energy_core.ui.history.marks import with_marks
from energy_core.ui.names import shown_name

MOST_STACKED = 3
UNACCOUNTED = "unaccounted"


def window(view: View) -> Window:
    return Window(view.now.start, view.now.end, view.timezone)


def key(name: str, shown: Shown) -> str:
    """Another view is another picture: what was drawn over in this one does not stay."""
    return f"{name}_{'_'.join(written(shown).values())}"


def draw_main(view: View, shown: Shown) -> None:
    looked = view.looked
    if looked.selection.what is What.SUBMETERS or (not looked.is_house and len(looked.parts) > 1):
        _draw_stack(view, shown)
    elif looked.is_house:
        _draw_balance(view, shown)
    elif looked.whole and looked.whole[0].measures_flow:
        draw_energy(view, shown)


def draw_compared(view: View, shown: Shown) -> None:
    """Of the house, what was used beside the time compared with."""
    if view.looked.selection.what is What.HOUSE and view.before is not None:
        draw_energy(view, shown)


def step_s(view: View) -> float:
    """How long a bar's period usually is."""
    return {"15m": 900.0, "1h": 3600.0, "1d": 86_400.0}.get(str(view.resolution), 30 * 86_400.0)


def named_parts(view: View) -> dict[str, pd.DataFrame]:
    """Name → series of each part that flows and is counted in energy."""
    flows = [m for m in view.looked.parts if m.measures_flow and m.unit in ("W", "Wh")]
    return {name: view.now.parts[m.slug] for name, m in distinct(flows).items()}


def distinct(meters: list[Meter]) -> dict[str, Meter]:
    """By name; two of one name by their technical ones too."""
    names = [shown_name(meter) for meter in meters]
    return {
        name if names.count(name) == 1 else f"{name} ({meter.slug})": meter
        for name, meter in zip(names, meters, strict=True)
    }


def _draw_balance(view: View, shown: Shown) -> None:
    said = charts.said.balance(step_s(view))
    parts = charts.balance_parts(view.now.roles, named_parts(view))
    if parts.empty:
        instead(said, charts.said.nothing())
        return
    chart = charts.balance_chart(parts, window(view))
    _draw("balance", said, chart, parts, view, shown)


def _draw_stack(view: View, shown: Shown) -> None:
    said = charts.said.stack(step_s(view))
    parts = stack_parts(named_parts(view), view.now.rest)
    if parts.empty:
        instead(said, charts.said.nothing())
        return
    _draw("stack", said, charts.balance_chart(parts, window(view)), parts, view, shown)


def stack_parts(uses: dict[str, pd.DataFrame], rest: pd.DataFrame | None) -> pd.DataFrame:
    """As `charts.balance_chart` takes them: the largest uses by name, the others together, and of
    the house what no meter explains."""
    largest = sorted(uses, key=lambda name: -uses[name]["amount"].sum())
    most = MOST_STACKED if len(uses) <= MOST_STACKED else MOST_STACKED - 1
    parts = {name: uses[name] for name in largest[:most]}
    if others := [uses[name] for name in largest[most:]]:
        parts[OTHERS] = added(others)
    if rest is not None:
        parts[UNACCOUNTED] = rest.assign(amount=rest["amount"].clip(lower=0))
    tables = [
        shares(frame[frame["covered_s"] > 0]).assign(
            side="use", part=name, kwh=frame["amount"] / 1000
        )[COLUMNS]
        for name, frame in parts.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=COLUMNS)


def draw_energy(view: View, shown: Shown) -> None:
    """All of what is looked at, beside the time compared with."""
    bars = view.now.bars
    meter = view.looked.whole[0] if view.looked.whole else None
    if bars is None or meter is None:
        return
    stored = "Wh" if meter.unit == "W" else meter.unit
    unit = charts.of_energy(stored, float(bars["amount"].max()) if len(bars) else 0.0)
    before = _before(view)
    said = charts.said.energy(step_s(view), unit.name, before is not None)
    if not (bars["covered_s"] > 0).any():
        instead(said, charts.said.nothing())
        return
    role = Role.CONSUMPTION if view.looked.is_house else meter.role
    chart = charts.energy_chart(bars, window(view), unit, before, charts.of_role(role))
    _draw("energy", said, chart, bars, view, shown, stored)


def _before(view: View) -> pd.DataFrame | None:
    """Laid over the period, as far as it reaches; None where nothing of it was measured."""
    if view.before is None or view.other is None or view.before.bars is None:
        return None
    laid = charts.beside(view.before.bars, view.period.first, view.other.first, view.timezone)
    laid = laid[laid["start"] < pd.Timestamp(view.now.end)]
    return laid if (laid["covered_s"] > 0).any() else None


def _draw(
    name: str, said, chart, twin: pd.DataFrame, view: View, shown: Shown, unit: str = "Wh"
) -> None:
    picture(
        key(name, shown), said, with_marks(chart, view, window(view)), twin, view.timezone,
        partial(zoom.act, shown, view.resolution), unit,
    )  # fmt: skip
