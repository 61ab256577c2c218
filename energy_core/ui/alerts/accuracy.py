"""How well it works: the measured tables, from the file that the measurement wrote."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from energy_core.ui.layout import note, section
from energy_core.ui.numbers import NOTHING, number
from energy_core.ui.words import _

FILE = Path(__file__).resolve().parents[3] / "docs" / "accuracy.json"
Row = dict[str, Any]


def titles() -> dict[str, str]:
    return {
        "kinds": _("By kind of fault"), "meters": _("By meter"),
        "detectors": _("Beside other detectors"), "nab": _("NAB, file by file"),
        "simulator": _("The simulator's faults"),
    }  # fmt: skip


def headers() -> dict[str, str]:
    return {
        "what": _("What was measured"), "must": _("Must"), "aim": _("Aim"),
        "reached": _("Reached"), "verdict": _("Verdict"), "kind": _("Fault"),
        "meter": _("Meter"), "detector": _("Detector"), "recall": _("Share found"),
        "faults": _("Faults"), "days": _("Days"), "found": _("Found"), "file": _("File"),
        "by_chance": _("By chance"), "rightly_named": _("Rightly named"),
        "median_delay_h": _("Delay, h"), "windows": _("Windows"), "alarms": _("Alarms"),
        "recall_without_obvious": _("Share without obvious ones"),
        "incidents_a_month": _("Incidents a month"), "false_a_week": _("False ones a week"),
        "sensitivity": _("Sensitivity"), "unscaled_score": _("Score"), "step_s": _("Step, s"),
    }  # fmt: skip


def draw_accuracy() -> None:
    section(_("How well it works"), _("measured with known faults in open meters, looking ahead "
                                      "only in the rows with hindsight; written by the "
                                      "measurement itself"))  # fmt: skip
    if not FILE.exists():
        note(_("Not measured yet in this version."))
        return
    told = json.loads(FILE.read_text(encoding="utf-8"))
    measured = _("Measured {date}, version {version} ({commit}).")
    note(measured.format(**{name: told[name] for name in ("date", "version", "commit")}))
    _draw(told["figures"], ("unit", "note"))
    for name, rows in told["tables"].items():
        with st.expander(titles().get(name, name)):
            _draw(rows)


def _draw(rows: list[Row], hidden: tuple[str, ...] = ()) -> None:
    st.table(table(rows, hidden), hide_index=True)


def table(rows: list[Row], hidden: tuple[str, ...] = ()) -> pd.DataFrame:
    """In the page's numbers; the names of faults and files are the measurement's own."""
    names = headers()
    columns = [name for name in rows[0] if name not in hidden]
    told = [[_cell(row.get(name)) for name in columns] for row in rows]
    labels = [names.get(name, name.replace("_", " ")) for name in columns]
    return pd.DataFrame(told, columns=_apart(labels))


def _apart(labels: list[str]) -> list[str]:
    """A table's columns must not share a name."""
    return [label + "\u200b" * labels[:place].count(label) for place, label in enumerate(labels)]


def figures() -> dict[str, str]:
    """What was measured, where its words are known here."""
    return {
        "recall, all kinds": _("Share of faults found, all kinds"),
        "recall without missing, negative, stuck": _("… without missing, negative, stuck"),
        "recall of missing, negative, stuck": _("… of missing, negative, stuck"),
        "delay of missing, negative, stuck, median": _("Their delay, h, median"),
        "incidents a meter-month, clean series": _("Incidents a meter and month, nothing wrong"),
        "false alarms of layers 2–3 a meter-week, clean series": _(
            "False alarms a meter and week, nothing wrong"
        ),
        "recall ahead of the best other detector": _("Ahead of the best other detector, share"),
        "Dutch power demand 1997: holidays found": _("Dutch demand 1997: holidays found, of 9"),
        "Dutch power demand 1997: other days flagged": _("Dutch demand 1997: other days flagged"),
        "readings a second and core, causal": _("Readings a second and core"),
        "recall, only faults that nothing tells on the clean series": _(
            "… without those found by chance"
        ),
        "recall, all kinds, with hindsight": _("Share of faults found, with hindsight"),
        "incidents a meter-month, clean series, with hindsight": _(
            "Incidents a meter and month, nothing wrong, with hindsight"
        ),
        "with hindsight: days between a lasting change's date and the one found, median": _(
            "With hindsight: how far off a change is dated, days"
        ),
        "NAB, open files, standard profile": _("NAB, open files, standard profile"),
        "NAB, at the one threshold that is best for all files": _("NAB, at its best threshold"),
        "NAB, windows of nyc_taxi found": _("NAB, windows of nyc_taxi found, of 5"),
        "recall of the simulator's faults": _("Share of the simulator's faults found"),
        "incidents a meter-month of the simulated home without faults": _(
            "Incidents a meter and month, simulated home, nothing wrong"
        ),
        "alarms found again in a file cut at their detection": _(
            "Alarms found again in a file cut where they were raised"
        ),
    }


def verdicts() -> dict[str, str]:
    return {
        "reached": _("reached"), "aim reached": _("aim reached"), "MISSED": _("missed"),
        "noted": _("noted"),
    }  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, float):
        return number(value, 2 if abs(value) < 10 else 0)
    text = str(value)
    if text[:2] in ("≥ ", "≤ "):
        return text[:2] + _cell(float(text[2:]))
    return {**verdicts(), **figures()}.get(text, text)
