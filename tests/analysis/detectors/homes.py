"""Seeded homes whose every hour is known, and what may go wrong with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

STEP = pd.Timedelta(minutes=30)
START = pd.Timestamp("2024-01-01")  # a Monday
DAYS = 90


def stamps(days: int = DAYS, step: pd.Timedelta = STEP) -> pd.DatetimeIndex:
    return pd.date_range(START, periods=round(days * pd.Timedelta(days=1) / step), freq=step)


def home(days: int = DAYS, seed: int = 1, step: pd.Timedelta = STEP) -> pd.DataFrame:
    """200 W at night, 1 kW in the evening, more at noon of weekends; 15 % of noise."""
    ts = stamps(days, step)
    hour = ts.hour.to_numpy() + ts.minute.to_numpy() / 60
    weekend = ts.day_of_week.to_numpy() >= 5
    evening = 800 * np.exp(-(((hour - 19.5) / 2) ** 2))
    noon = (300 + 300 * weekend) * np.exp(-(((hour - 12.5) / 2) ** 2))
    rng = np.random.default_rng(seed)
    value = (200 + evening + noon) * np.exp(0.15 * rng.standard_normal(len(ts)))
    return pd.DataFrame({"ts": ts, "value": np.round(value, 1)})


def roof(days: int = DAYS, seed: int = 1) -> pd.DataFrame:
    """A roof of 4 kW; two days of three are clear, on the others clouds come and go."""
    ts = stamps(days)
    hour = ts.hour.to_numpy() + ts.minute.to_numpy() / 60
    sun = np.clip(np.cos((hour + 0.25 - 12.5) / 5.2 * np.pi / 2), 0, None) * (
        np.abs(hour - 12.25) < 5.2
    )
    rng = np.random.default_rng(seed)
    cloudy = np.repeat(rng.random(days) < 1 / 3, 48)
    clouds = np.where(
        cloudy, rng.uniform(0.15, 1.0, len(ts)), 1 + 0.01 * rng.standard_normal(len(ts))
    )
    return pd.DataFrame({"ts": ts, "value": np.round(4000 * sun * clouds, 1)})


def between(frame: pd.DataFrame, start: str, length: str) -> np.ndarray:
    first = pd.Timestamp(start)
    return ((frame["ts"] >= first) & (frame["ts"] < first + pd.Timedelta(length))).to_numpy()


def changed(frame: pd.DataFrame, rows: np.ndarray, value: object) -> pd.DataFrame:
    """The frame with other values in these rows."""
    new = frame["value"].to_numpy().copy()
    new[rows] = value
    return frame.assign(value=new)


def washer(days: int = DAYS, seed: int = 1) -> pd.DataFrame:
    """2 kW for an hour and a half, at any hour of every third day; a watt between."""
    ts = stamps(days)
    rng = np.random.default_rng(seed)
    value = np.full(len(ts), 1.0)
    for day in np.flatnonzero(rng.random(days) < 1 / 3):
        first = day * 48 + int(rng.integers(14, 42))
        value[first : first + 3] = np.round(2000 + rng.normal(0, 60, 3), 1)
    return pd.DataFrame({"ts": ts, "value": value})


def room(days: int = 40, seed: int = 1) -> pd.DataFrame:
    """A room at 20 °C, read every five minutes to a tenth, half a degree warmer in the afternoon;
    below zero are the nights outside."""
    ts = stamps(days, pd.Timedelta(minutes=5))
    hour = ts.hour.to_numpy() + ts.minute.to_numpy() / 60
    rng = np.random.default_rng(seed)
    drawn = 20 + 0.5 * np.cos((hour - 15) / 12 * np.pi) + 0.05 * rng.standard_normal(len(ts))
    return pd.DataFrame({"ts": ts, "value": np.round(drawn, 1)})
