"""Charts as SVG without a browser, in a process of its own: the engine that draws them holds much
memory, and the app goes on for months."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import altair as alt

from energy_core.errors import EnergyError
from energy_core.ui import palette

PAPER = "#FFFFFF"
FONT = "Inter, 'Helvetica Neue', Arial, sans-serif"
TIMEOUT_S = 120
_DRAW = (
    "import json, sys, vl_convert as v\n"
    "specs = json.load(sys.stdin)\n"
    "json.dump([v.vegalite_to_svg(spec, vl_version='6.4') for spec in specs], sys.stdout)\n"
)
_NAMED = re.compile(r'(\bid="|url\(#|href="#)')


def drawn(charts: Sequence[tuple[alt.LayerChart, int]]) -> list[str]:
    """Each chart, with its width [px], as SVG elements of one page. Raises EnergyError."""
    if not charts:
        return []
    specs = json.dumps([_spec(chart, width) for chart, width in charts])
    command = [sys.executable, "-I", "-c", _DRAW]
    try:
        done = subprocess.run(
            command, input=specs, capture_output=True, text=True, timeout=TIMEOUT_S, check=True
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip() or "no reason given").splitlines()[-1]
        raise EnergyError(f"the pictures could not be drawn: {last}") from None
    except subprocess.TimeoutExpired:
        raise EnergyError(f"the pictures were not drawn within {TIMEOUT_S} s") from None
    return [_apart(svg, number) for number, svg in enumerate(json.loads(done.stdout))]


def _spec(chart: alt.LayerChart, width: int) -> dict[str, Any]:
    """On paper, in the light theme; width and height with axes and key, as on the page."""
    spec = chart.properties(width=width, background=PAPER).to_dict()
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    config = spec.setdefault("config", {})
    config["font"] = FONT
    config["range"] = {"category": [shade.light for shade in palette.CATEGORIES]}
    return spec


def _apart(svg: str, number: int) -> str:
    """Names within the picture are of this picture alone: several stand on one page."""
    return _NAMED.sub(rf"\g<1>p{number}-", svg)
