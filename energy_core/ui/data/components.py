"""The drop zone and the table: two components without a stream, put together as the live ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from energy_core.ui import live
from energy_core.ui.layout import note
from energy_core.ui.numbers import number
from energy_core.ui.words import _

FOLDER = Path(__file__).parent


@cache
def _component(name: str):
    def own(ending: str) -> str:
        return (FOLDER / f"{name}.{ending}").read_text(encoding="utf-8")

    return st.components.v2.component(
        f"energy_{name}",
        html=own("html"),
        css=live.joined("base.css") + "\n" + own("css"),
        js=live.joined("dom.js") + "\n" + own("js"),
    )


def drop_zone(upload_key: str, limit: int) -> list[str]:
    """The ids of the files that came since the page was opened, where some came just now.

    `upload_key` lets this page send files of up to `limit` bytes.
    """
    texts = {
        "lead": _("Drop meter files here, or"),
        "choose": _("choose them"),
        "formats": _("CSV, Excel, XML, JSON, also packed as ZIP or GZ, up to {size} GB").format(
            size=limit >> 30
        ),
        "waiting": _("waiting"),
        "arrived": _("{name} has arrived."),
        "too_large": _("This file is over the limit; split it, or pack it as ZIP."),
        "old_page": _("This page has been open for too long; load it again, then drop the file."),
        "no_room": _("There is no room for it on the disk of the server."),
        "lost": _("The connection broke; drop the file again."),
        "failed": _("It did not arrive; drop the file again."),
    }
    result = _component("drop")(
        key="drop",
        data={"key": upload_key, "limit": limit, "texts": texts},
        on_sent_change=lambda: None,
    )
    return list(result.sent or [])


@dataclass(frozen=True, slots=True)
class Column:
    """`end`: numbers, set to the right; `strong`: the figure one looks for."""

    label: str
    end: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """`sub` stands under `text`; `tone`: quiet, warning or critical."""

    text: str
    sub: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`acts`: name and label of each button of the row."""

    id: str
    cells: Sequence[Cell]
    acts: Sequence[tuple[str, str]] = field(default=())


Act = Callable[[str, str], None]
"""Called with the name of the button and the id of its row."""


def table(
    columns: Sequence[Column], rows: Sequence[Row], caption: str, key: str, act: Act | None = None
) -> None:
    """A table for reading; all its texts are set as text. `caption` is for those who listen."""
    data: dict[str, Any] = {
        "caption": caption,
        "acts": _("Actions"),
        "columns": [
            {"label": each.label, "end": each.end, "strong": each.strong} for each in columns
        ],
        "rows": [
            {
                "id": row.id,
                "cells": [[cell.text, cell.sub, cell.tone] for cell in row.cells],
                "acts": [list(each) for each in row.acts],
            }
            for row in rows
        ],
    }

    result = _component("table")(key=key, data=data, on_act_change=lambda: None)
    if result.act and act:
        act(result.act["act"], result.act["id"])


def note_more(left: int) -> None:
    """Under what shows its first ones only: how many more there are."""
    if left > 0:
        note(and_more(left))


def and_more(left: int) -> str:
    return _("and {count} more").format(count=number(left))
