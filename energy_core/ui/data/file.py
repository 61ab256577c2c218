"""One dropped file: read, understood, asked about, stored."""

from __future__ import annotations

import streamlit as st

from energy_core.errors import EnergyError, FileTooLarge, UnreadableFile
from energy_core.formats.document import Document
from energy_core.services import running
from energy_core.ui.data import jobs
from energy_core.ui.data.dropped import Dropped, Read, files, put_away
from energy_core.ui.data.issues import draw_issues, place
from energy_core.ui.data.messages import translated
from energy_core.ui.data.questions import draw_questions
from energy_core.ui.data.series import draw_ends, draw_table
from energy_core.ui.data.storing import draw_stored, draw_storing
from energy_core.ui.data.targets import choose_targets
from energy_core.ui.data.wording import dialect, plural, sentence_case, size
from energy_core.ui.layout import note, plain
from energy_core.ui.words import _


def draw_files() -> None:
    for dropped in files():
        _draw_file(dropped)


def _draw_file(dropped: Dropped) -> None:
    with st.container(key=dropped.key):
        if not dropped.reading.done:
            _heading(dropped, size(dropped.upload.size))
            jobs.watch(dropped.reading, _("Reading the file"))
        elif dropped.reading.error:
            _draw_refusal(dropped, dropped.reading.error)
        else:
            _draw_understood(dropped, dropped.reading.result())


def _draw_refusal(dropped: Dropped, error: Exception) -> None:
    _heading(dropped, size(dropped.upload.size))
    with st.container(border=True):
        st.markdown(f":red[:material/error:] **{_refusal(error)}**")
        if isinstance(error, EnergyError):
            st.markdown(plain(_sentence(str(error))) + _where(error))
        expected = _(
            "What is understood: tables with a date and numbers (CSV, Excel, JSON), Green Button"
            " XML, NEM12, P1 telegrams, line protocol. Nothing was stored."
        )
        st.markdown(f":gray[{expected}]")
        _offer_away(dropped)


def _offer_away(dropped: Dropped) -> None:
    st.button(_("Put it away"), key=f"{dropped.key}_away", on_click=put_away, args=(dropped,))


def _refusal(error: Exception) -> str:
    if isinstance(error, FileTooLarge):
        return _("This file is too large to be read here")
    if isinstance(error, UnreadableFile):
        return _("This file cannot be understood")
    return _("This file could not be read; the server's log says why")


def _sentence(message: str) -> str:
    said = sentence_case(translated(message))
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _where(error: Exception) -> str:
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    where = place(line, column)
    return f" :gray[:small[{where}]]" if where else ""


def _draw_understood(dropped: Dropped, found: list[Read]) -> None:
    head = st.container()
    read = _choose_part(dropped, found)
    document = read.document
    kinds = [translated(document.format), size(dropped.upload.size)]
    written = [dialect(document.dialect), _clock_note(document)]
    with head:
        _heading(dropped, *(" · ".join(filter(None, parts)) for parts in (kinds, written)))
    if dropped.twin:
        note(_("The same file stands here already, as {name}.").format(name=plain(dropped.twin)))
    timezone = running().store.site().timezone
    if document.series:
        is_foreign = document.timezone not in (None, timezone)
        draw_table(read, timezone, is_foreign, f"{dropped.key}_table")
        _draw_chosen(dropped, read, timezone)
    draw_issues(document.issues)
    if dropped.storing:
        draw_stored(dropped)
    elif any(each.document.series for each in found):
        draw_questions(dropped, found)
        draw_storing(dropped, found, choose_targets(dropped, found))
    else:
        _offer_away(dropped)


def _heading(dropped: Dropped, *lines: str) -> None:
    """The file's name, and under it quiet lines."""
    st.space("medium")
    under = "  \n".join(f":gray[:small[{plain(line)}]]" for line in lines if line)
    st.markdown(f"## {plain(dropped.upload.name)}\n{under}", anchors=False)


def _clock_note(document: Document) -> str:
    if document.timezone:
        return _("clock of {zone}").format(zone=document.timezone)
    return _("every stamp names its own clock") if document.series else ""


def _choose_part(dropped: Dropped, found: list[Read]) -> Read:
    """Of an archive, the file that is shown."""
    if len(found) == 1:
        return found[0]
    return found[
        st.selectbox(
            plural("{count} file in the archive", "{count} files in the archive", len(found)),
            range(len(found)),
            format_func=lambda n: found[n].document.file,
            key=f"{dropped.key}_part",
            persist_state="session",
        )
    ]


def _draw_chosen(dropped: Dropped, read: Read, timezone: str) -> None:
    series = read.document.series
    shown = 0
    if len(series) > 1:
        shown = st.selectbox(
            _("Series in the picture"), range(len(series)),
            format_func=lambda n: series[n].name, key=f"{dropped.key}_shown", width=300,
            persist_state="session",
        )  # fmt: skip
    draw_ends(series[shown], timezone, f"{dropped.key}_ends")
