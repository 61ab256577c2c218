"""Sample files of the simulated home, to drop on the app or to replay.

python -m energy_core.simulation.samples data/samples
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from energy_core.simulation.habits import local_midnight
from energy_core.simulation.home import Home
from energy_core.simulation.noise import Floats
from energy_core.simulation.profiles import HOME

SEED = 42
POWER_DAY, POWER_STEP_S = date(2025, 5, 1), 300
COUNTER_DAYS, COUNTER_STEP_S = (date(2025, 10, 19), date(2025, 11, 2)), 3600  # over a clock change

POWER_COLUMNS = {
    "Consumption [W]": "home", "PV [W]": "pv", "Grid import [W]": "import",
    "Grid export [W]": "export", "Battery charge [W]": "charge",
    "Battery discharge [W]": "discharge", "Heat pump [W]": "heatpump",
}  # fmt: skip
COUNTER_COLUMNS = {
    "Import [kWh]": "import", "Export [kWh]": "export", "Gas [m3]": "gas", "Water [m3]": "water",
}  # fmt: skip
_DIVISOR = {"[kWh]": 3_600_000, "[m3]": 60_000}


def power_csv(home: Home) -> str:
    """Mean power of each five minutes of a day, stamped in UTC."""
    start = local_midnight(POWER_DAY, home.profile.timezone)
    t = np.arange(start, start + 86400, POWER_STEP_S)
    means = [
        (home.flowed(flow, t + POWER_STEP_S) - home.flowed(flow, t)) / POWER_STEP_S
        for flow in POWER_COLUMNS.values()
    ]
    stamps = [datetime.fromtimestamp(s, ZoneInfo("UTC")).strftime("%FT%TZ") for s in t.tolist()]
    return _csv(list(POWER_COLUMNS), stamps, means, 1)


def counter_csv(home: Home) -> str:
    """Registers every hour, stamped in the local clock's time: one hour comes twice."""
    first, last = (local_midnight(day, home.profile.timezone) for day in COUNTER_DAYS)
    t = np.arange(first, last + 1, COUNTER_STEP_S)
    heights = [
        home.flowed(flow, t) / _DIVISOR[name.split()[-1]] for name, flow in COUNTER_COLUMNS.items()
    ]
    stamps = [datetime.fromtimestamp(s, home.zone).strftime("%Y-%m-%d %H:%M") for s in t.tolist()]
    return _csv(list(COUNTER_COLUMNS), stamps, heights, 3)


def _csv(columns: list[str], stamps: list[str], values: list[Floats], decimals: int) -> str:
    rows = zip(stamps, *(v.tolist() for v in values), strict=True)
    lines = [",".join([t, *(f"{v:.{decimals}f}" for v in row)]) for t, *row in rows]
    return "\n".join([",".join(["Time", *columns]), *lines, ""])


SAMPLES = {"home_power.csv": power_csv, "home_counters.csv": counter_csv}


def main(folder: Path) -> None:
    home = Home(HOME, SEED)
    for name, made in SAMPLES.items():
        (folder / name).write_text(made(home))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
