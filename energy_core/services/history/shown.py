"""Exactly what a view shows, as a file: a row a period, a column a series."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

import pandas as pd

from energy_core import units
from energy_core.formats.export.what import Chunk, Column, Export, writers
from energy_core.model import Commodity, Kind, Role
from energy_core.services.exports import Download, column_of, period_cells
from energy_core.services.history.side import Side
from energy_core.services.history.view import View

USED, REST = "house used", "house rest"
"""Columns that no meter measures."""
FORMATS = ("csv", "xlsx", "parquet")
"""Those that can say it; Green Button is of single meters."""


def download(view: View, format: str, now: datetime) -> Download:
    """The view's bars: every meter, and of a house what was used and what no part explains. The
    rows of the period compared with stand in the same columns, at their own time.

    `format`: one of FORMATS. Raises BadRequest as its writer does.
    """
    writer = writers()[format]
    pieces = writer.write(_export(view, now))
    first = next(pieces)
    return Download(file_name(view, format), writer.MEDIA_TYPE, chain([first], pieces))


def file_name(view: View, format: str) -> str:
    """Of its download, known before that is made."""
    period, what = view.period, view.looked.selection.what
    return f"energy-{what}-{period.first}-{period.last}-{view.resolution}.{format}"


def _export(view: View, now: datetime) -> Export:
    columns = [column_of(meter, raw=False) for meter in view.looked.meters]
    taken = {column.name for column in columns}
    columns += [_ours(_free(name, taken)) for name, _ in _own(view, view.now)]
    return Export(columns, lambda: _chunks(view), view.timezone, now, periods=True)


def _free(name: str, taken: set[str]) -> str:
    """A meter may be called so."""
    while name in taken:
        name += " (all)"
    return name


def _ours(name: str) -> Column:
    return Column(name, Kind.INTERVAL, Role.OTHER, Commodity.ELECTRICITY, units.ENERGY)


def _own(view: View, side: Side) -> list[tuple[str, pd.DataFrame]]:
    """What was added up of a house; of other selections nothing that is not a meter's."""
    if not view.looked.house:
        return []
    both = [(USED, side.bars if len(view.looked.whole) > 1 else None), (REST, side.rest)]
    return [(name, frame) for name, frame in both if frame is not None]


def _chunks(view: View) -> Iterator[Chunk]:
    """In order of time; what two periods share stands once."""
    sides = [view.now] if view.before is None else [view.now, view.before]
    since: datetime | None = None
    for side in sorted(sides, key=lambda each: each.start):
        yield _chunk(view, side, since)
        since = side.end


def _chunk(view: View, side: Side, since: datetime | None) -> Chunk:
    kept = [(side.meters[meter.slug], meter.measures_flow) for meter in view.looked.meters]
    kept += [(frame, True) for _, frame in _own(view, side)]
    return [
        period_cells(frame if since is None else frame[frame["start"] >= since], is_flow)
        for frame, is_flow in kept
    ]
