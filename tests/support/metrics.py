"""What /metrics says."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.support.server import Server


def rows_taken(server: Server, door: str = "api") -> dict[str, float]:
    """Rows by what became of them, since the app's start."""
    text = server.http.get("/metrics").text
    samples = [s for family in text_string_to_metric_families(text) for s in family.samples]
    return {
        sample.labels["result"]: sample.value
        for sample in samples
        if sample.name == "energy_readings_total" and sample.labels["door"] == door
    }
