"""Charts of one day: frame → alt.Chart. Every frame holds kW by the hour of the site's clock."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from energy_core.analysis.balance import OPEN, SOURCES
from energy_core.ui import outlines, palette
from energy_core.ui.axes import amount_axis, finished, hour_axis, key_above, name_axis, themed
from energy_core.ui.outlines import LEAST_KWH, UNSEEN_KWH, closed
from energy_core.ui.words import _

DAY_HEIGHT = 260
HOURS = alt.Scale(domain=[0, 24], nice=False)


def source_names() -> dict[str, str]:
    """Source → its word, in the order of the theme's colours."""
    return {"sun": _("sun"), "battery": _("battery"), "grid": _("grid")}


def stacked(day: pd.DataFrame) -> pd.DataFrame:
    """One row per quarter-hour and source: hour, source (its word), kw, low, high.

    `day` has hour, sun, battery, grid [kW]; a quarter-hour without a measurement stays, empty,
    and leaves a hole.
    """
    names = source_names()
    tops = day[list(names)].cumsum(axis=1)
    rows = [
        pd.DataFrame(
            {
                "hour": day["hour"], "source": word,
                "kw": day[source], "low": tops[source] - day[source], "high": tops[source],
            }
        )
        for source, word in names.items()
    ]  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def _sources(day: pd.DataFrame) -> alt.Chart:
    order = list(source_names().values())
    return (
        alt.Chart(stacked(closed(day, "used")))
        .mark_area(interpolate="step-after", opacity=0.75, line=False)
        .encode(
            x=alt.X("hour:Q", scale=HOURS, axis=hour_axis()),
            y=alt.Y("low:Q", axis=amount_axis()),
            y2=alt.Y2("high:Q"),
            color=alt.Color("source:N", scale=alt.Scale(domain=order), legend=None),
            tooltip=[
                alt.Tooltip("clock:N", title=_("Time")),
                alt.Tooltip("source:N", title=_("From")),
                alt.Tooltip("kw:Q", title="kW", format=".2f"),
            ],
        )
        .transform_calculate(clock=_clock_expression())
    )


def _undivided(day: pd.DataFrame) -> alt.Chart:
    """Of a house whose sources have no meter: as quiet as the trace above it."""
    return (
        alt.Chart(closed(day, "used"))
        .mark_area(interpolate="step-after", opacity=0.06, color=themed(palette.INK))
        .encode(
            x=alt.X("hour:Q", scale=HOURS, axis=hour_axis()), y=alt.Y("used:Q", axis=amount_axis())
        )
    )


def _clock_expression() -> str:
    hour, minute = "floor(datum.hour)", "pad(round(datum.hour % 1 * 60), 2, '0', 'left')"
    pattern = _("{hh}:{mm}")
    parts = pattern.replace("{hh}", "{h}").split("{h}")[1].split("{mm}")[0]
    return f"{hour} + '{parts}' + {minute}"


def _steps(day: pd.DataFrame, shade: palette.Shade, width: float) -> alt.Chart:
    return (
        alt.Chart(closed(day, "used"))
        .mark_line(interpolate="step-after", strokeWidth=width, color=themed(shade))
        .encode(
            x=alt.X("hour:Q", scale=HOURS, axis=hour_axis()), y=alt.Y("used:Q", axis=amount_axis())
        )
    )


def _name(
    day: pd.DataFrame, word: str, shade: palette.Shade, weight: Literal["normal", "bold"]
) -> alt.Chart:
    """The line's name, where the line is highest."""
    known = day.dropna(subset=["used"])
    top = known.loc[[day["used"].idxmax()]].assign(word=word)
    right_half = bool(top["hour"].iloc[0] > 18)
    return (
        alt.Chart(top)
        .mark_text(
            align="right" if right_half else "left", dx=-6 if right_half else 8, dy=-6,
            fontSize=12, fontWeight=weight, color=themed(shade),
        )
        .encode(x=alt.X("hour:Q", scale=HOURS), y=alt.Y("used:Q"), text=alt.Text("word:N"))
    )  # fmt: skip


def _band(usual: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(usual)
        .mark_area(opacity=0.13, interpolate="monotone", color=themed(palette.GREY))
        .encode(
            x=alt.X("hour:Q", scale=HOURS, axis=hour_axis()),
            y=alt.Y("low:Q", axis=amount_axis()),
            y2=alt.Y2("high:Q"),
        )
    )


def _now_rule(hour: float) -> alt.Chart:
    return (
        alt.Chart(pd.DataFrame({"hour": [hour]}))
        .mark_rule(strokeDash=[1.5, 3], color=themed(palette.GREY))
        .encode(x=alt.X("hour:Q", scale=HOURS))
    )


def day_chart(
    today: pd.DataFrame, yesterday: pd.DataFrame, usual: pd.DataFrame, now_hour: float
) -> alt.LayerChart:
    """Today by source under an ink line, yesterday as a grey one, the usual as a band.

    `today`: hour and `balance.by_source`'s columns [kW]; `yesterday`: hour, used; `usual`: hour,
    low, mid, high. Each may be empty. `now_hour`: the hour of now on the site's clock.
    """
    layers: list[alt.Chart] = []
    if not usual.empty:
        layers.append(_band(usual))
    is_divided = not (today["undivided"] > 0).any()
    layers.append(_sources(today) if is_divided else _undivided(today))
    layers += outlines.day_layers(today, HOURS, _clock_expression())
    if yesterday["used"].notna().any():
        layers += [
            _steps(yesterday, palette.GREY, 1.25),
            _name(yesterday, _("Yesterday"), palette.GREY, "normal"),
        ]
    if today["used"].notna().any():
        layers += [_steps(today, palette.INK, 2), _name(today, _("Today"), palette.INK, "bold")]
    return finished(alt.LayerChart(layer=[*layers, _now_rule(now_hour)]), DAY_HEIGHT)


def where_chart(table: pd.DataFrame) -> alt.LayerChart:
    """Today's uses as bars by source, the largest first, each with its kWh at the end.

    `table`: use, source (one of `balance.PARTS`), kwh, total [kWh], in the order to be shown.
    """
    placed = _placed(table)
    uses = list(dict.fromkeys(table["use"]))
    y = alt.Y("use:N", sort=uses, axis=name_axis(), scale=alt.Scale(paddingInner=0.6))
    filled = placed[placed["source"].isin(SOURCES)]
    layers = [_bars(filled, y)] if len(filled) else []
    if len(undivided := placed[placed["source"] == "undivided"]):
        layers.append(_segments(undivided, y).mark_bar(color=themed(palette.INK), cornerRadius=2))
    layers += [
        _segments(part, y).mark_bar(fillOpacity=0, **outlines.edge(kind))
        for kind in OPEN
        if len(part := placed[placed["source"] == kind])
    ]
    totals = (
        alt.Chart(placed.drop_duplicates("use"))
        .mark_text(align="left", dx=6, fontSize=12, fontWeight="bold", color=themed(palette.INK))
        .encode(x=alt.X("total:Q"), y=y, text=alt.Text("total:Q", format=".1f"))
    )
    height = 40 * max(1, len(uses)) + 40
    return finished(alt.LayerChart(layer=[*layers, totals]), height)


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    """With low and high, where each part of a bar lies, and its part's word; the empty ones go."""
    high = table.groupby("use", sort=False)["kwh"].cumsum()
    words = {**source_names(), **outlines.names(), "undivided": _("source not measured")}
    placed = table.assign(low=high - table["kwh"], high=high, word=table["source"].map(words))
    least = (placed["source"].isin(OPEN) * LEAST_KWH).clip(lower=UNSEEN_KWH)
    return placed[placed["kwh"] >= least]


def _segments(placed: pd.DataFrame, y: alt.Y) -> alt.Chart:
    return alt.Chart(placed).encode(
        x=alt.X("low:Q", axis=None),
        x2=alt.X2("high:Q"),
        y=y,
        tooltip=[
            alt.Tooltip("use:N", title=_("Use")),
            alt.Tooltip("word:N", title=_("From")),
            alt.Tooltip("kwh:Q", title="kWh", format=".1f"),
        ],
    )


def _bars(placed: pd.DataFrame, y: alt.Y) -> alt.Chart:
    names = source_names()
    seen = [word for source, word in names.items() if source in set(placed["source"])]
    scale = alt.Scale(domain=list(names.values()))
    colour = alt.Color("word:N", scale=scale, legend=key_above(seen))
    return _segments(placed, y).mark_bar(cornerRadius=2).encode(color=colour)


def peaks_chart(peaks: pd.DataFrame, threshold_kw: float) -> alt.LayerChart:
    """The peak of each day as a bar, red over the dashed threshold. `peaks`: day, peak [kW]."""
    numbered = peaks.assign(day=range(len(peaks)))
    over = numbered["peak"] > threshold_kw
    x = alt.X("day:O", axis=None, scale=alt.Scale(paddingInner=0.35))
    y = alt.Y("peak:Q", axis=None)
    layers = [
        alt.Chart(part).mark_bar(color=themed(shade)).encode(x=x, y=y)
        for part, shade in ((numbered[~over], palette.GREY), (numbered[over], palette.CRITICAL))
        if len(part)  # an empty layer is a figure without a word for who does not see
    ]
    limit = (
        alt.Chart(pd.DataFrame({"peak": [threshold_kw]}))
        .mark_rule(strokeDash=[4, 3], color=themed(palette.INK))
        .encode(y=alt.Y("peak:Q"))
    )
    return finished(alt.LayerChart(layer=[*layers, limit]), 64)
