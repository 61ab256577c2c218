"""One function a view: frame → alt.Chart."""

from __future__ import annotations

from energy_core.ui.charts.day import HOURS, day_chart, peaks_chart, stacked, where_chart

__all__ = ["HOURS", "day_chart", "peaks_chart", "stacked", "where_chart"]
