"""From where to where energy flowed in a period: the option object of `st.echarts_chart`.

Each colour is CSS's `light-dark(…)`, which the browser resolves as the theme is switched; that
needs ECharts' SVG renderer: `st.echarts_chart(option, renderer="svg", height=HEIGHT)`.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd

from energy_core.analysis.shapes.flows import HOME, REST, UNACCOUNTED
from energy_core.ui import numbers, palette
from energy_core.ui.charts.parts import SHADES, part_names
from energy_core.ui.palette import Shade

ORDER = ("sun", "battery", "grid", HOME, "charged", "sold")
KNOWN = {*ORDER, REST}
LINK_OPACITY = 0.28
SOURCE, TARGET, PAST = "from ", "to ", "past "
LEAST_HEIGHT, ROW, AROUND = 360, 44, 28
LONGEST = 18
"""Letters of a name that fit beside its node on a phone; the tooltip has all of it."""


def flows_height(flows: pd.DataFrame) -> int:
    """Of the picture [px]: each name at the side with the most of them has its two lines."""
    most = max(flows["source"].nunique(), flows["target"].nunique())
    return max(LEAST_HEIGHT, ROW * int(most) + AROUND)


def sankey(flows: pd.DataFrame) -> dict[str, Any]:
    """`flows` as `shapes.flows` gives them: source, target, kwh. Energy from nowhere known and
    energy that is seen going nowhere are two nodes, one at each side; what does not go through
    the house passes above it."""
    links = _around(_keyed(flows))
    keys = sorted(dict.fromkeys([*links["source"], *links["target"]]), key=_rank)
    series = {
        "type": "sankey", "nodeWidth": 12, "nodeGap": 28, "layoutIterations": 0, "draggable": False,
        "left": 4, "right": 136, "top": 20, "bottom": 20,
        "label": {"fontSize": 13, "lineHeight": 17, "color": css(palette.INK), "rich": _rich()},
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

    def keyed(name: str, side: str) -> str:
        return name if name in KNOWN else side + name

    return pd.DataFrame(
        {
            "source": [keyed(name, SOURCE) for name in flows["source"]],
            "target": [keyed(name, TARGET) for name in flows["target"]],
            "kwh": flows["kwh"],
        }
    )


def _around(links: pd.DataFrame) -> pd.DataFrame:
    """With what each link tells, and its colour. What crosses the house's column goes in two steps
    over a node of its own, as pale as they are: else it would be drawn across the house."""
    told = links.assign(
        told=[_told(*row) for row in links.itertuples(index=False)], of=links["source"]
    )
    crosses = (told["source"] != HOME) & (told["target"] != HOME)
    if HOME not in set(told["source"]) or not crosses.any():
        return told
    past = told[crosses]
    over = PAST + past["source"] + " " + past["target"]
    both = [told[~crosses], past.assign(target=over), past.assign(source=over)]
    return pd.concat(both, ignore_index=True)


def _rank(key: str) -> int:
    """As they stand from top to bottom: what passes the house first, what is open last, the uses
    as they come before it."""
    if key.startswith(PAST):
        return -1
    if key.removeprefix(SOURCE).removeprefix(TARGET) == UNACCOUNTED:
        return len(ORDER) + 1
    return ORDER.index(key) if key in ORDER else len(ORDER)


def _word(key: str) -> str:
    name = key.removeprefix(SOURCE).removeprefix(TARGET)
    return part_names().get(name, name)


def _plain(text: str) -> str:
    """Braces are ECharts' own marks, and what a meter is called is never one."""
    return text.replace("{", "(").replace("}", ")")


def _energy(kwh: float) -> str:
    return numbers.energy(1000 * kwh, 1 if kwh < 100 else 0)


def _rich() -> dict[str, Any]:
    """The second line of a label."""
    return {"size": {"fontSize": 12, "lineHeight": 15, "color": css(palette.MUTED)}}


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _node(key: str, links: pd.DataFrame) -> dict[str, Any]:
    if key.startswith(PAST):
        own = links[links["source"] == key].iloc[0]
        form = {**_form(str(own["of"])), "opacity": LINK_OPACITY}
        return {
            "name": key, "itemStyle": form, "label": {"show": False},
            "tooltip": {"formatter": own["told"]},
        }  # fmt: skip
    through = max(
        links.loc[links["source"] == key, "kwh"].sum(), links.loc[links["target"] == key, "kwh"].sum()
    )  # fmt: skip
    name, size = _plain(_word(key)), _energy(float(through))
    return {
        "name": key,
        "itemStyle": _form(key),
        "label": {"formatter": f"{_short(name)}\n{{size|{size}}}"},
        "tooltip": {"formatter": escape(f"{name} {size}")},
    }


def _form(key: str) -> dict[str, Any]:
    if key.endswith(UNACCOUNTED) and _word(key) == part_names()[UNACCOUNTED]:
        return {"color": "transparent", "borderColor": css(palette.MUTED), "borderWidth": 1.25}
    return {"color": css(SHADES.get(key, palette.INK)), "borderWidth": 0}


def _told(source: str, target: str, kwh: float) -> str:
    return escape(_plain(f"{_word(source)} → {_word(target)} {_energy(float(kwh))}"))


def _link(source: str, target: str, kwh: float, told: str, of: str) -> dict[str, Any]:
    """`of`: where it really comes from, which colours it."""
    return {
        "source": source,
        "target": target,
        "value": round(float(kwh), 3),
        "lineStyle": {"color": css(SHADES.get(of, palette.MUTED))},
        "tooltip": {"formatter": told},
    }
