"""What Prometheus reads."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

from energy_core.services.intake import Receipt

READINGS = Counter(
    "energy_readings", "Rows taken, by door and what became of them", ["door", "result"]
)
WAITING = Gauge("energy_waiting_rows", "Readings waiting to be committed")
LISTENERS = Gauge("energy_live_listeners", "Open live streams")
METERS = Gauge("energy_meters", "Meters known")
READY = Gauge("energy_ready", "1 when readings are taken")


def count(door: str, receipt: Receipt) -> None:
    for result, rows in (
        ("accepted", receipt.accepted),
        ("known", receipt.known),
        ("conflict", receipt.conflicts),
        ("refused", len(receipt.refused)),
    ):
        READINGS.labels(door, result).inc(rows)
