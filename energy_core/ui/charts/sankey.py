"""From where to where energy flowed in a period: the option object of `st.echarts_chart`.

Each colour is CSS's `light-dark(…)`, which the browser resolves as the theme is switched; that
needs ECharts' SVG renderer: `st.echarts_chart(option, renderer="svg", height=HEIGHT)`.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from energy_core.ui import numbers, palette
from energy_core.ui.charts.balance import SOURCE_SHADES
from energy_core.ui.palette import Shade
from energy_core.ui.words import _

FLOWS_HEIGHT = 360
OUTLINED = "unaccounted"
ORDER = ("sun", "battery", "grid", "home", "charged", "sold")
SHADES = {**SOURCE_SHADES, "charged": palette.INTO_BATTERY, "sold": palette.SOLD}
LINK_OPACITY = 0.28
SOURCE, TARGET = "from ", "to "


def flow_names() -> dict[str, str]:
    """What a node is called; one that is not here is a use, by its own name."""
    return {
        "sun": _("sun"), "battery": _("battery"), "grid": _("bought"), "home": _("house"),
        "charged": _("into the battery"), "sold": _("sold"), "rest": _("other uses"),
        OUTLINED: _("unaccounted"),
    }  # fmt: skip


def sankey(flows: pd.DataFrame) -> dict[str, Any]:
    """`flows` as `shapes.flows` gives them: source, target, kwh. Energy from nowhere known and
    energy that is seen going nowhere are two nodes, one at each side."""
    links = _keyed(flows)
    keys = sorted(dict.fromkeys([*links["source"], *links["target"]]), key=_rank)
    series = {
        "type": "sankey", "nodeWidth": 12, "nodeGap": 18, "layoutIterations": 0, "draggable": False,
        "left": 4, "right": 150, "top": 8, "bottom": 8,
        "label": {"fontSize": 13, "color": css(palette.INK)},
        "lineStyle": {"opacity": LINK_OPACITY, "curveness": 0.5},
        "emphasis": {
            "focus": "adjacency", "itemStyle": {"color": "inherit"},
            "lineStyle": {"color": "inherit", "opacity": 2 * LINK_OPACITY},
        },
        "data": [_node(key, links) for key in keys],
        "links": [_link(*row) for row in links.itertuples(index=False)],
    }  # fmt: skip
    return {"series": [series], "tooltip": {"trigger": "item"}, "animation": False}


def css(shade: Shade) -> str:
    return f"light-dark({shade.light}, {shade.dark})"


def _keyed(flows: pd.DataFrame) -> pd.DataFrame:
    """Nodes by keys that no name of a use can equal."""
    known = set(flow_names()) - {OUTLINED}

    def keyed(name: str, side: str) -> str:
        return name if name in known else side + name

    return pd.DataFrame(
        {
            "source": [keyed(name, SOURCE) for name in flows["source"]],
            "target": [keyed(name, TARGET) for name in flows["target"]],
            "kwh": flows["kwh"],
        }
    )


def _rank(key: str) -> int:
    """As they stand from top to bottom: what is open last, the uses as they come before it."""
    if key.removeprefix(SOURCE).removeprefix(TARGET) == OUTLINED:
        return len(ORDER) + 1
    return ORDER.index(key) if key in ORDER else len(ORDER)


def _word(key: str) -> str:
    name = key.removeprefix(SOURCE).removeprefix(TARGET)
    return flow_names().get(name, name)


def _plain(text: str) -> str:
    """Braces are ECharts' own marks, and what a meter is called is never one."""
    return text.replace("{", "(").replace("}", ")")


def _energy(kwh: float) -> str:
    return numbers.energy(1000 * kwh, 1 if kwh < 100 else 0)


def _node(key: str, links: pd.DataFrame) -> dict[str, Any]:
    through = max(
        links.loc[links["source"] == key, "kwh"].sum(), links.loc[links["target"] == key, "kwh"].sum()
    )  # fmt: skip
    told = f"{_word(key)} {_energy(float(through))}"
    return {
        "name": key,
        "itemStyle": _form(key),
        "label": {"formatter": _plain(told)},
        "tooltip": {"formatter": escape(_plain(told))},
    }


def _form(key: str) -> dict[str, Any]:
    if key.endswith(OUTLINED) and _word(key) == flow_names()[OUTLINED]:
        return {"color": "transparent", "borderColor": css(palette.MUTED), "borderWidth": 1.25}
    return {"color": css(SHADES.get(key, palette.INK)), "borderWidth": 0}


def _link(source: str, target: str, kwh: float) -> dict[str, Any]:
    told = f"{_word(source)} → {_word(target)} {_energy(float(kwh))}"
    return {
        "source": source,
        "target": target,
        "value": round(float(kwh), 3),
        "lineStyle": {"color": css(SHADES.get(source, palette.MUTED))},
        "tooltip": {"formatter": escape(_plain(told))},
    }
