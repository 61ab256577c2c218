"""Each period's balance: what it was used for above the line, where it came from below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from energy_core.analysis.balance import SUPPLY
from energy_core.analysis.shapes.flows import HOME, OUTLETS, REST
from energy_core.analysis.sums import WELL_MEASURED, Series, added, used
from energy_core.model import Role
from energy_core.ui import outlines, palette
from energy_core.ui.axes import amount_axis, finished, themed
from energy_core.ui.charts import segments, shades
from energy_core.ui.charts.clock import Window, placed, same_x
from energy_core.ui.charts.parts import SHADES, part_names
from energy_core.ui.charts.words import amount_words, span_words
from energy_core.ui.charts.zoom import zoomable
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 396  # with both keys
MOST_NAMED = 2
COLUMNS = ["start", "length_s", "side", "part", "kwh", "covered", "estimated"]


def balance_parts(series: Series, uses: Mapping[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """Columns start, length_s, side ("use" or "source"), part, kwh, covered and estimated (shares
    of the period), in the order in which they are stacked.

    `series`: role → the sum of its meters; `uses`: name → series of what is a part of the house
    and counts nothing twice. The two largest keep their names. What the two sides differ by ends
    the smaller one: `missing` where a meter of that side was silent, else `unaccounted`.
    """
    house = used(series)
    if house is None:
        return _none()
    above = {**_uses(house, uses or {}), **_of(series, OUTLETS)}
    below = _of(series, {name: role for role, name in SUPPLY.items()})
    out, come = _rows("use", above), _rows("source", below)
    if come.empty:
        return out
    return pd.concat([out, come, _open(out, come)], ignore_index=True)


def _of(series: Series, roles: Mapping[str, Role]) -> dict[str, pd.DataFrame]:
    return {name: series[role] for name, role in roles.items() if role in series}


def _uses(house: pd.DataFrame, uses: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The rest of the house first, then the two largest uses."""
    largest = sorted(uses, key=lambda name: -uses[name]["amount"].sum())[:MOST_NAMED]
    known = {name: uses[name] for name in largest}
    rest = added([house, *known.values()], [1, *[-1] * len(known)]) if known else house
    rest = rest[rest["start"].isin(house["start"])]
    whole = house.set_index("start")
    rest = rest.assign(  # as trustworthy as the house's own meter: a silent use is part of the rest
        amount=rest["amount"].clip(lower=0),
        **{
            name: whole[name].reindex(rest["start"]).to_numpy()
            for name in ("covered_s", "estimated_s")
        },
    )
    return {REST if len(uses) > len(known) else HOME: rest, **known}


def _rows(side: str, parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    known = {part: frame for part, frame in parts.items() if (frame["covered_s"] > 0).any()}
    if not known:
        return _none()
    table = pd.concat(known, names=["part", None]).reset_index("part")
    table = segments.shares(table[table["covered_s"] > 0])
    return table.assign(side=side, kwh=table["amount"] / 1000)[COLUMNS].reset_index(drop=True)


def _none() -> pd.DataFrame:
    """No parts, in columns of their types."""
    numbers = dict.fromkeys(COLUMNS, 0.0) | {"side": "", "part": ""}
    start = pd.DatetimeIndex([], tz="UTC").as_unit("us")
    return pd.DataFrame([numbers]).iloc[:0].assign(start=start)[COLUMNS]


def _open(uses: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """What ends the smaller side of each period."""
    out, come = (side.groupby("start")["kwh"].sum() for side in (uses, sources))
    starts = out.index.intersection(come.index)
    gap = come[starts] - out[starts]
    lengths = uses.drop_duplicates("start").set_index("start")["length_s"]
    rows = pd.DataFrame(
        {
            "start": starts, "length_s": lengths[starts].to_numpy(),
            "side": ["use" if size > 0 else "source" for size in gap],
            "part": "unaccounted", "kwh": gap.abs().to_numpy(), "covered": 1.0, "estimated": 0.0,
        }
    )  # fmt: skip
    silent = {side: set(_silent(table)) for side, table in (("use", uses), ("source", sources))}
    excused = [
        start in silent[side] for start, side in zip(rows["start"], rows["side"], strict=True)
    ]
    rows.loc[excused, "part"] = "missing"
    return rows[rows["kwh"] >= outlines.LEAST_KWH]


def _silent(side: pd.DataFrame) -> pd.Series:
    """Starts of the periods in which one of its meters was not wholly measured."""
    each = side.groupby("start")["covered"].agg(["min", "size"])
    return each.index[
        (each["min"] < WELL_MEASURED) | (each["size"] < side["part"].nunique())
    ].to_series()


def balance_chart(parts: pd.DataFrame, window: Window) -> alt.LayerChart:
    """`parts` as `balance_parts` gives them; with uses only, a stack without a lower half."""
    bars = _placed(parts, window)
    filled = bars[~bars["part"].isin(outlines.DASHES)]
    layers = segments.unmeasured(_periods(parts), window)
    layers += [*_side(filled, "use", window), *_side(filled, "source", window)]
    layers += [
        _drawn(own, window).mark_bar(fillOpacity=0, **outlines.edge(kind))
        for kind in outlines.DASHES
        if len(own := bars[bars["part"] == kind])
    ]
    if (parts["side"] == "source").any():
        layers.append(_zero(window))
    chart = zoomable(layers, window, centred=True)
    chart.resolve = alt.Resolve(scale=alt.ScaleResolveMap(color="independent"))
    return finished(chart, HEIGHT)


def _periods(parts: pd.DataFrame) -> pd.DataFrame:
    """start, length_s, covered: each as well measured as its least measured part."""
    found = parts.groupby("start").agg({"length_s": "first", "covered": "min"})
    return found.sort_index().reset_index()


def _placed(parts: pd.DataFrame, window: Window) -> pd.DataFrame:
    """With `low` and `high`: uses upwards, sources downwards."""
    periods = parts["start"].nunique()
    seen = parts[parts["kwh"] >= outlines.UNSEEN_KWH]
    stack = segments.stacked(seen, "kwh", ["start", "side"])
    sign = np.where(stack["side"] == "source", -1.0, 1.0)
    names = part_names()
    return placed(stack, window.timezone, segments.filled(periods)).assign(
        low=stack["low"] * sign, high=stack["high"] * sign,
        word=[names.get(part, part) for part in stack["part"]],
    )  # fmt: skip


def part_shades(parts: list[str]) -> dict[str, Shade]:
    """Part → its colour: sources by what they are, uses in ink and two greys."""
    own = [part for part in parts if part not in SHADES]
    return {
        part: SHADES[part] if part in SHADES else shades.USES[min(own.index(part), 2)]
        for part in parts
    }


def _side(bars: pd.DataFrame, side: str, window: Window) -> list[alt.Chart]:
    """The bars of one side; the first layer has their key."""
    own = bars[bars["side"] == side]
    sure, guessed = segments.apart(own)
    layers = [_drawn(sure, window)] if len(sure) else []
    layers += [segments.half_dark(_drawn(guessed, window))] if len(guessed) else []
    key = _key(_("Uses"), "top") if side == "use" else _key(_("Sources"), "bottom")
    parts = list(dict.fromkeys(own["part"]))
    return [
        layer.encode(color=_colour(parts, key if number == 0 else None))
        for number, layer in enumerate(layers)
    ]


def _colour(parts: list[str], key: alt.Legend | None) -> alt.Color:
    names = part_names()
    scale = shades.named({names.get(part, part): s for part, s in part_shades(parts).items()})
    return alt.Color("word:N", scale=scale, legend=key)


def _key(title: str, orient: Literal["top", "bottom"]) -> alt.Legend:
    return alt.Legend(
        title=title, orient=orient, titleOrient="left", titleFontSize=13, titleFontWeight="bold",
        titleColor=themed(palette.INK), symbolType="square", symbolSize=90, labelFontSize=13,
        labelColor=themed(palette.MUTED), offset=14, padding=0, columnPadding=16, symbolOpacity=1,
        symbolStrokeWidth=0, columns=alt.ExprRef(expr="max(1, floor((width - 60) / 120))"),
    )  # fmt: skip


def _drawn(bars: pd.DataFrame, window: Window) -> alt.Chart:
    columns = ["start", "end", "clock", "word", "low", "high", "kwh", "covered", "estimated"]
    axis = amount_axis()
    axis.labelExpr = "replace(datum.label, '\u2212', '')"
    return (
        alt.Chart(bars[columns])
        .mark_bar()
        .encode(
            x=same_x(window), x2=alt.X2("end:Q"), y=alt.Y("low:Q", axis=axis), y2=alt.Y2("high:Q"),
            tooltip=[
                alt.Tooltip("when:N", title=_("When")), alt.Tooltip("word:N", title=_("What")),
                alt.Tooltip("told:N", title=_("Energy")),
            ],
        )
        .transform_calculate(
            when=span_words(window.step), told=amount_words("kwh", "kWh", 1, columns)
        )
    )  # fmt: skip


def _zero(window: Window) -> alt.Chart:
    return (
        alt.Chart(pd.DataFrame({"low": [0.0]}))
        .mark_rule(strokeWidth=1.25, color=themed(palette.INK))
        .encode(y=alt.Y("low:Q"))
    )
