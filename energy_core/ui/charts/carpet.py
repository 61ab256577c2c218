"""Hour by day, as a carpet: what is used on a scale of ink, what is exchanged between two hues."""

from __future__ import annotations

import altair as alt
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import HOUR_LABELS, finished, themed
from energy_core.ui.charts import cells, shades
from energy_core.ui.charts.clock import day_wall
from energy_core.ui.charts.days import day_ticks
from energy_core.ui.charts.units import KW, LEAST_SHARE, Unit, sized
from energy_core.ui.charts.words import amount_words, date_words, time_words
from energy_core.ui.words import _, language

HEIGHT = 216 + 60  # nine pixels an hour, so that no seam shows; the rest is key and axis
DAY_MS, HOUR_MS = 86_400_000.0, 3_600_000.0
CLOSE_TOGETHER = 100  # more days than this leave no room for a hairline
LEAST_KW = 0.1  # a scale has a length
QUANTILE = 0.995  # one hour beyond it does not pale all the others
EXCHANGE_QUANTILE = 0.95  # nor do, on a straight scale, the nights with the car
OVERLAP_MS = DAY_MS / 3  # under the next day's cells, where there is no hairline


def carpet_chart(frame: pd.DataFrame, unit: Unit = KW) -> alt.LayerChart:
    """`frame` as `shapes.carpet` gives it: day, hour, kw, covered, estimated, missing; told in
    `unit`, such as m³/h."""
    shown = frame.assign(kw=sized(frame["kw"], unit))
    top = _top(shown["kw"], least=LEAST_KW if unit == KW else LEAST_SHARE)
    key = shades.gradient_key(shades.round_marks(top), "format(datum.value, '~g')")
    colour = alt.Color("kw:Q", scale=shades.sequential(top), legend=key)
    return _carpet(shown, colour, "kw", unit)


def exchange_chart(frame: pd.DataFrame) -> alt.LayerChart:
    """`frame` as `shapes.carpet` gives it of what was bought (kw above 0) and sold (below 0)."""
    top = max(1.0, round(_top(frame["kw"].abs(), EXCHANGE_QUANTILE)))
    sold, bought = _("sold"), _("bought")
    words = (
        f"datum.value < 0 ? '{sold} ' + format(-datum.value, '~g')"
        f" : datum.value > 0 ? '{bought} ' + format(datum.value, '~g') : '0'"
    )
    key = shades.gradient_key([-top, 0, top], words)
    shown = frame.assign(size=frame["kw"].abs())
    told = f"(datum.kw < 0 ? '{sold} ' : '{bought} ') + "
    colour = alt.Color("kw:Q", scale=shades.diverging(top), legend=key)
    return _carpet(shown, colour, "size", KW, told)


def _top(kw: pd.Series, quantile: float = QUANTILE, least: float = LEAST_KW) -> float:
    """Of water that runs a few minutes a week, the highest hour: nearly all are zero."""
    known = kw.dropna()
    if known.empty:
        return least
    top = float(known.quantile(quantile))
    return max(top if top > 0 else float(known.max()), least)


def _carpet(
    frame: pd.DataFrame, colour: alt.Color, value: str, unit: Unit, lead: str = ""
) -> alt.LayerChart:
    placed = _placed(frame)
    unknown = placed["missing"].astype(bool)
    apart = placed["clock"].nunique() <= CLOSE_TOGETHER
    layers = []
    if (~unknown).any():
        known = placed[~unknown] if apart else _overlapping(placed[~unknown])
        told = lead + amount_words(value, unit.name, unit.decimals, known.columns)
        layers.append(_known(known, _x(placed), colour, value, told, apart))
    if unknown.any():
        layers.append(
            cells.unmeasured_cells(
                _runs(placed[unknown]),
                x=_x(placed),
                x2=alt.X2("end:Q"),
                y=_y(),
                y2=alt.Y2("until:Q"),
            )
        )
    return finished(alt.LayerChart(layer=layers or [_bare(placed)]), HEIGHT)


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    day = day_wall(frame["day"])
    return frame.drop(columns="day").assign(clock=day, end=day + DAY_MS, until=frame["hour"] + 1)


def _runs(cells_: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring hours of one day as one outline, and neighbouring days of the same hours."""
    ordered = cells_.sort_values(["clock", "hour"])
    first = (ordered["clock"].diff() != 0) | (ordered["hour"].diff() != 1)
    grouped = ordered.groupby(first.cumsum())
    days = grouped.agg({"clock": "first", "end": "first", "hour": "first", "until": "last"})
    days = days.sort_values(["hour", "until", "clock"])
    breaks = (days["clock"] != days["end"].shift()) | (days["hour"].diff() != 0)
    breaks |= days["until"].diff() != 0
    return days.groupby(breaks.cumsum()).agg(
        {"clock": "first", "end": "last", "hour": "first", "until": "first"}
    )


def _x(placed: pd.DataFrame) -> alt.X:
    return day_ticks(placed["clock"].min(), placed["end"].max())


def _y() -> alt.Y:
    axis = alt.Axis(
        title=None, values=[0, 6, 12, 18], labelExpr=HOUR_LABELS[language()], ticks=False,
        domain=False, grid=False, labelColor=themed(palette.MUTED), labelFontSize=12,
        labelPadding=8, labelFlush=True,
    )  # fmt: skip
    return alt.Y("hour:Q", axis=axis, scale=alt.Scale(domain=[0, 24], reverse=True, nice=False))


def _overlapping(placed: pd.DataFrame) -> pd.DataFrame:
    last = placed["end"].max()
    return placed.assign(end=(placed["end"] + OVERLAP_MS).clip(upper=last))


def _known(
    shown: pd.DataFrame, x: alt.X, colour: alt.Color, value: str, told: str, apart: bool
) -> alt.Chart:
    columns = list(dict.fromkeys(
        ["clock", "end", "hour", "until", "kw", value, "covered", "estimated"]
    ))  # fmt: skip
    moment = f"(datum.clock + datum.hour * {HOUR_MS})"
    return (
        alt.Chart(shown[columns])
        .mark_rect(**cells.cell_form(rounded=False, apart=apart))
        .encode(
            x=x, x2=alt.X2("end:Q"), y=_y(), y2=alt.Y2("until:Q"), color=colour,
            opacity=cells.opacity(),
            tooltip=[alt.Tooltip("when:N", title=_("When")), alt.Tooltip("told:N", title=_("Power"))],
        )
        .transform_calculate(
            when=f"{date_words('datum.clock')} + ', ' + {time_words(moment)}",
            told=told,
        )
    )  # fmt: skip


def _bare(placed: pd.DataFrame) -> alt.Chart:
    return alt.Chart(placed).mark_rect(opacity=0).encode(y=_y())
