"""What a home, an office and a farm are made of: one table of parameters each, no code.

All stand in Villeurbanne (France). Rates are W on an electrical circuit, litres a minute on
the circuits `gas` and `water`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from energy_core.model import Kind
from energy_core.simulation.weather import Climate

ALL_YEAR = tuple(range(1, 13))
Pattern = tuple[tuple[int, int], ...]  # (minutes, rate) one after the other
Times = tuple[tuple[float, float, float], ...]  # (local hour, chance on a workday, at a weekend)


@dataclass(frozen=True, slots=True)
class Habit:
    """Something switched on at certain hours; a run may draw on several circuits at once."""

    uses: dict[str, Pattern]
    times: Times
    spread_min: int = 20  # standard deviation of the start
    months: tuple[int, ...] = ALL_YEAR


@dataclass(frozen=True, slots=True)
class Panels:
    kwp: float
    tilt_deg: float = 30.0
    azimuth_deg: float = 180.0


@dataclass(frozen=True, slots=True)
class Battery:
    kwh: float
    power_w: int
    reserve: float = 0.05


@dataclass(frozen=True, slots=True)
class HeatPump:
    """Heats below its set point and, with `cool_w_per_k`, cools above `cool_above`."""

    loss_w_per_k: float
    power_w: int  # highest electrical power
    indoor: float = 20.0  # °C
    gains_w: float = 600.0  # warmth from people, devices and sun
    cool_w_per_k: float = 0.0
    cool_above: float = 23.0


@dataclass(frozen=True, slots=True)
class Cars:
    """Charges what the subscription leaves free, never less than `least_w`."""

    power_w: int
    least_w: int
    kwh: tuple[float, float]  # (least, most) a session
    times: Times


@dataclass(frozen=True, eq=False)
class Profile:
    name: str
    subscribed_w: int
    idle_w: int  # drawn day and night
    active_w: int  # drawn on top at full activity
    light_w: int  # at full activity in the dark
    workday: tuple[int, ...]  # activity of the 24 hours, %
    weekend: tuple[int, ...]
    habits: dict[str, Habit]
    panels: Panels
    heatpump: HeatPump
    battery: Battery | None = None
    cars: Cars | None = None
    submeters: dict[str, Kind] = field(default_factory=dict)
    gas: bool = True
    climate: Climate = field(default_factory=Climate)
    latitude: float = 45.77
    longitude: float = 4.88
    timezone: str = "Europe/Paris"

    @property
    def circuits(self) -> tuple[str, ...]:
        """Circuits that habits draw on, in order, `house` and `heatpump` among them."""
        drawn = [c for habit in self.habits.values() for c in habit.uses]
        return tuple(dict.fromkeys(["house", "heatpump", "gas", "water", *drawn]))


def _cycle(watts: int, on: int, off: int, hours: float) -> Pattern:
    return ((on, watts), (off, 0)) * round(hours * 60 / (on + off))


def _every(minutes: int) -> Times:
    return tuple((m / 60, 1, 1) for m in range(0, 1440, minutes))


def _often(hours: range, chance: float) -> Times:
    return tuple((h + 0.5, chance, chance) for h in hours)


HOME = Profile(
    name="home",
    subscribed_w=9000,
    idle_w=135,
    active_w=190,
    light_w=160,
    workday=(5, 5, 5, 5, 5, 10, 45, 75, 50, 20, 20, 25, 50, 30, 20, 20, 30, 55, 90, 100, 95, 85, 60, 25),
    weekend=(10, 5, 5, 5, 5, 5, 10, 25, 55, 75, 75, 75, 85, 75, 60, 60, 60, 65, 90, 95, 95, 90, 75, 40),
    habits={
        "fridge": Habit({"fridge": ((14, 85),)}, _every(45), spread_min=4),
        "kettle": Habit({"house": ((3, 2150),)}, ((7.2, 0.95, 0.3), (9.0, 0.1, 0.8), (16.5, 0.4, 0.7))),
        "microwave": Habit({"house": ((4, 1250),)}, ((12.4, 0.3, 0.4), (19.3, 0.5, 0.4))),
        "oven": Habit({"house": _cycle(2300, 4, 3, 0.7)}, ((18.9, 0.3, 0.35), (11.6, 0.02, 0.45))),
        "screen": Habit({"house": ((140, 115),)}, ((20.3, 0.9, 0.85),), 25),
        "vacuum": Habit({"house": ((22, 900),)}, ((10.5, 0.05, 0.4),), 60),
        "dishwasher": Habit(
            {"dishwasher": ((4, 60), (16, 1950), (38, 75), (14, 1900), (22, 25)),
             "water": ((3, 4), (40, 0), (3, 4))},
            ((21.2, 0.65, 0.55), (14.0, 0.05, 0.3)),
        ),
        "washing": Habit(
            {"washing": ((3, 90), (19, 2050), (46, 160), (12, 420)),
             "water": ((4, 6), (40, 0), (4, 6), (12, 0), (3, 6))},
            ((13.2, 0.15, 0.7), (19.0, 0.25, 0.2)), 50,
        ),
        "shower": Habit(
            {"water": ((7, 9),), "gas": ((7, 27),)},
            ((6.9, 0.9, 0.1), (7.4, 0.7, 0.2), (9.4, 0.05, 0.8), (21.6, 0.3, 0.4)), 12,
        ),
        "hob": Habit({"gas": ((18, 5),), "water": ((1, 3),)}, ((12.2, 0.3, 0.8), (19.1, 0.9, 0.85))),
        "taps": Habit({"water": ((1, 6), (1, 3))}, _often(range(7, 23), 0.45), 25),
        "hot water": Habit({"heatpump": ((65, 900),)}, ((13.2, 0.75, 0.75),), 10),
    },
    panels=Panels(4.0),
    heatpump=HeatPump(loss_w_per_k=175, power_w=2400),
    battery=Battery(7.0, 3300),
    cars=Cars(7400, 1400, (4, 15), ((22.1, 0.6, 0.1), (12.8, 0.05, 0.5))),
    submeters={
        "heatpump": Kind.POWER, "ev": Kind.POWER, "dishwasher": Kind.INTERVAL,
        "washing": Kind.COUNTER, "fridge": Kind.POWER,
    },
)  # fmt: skip

OFFICE = Profile(
    name="office",
    subscribed_w=60000,
    idle_w=900,
    active_w=7500,
    light_w=3800,
    workday=(0, 0, 0, 0, 0, 2, 10, 40, 80, 98, 100, 98, 78, 85, 98, 100, 96, 80, 42, 18, 8, 2, 0, 0),
    weekend=(0,) * 9 + (3, 5, 5, 4, 3, 4, 4, 3, 2) + (0,) * 6,
    habits={
        "servers": Habit({"servers": ((1440, 1650),)}, ((0.0, 1, 1),), spread_min=0),
        "coffee": Habit({"house": ((6, 1400), (2, 0), (4, 1400))}, _often(range(8, 17), 0.8), 18),
        "canteen": Habit(
            {"canteen": ((25, 6200), (50, 3100), (30, 5400)), "gas": ((70, 22),),
             "water": ((60, 4),)},
            ((11.1, 1, 0),), 12,
        ),
        "cleaning": Habit({"house": ((75, 1100),), "water": ((30, 3),)}, ((18.8, 1, 0),), 15),
        "taps": Habit({"water": ((2, 7),)}, tuple((h + 0.5, 0.9, 0.02) for h in range(8, 19)), 20),
        "boiler": Habit({"gas": ((20, 35),)}, ((6.2, 1, 0),), 10),
    },
    panels=Panels(36.0, tilt_deg=10.0),
    heatpump=HeatPump(950, 18000, indoor=21.0, gains_w=5200, cool_w_per_k=1500),
    battery=Battery(30.0, 15000),
    cars=Cars(22000, 4200, (25, 80), ((8.6, 0.95, 0), (13.4, 0.5, 0))),
    submeters={
        "heatpump": Kind.POWER, "ev": Kind.COUNTER, "servers": Kind.POWER, "canteen": Kind.INTERVAL,
    },
)  # fmt: skip

FARM = Profile(
    name="farm",
    subscribed_w=36000,
    idle_w=420,
    active_w=650,
    light_w=900,
    workday=(5, 5, 5, 5, 30, 80, 90, 85, 60, 45, 40, 40, 65, 45, 35, 40, 70, 90, 95, 80, 60, 40, 15, 5),
    weekend=(5, 5, 5, 5, 30, 80, 90, 85, 55, 35, 35, 40, 65, 40, 30, 35, 70, 90, 95, 80, 60, 40, 15, 5),
    habits={
        "milking": Habit(
            {"milking": ((95, 5600), (25, 3200)), "water": ((95, 6), (25, 22))},
            ((5.4, 1, 1), (17.1, 1, 1)), 8,
        ),
        "milk tank": Habit({"milktank": _cycle(3900, 11, 4, 2.6)}, ((6.1, 1, 1), (17.8, 1, 1)), 8),
        "keeping cool": Habit({"milktank": ((4, 3900),)}, _every(60), spread_min=5),
        "irrigation": Habit(
            {"irrigation": ((280, 5500),), "water": ((280, 65),)},
            ((4.5, 0.6, 0.6),), 15, months=(5, 6, 7, 8, 9),
        ),
        "trough": Habit({"water": ((9, 14),)}, _often(range(5, 22), 0.7), 20),
        "mill": Habit({"house": ((50, 7400),)}, ((9.3, 0.5, 0.1),), 40),
        "hot water": Habit({"heatpump": ((90, 1800),)}, ((13.0, 1, 1),), 10),
        "kitchen": Habit({"gas": ((25, 6),)}, ((12.0, 0.9, 0.9), (19.4, 0.9, 0.9)), 12),
    },
    panels=Panels(30.0, tilt_deg=15.0, azimuth_deg=200.0),
    heatpump=HeatPump(230, 3600),
    battery=Battery(15.0, 8000),
    submeters={
        "heatpump": Kind.POWER, "milking": Kind.POWER, "milktank": Kind.COUNTER,
        "irrigation": Kind.INTERVAL,
    },
)  # fmt: skip

PROFILES: dict[str, Profile] = {p.name: p for p in (HOME, OFFICE, FARM)}
