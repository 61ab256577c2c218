"""What happened, on the time axis: marks that tell, and that open on a click."""

from __future__ import annotations

import altair as alt
import pandas as pd

from energy_core.ui import palette
from energy_core.ui.axes import themed
from energy_core.ui.charts.clock import Window, instants, same_x, wall
from energy_core.ui.charts.words import moment_words
from energy_core.ui.words import _

CHOSEN = "event"
FIELD = "id"
SHAPES = {
    "note": "circle", "event": "triangle-down", "correction": "diamond", "anomaly": "triangle-up",
    "alert": "square",
}  # fmt: skip
"""Kind → shape; anomalies and alerts are red as well, never by colour alone."""
RED = ("anomaly", "alert")


def with_events(chart: alt.LayerChart, events: pd.DataFrame, window: Window) -> alt.LayerChart:
    """`chart`, over the window, with the events of the window on its upper edge.

    `events`: id, start (UTC), kind (one of SHAPES), text. A click selects `{"event": [{"id": …}]}`.
    """
    inside = events[(events["start"] >= window.start) & (events["start"] < window.end)]
    if inside.empty:
        return chart
    shown = pd.DataFrame(
        {
            "start": instants(inside["start"]), "clock": wall(inside["start"], window.timezone),
            "id": inside["id"], "kind": inside["kind"], "text": inside["text"],
        }
    )  # fmt: skip
    both = chart.copy(deep=False)
    both.layer = [*both.layer, _rules(shown, window), _marks(shown, window)]
    return both


def chosen_event(selection: dict) -> str | int | None:
    """The id of the event that was clicked; None where none is."""
    points = selection.get(CHOSEN) or []
    return points[0].get(FIELD) if points else None


def _rules(shown: pd.DataFrame, window: Window) -> alt.Chart:
    return (
        alt.Chart(shown)
        .mark_rule(strokeDash=[1.5, 3], color=themed(palette.GREY))
        .encode(x=same_x(window))
    )


def _marks(shown: pd.DataFrame, window: Window) -> alt.Chart:
    click = alt.selection_point(name=CHOSEN, fields=[FIELD])
    shape = alt.Scale(domain=list(SHAPES), range=list(SHAPES.values()))
    red, muted = themed(palette.CRITICAL), themed(palette.MUTED)
    is_red = " || ".join(f"datum.kind == '{kind}'" for kind in RED)
    return (
        alt.Chart(shown)
        .mark_point(filled=True, size=110, opacity=1, cursor="pointer")
        .encode(
            x=same_x(window), y=alt.value(0),
            shape=alt.Shape("kind:N", scale=shape, legend=None),
            color=alt.condition(is_red, alt.value(red), alt.value(muted)),
            tooltip=[alt.Tooltip("when:N", title=_("When")), alt.Tooltip("text:N", title=_("What"))],
        )
        .transform_calculate(when=moment_words("datum.clock"))
        .add_params(click)
    )  # fmt: skip
