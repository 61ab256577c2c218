"""Lines over something else than time: load duration, the typical day, energy added up."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import amount_axis, finished, hour_axis, themed
from energy_core.ui.charts.clock import day_wall
from energy_core.ui.charts.days import day_ticks
from energy_core.ui.charts.strips import at_highest, strips
from energy_core.ui.charts.words import amount_words, date_words, time_words
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

HEIGHT = 220
DAY_MS, HOUR_MS = 86_400_000.0, 3_600_000.0
HOURS = alt.Scale(domain=[0, 24], nice=False)
SHARES = alt.Scale(domain=[0, 1], nice=False)


def duration_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """During which share of the time the power was higher. `frame` as `shapes.duration` gives it:
    hours, share, kw; falling."""
    steps = frame.assign(
        end=frame["share"].shift(-1).fillna(1.0), hours_end=frame["hours"].shift(-1)
    )
    x = alt.X("share:Q", scale=SHARES, axis=_share_axis())
    base = alt.Chart(frame).encode(x=x, y=_y("kw:Q"))
    form: dict[str, Any] = {"interpolate": "step-after", "color": themed(palette.INK)}
    layers = [base.mark_area(opacity=0.06, **form), base.mark_line(strokeWidth=2, **form)]
    words = {
        "told": amount_words("kw", "kW", 2),
        "long": f"{amount_words('hours_end', 'h', 0)} + ', ' + format(100 * datum.end, '.1f')"
        " + '\\u00a0%'",
    }
    titles = [("told", _("At least")), ("long", _("During"))]
    layers.append(strips(steps.iloc[:-1], x, "end:Q", words, titles))
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def typical_chart(frame: pd.DataFrame, top_kw: float | None = None) -> alt.LayerChart:
    """The usual working day in ink and the weekend in grey, each in the band of 4 days in 5.

    `frame`: one season of what `shapes.typical_day` gives: kind, hour, low, mid, high. `top_kw`:
    where the axis ends, so that seasons side by side have one scale.
    """
    looks = {
        "weekend": (palette.GREY, 1.5, _("Weekend")), "workday": (palette.INK, 2.0, _("Working day")),
    }  # fmt: skip
    parts = {kind: own for kind in looks if len(own := _to_midnight(frame, kind))}
    layers = [_spread(own, looks[kind][0], top_kw) for kind, own in parts.items()]
    for kind, own in parts.items():
        shade, width, _word = looks[kind]
        layers.append(_middle(own, shade, width, top_kw))
    layers += [
        name
        for kind, own in parts.items()
        for name in _name(_apart(own, parts, kind), "mid", "hour", (0, 24), looks[kind][2],
                          looks[kind][0], alt.X("hour:Q", scale=HOURS))
    ]  # fmt: skip
    layers += [_typical_answers(own, looks[kind][2]) for kind, own in parts.items()]
    return finished(alt.LayerChart(layer=layers or [_nothing()]), HEIGHT)


def cumulative_chart(frame: pd.DataFrame, name: str, before_name: str = "") -> alt.LayerChart:
    """Energy since the period's first day in ink, the other period's in grey under it.

    `frame` as `shapes.cumulative` gives it: day, kwh, covered, before_kwh, before_covered.
    """
    rows = frame.assign(clock=day_wall(frame["day"]))
    rows["end"] = rows["clock"] + DAY_MS
    domain = (rows["clock"].min(), rows["end"].max())
    x, x_end = day_ticks(*domain), day_ticks(*domain, "end:Q")
    looks = [("before_kwh", before_name, palette.GREY, 1.5), ("kwh", name, palette.INK, 2.0)]
    seen = [look for look in looks if rows[look[0]].notna().any()]
    layers = [
        alt.Chart(rows[["end", field]].dropna())
        .mark_line(strokeWidth=width, color=themed(shade))
        .encode(x=x_end, y=_y(f"{field}:Q"))
        for field, _word, shade, width in seen
    ]
    for field, word, shade, _width in seen:
        layers += _name(rows, field, "end", domain, word, shade, x_end)
    words = {"when": date_words("datum.clock")} | {
        f"told_{field}": amount_words(field, "kWh", 0) for field, *_rest in seen
    }
    titles = [
        ("when", _("Until")),
        *((f"told_{field}", word) for field, word, *_rest in seen[::-1]),
    ]
    known = rows.dropna(subset=["kwh", "before_kwh"], how="all")
    layers.append(strips(known[["clock", "end", "kwh", "before_kwh"]], x, "end:Q", words, titles))
    return finished(alt.LayerChart(layer=layers), HEIGHT)


def _y(field: str, top: float | None = None) -> alt.Y:
    scale = alt.Scale(zero=True) if top is None else alt.Scale(domain=[0, top])
    return alt.Y(field, axis=amount_axis(), scale=scale)


def _share_axis() -> alt.Axis:
    return alt.Axis(
        title=None, values=[0, 0.25, 0.5, 0.75, 1], ticks=False, domain=False, grid=False,
        labelExpr="format(100 * datum.value, '.0f') + '\\u00a0%'",
        labelColor=themed(palette.MUTED), labelFontSize=12, labelPadding=8, labelFlush=True,
    )  # fmt: skip


def _to_midnight(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Its rows, the first again at 24 h: the day closes."""
    own = frame[frame["kind"] == kind].sort_values("hour")
    if own.empty:
        return own
    closed = pd.concat([own, own.iloc[[0]].assign(hour=24.0)], ignore_index=True)
    return closed.assign(end=closed["hour"].shift(-1), clock=closed["hour"] * HOUR_MS)


def _spread(own: pd.DataFrame, shade: Shade, top_kw: float | None) -> alt.Chart:
    return (
        alt.Chart(own[["hour", "low", "high"]])
        .mark_area(opacity=0.13, interpolate="monotone", color=themed(shade))
        .encode(
            x=alt.X("hour:Q", scale=HOURS, axis=hour_axis()), y=_y("low:Q", top_kw), y2="high:Q"
        )
    )


def _middle(own: pd.DataFrame, shade: Shade, width: float, top_kw: float | None) -> alt.Chart:
    return (
        alt.Chart(own[["hour", "mid"]])
        .mark_line(interpolate="monotone", strokeWidth=width, color=themed(shade))
        .encode(x=alt.X("hour:Q", scale=HOURS, axis=hour_axis()), y=_y("mid:Q", top_kw))
    )


def _apart(own: pd.DataFrame, parts: dict[str, pd.DataFrame], kind: str) -> pd.DataFrame:
    """Where this line rises most over the other one, so that their names do not meet."""
    others = [part for name, part in parts.items() if name != kind]
    if not others:
        return own
    other = others[0].set_index("hour")["mid"].reindex(own["hour"]).to_numpy()
    return own.loc[[(own["mid"] - other).fillna(0).idxmax()]]


def _typical_answers(own: pd.DataFrame, word: str) -> alt.Chart:
    words = {
        "when": time_words("datum.clock"),
        "told": amount_words("mid", "kW", 2),
        "spread": f"{amount_words('low', 'kW', 2)} + ' … ' + {amount_words('high', 'kW', 2)}",
    }
    titles = [("when", _("Time")), ("told", word), ("spread", _("4 days in 5"))]
    x = alt.X("hour:Q", scale=HOURS, axis=hour_axis())
    columns = ["hour", "end", "clock", "low", "mid", "high"]
    return strips(own[columns].iloc[:-1], x, "end:Q", words, titles)


def _name(
    rows: pd.DataFrame,
    field: str,
    where: str,
    domain: tuple[float, float],
    word: str,
    shade: Shade,
    x: alt.X,
) -> list[alt.Chart]:
    place = at_highest(rows, field, where, domain)
    if place is None or not word:
        return []
    return [
        alt.Chart(place["point"][[where, field]].assign(word=word))
        .mark_text(align=place["align"], dx=place["dx"], dy=-8, fontSize=12, color=themed(shade))
        .encode(x=x, y=f"{field}:Q", text="word:N")
    ]


def _nothing() -> alt.Chart:
    x = alt.X("hour:Q", scale=HOURS, axis=hour_axis())
    return alt.Chart(pd.DataFrame({"hour": [0.0]})).mark_point(opacity=0).encode(x=x)
