from __future__ import annotations

import io

import pandas as pd
import pyarrow as pa
import pytest

from tests.support.server import Server

T0 = 1764000000  # 2025-11-24 16:00 UTC
DAY = ("2025-11-24", "2025-11-25")


@pytest.fixture(scope="module")
def minute(shared_server: Server) -> Server:
    """Two days of one-minute power: the minute's number within its hour, in W."""
    start = 1763942400  # 2025-11-24 00:00 UTC
    lines = [f"p,meter=saw,unit=W value={n % 60} {start + 60 * n}" for n in range(2 * 1440)]
    assert shared_server.write("\n".join(lines)).status_code == 204
    return shared_server


@pytest.mark.parametrize(
    ("resolution", "points"), [("raw", 1440), ("15m", 96), ("1h", 24), ("1d", 1)]
)
def test_every_resolution_has_the_same_total(minute: Server, resolution: str, points: int) -> None:
    answer = minute.series("saw", *DAY, resolution)
    assert len(answer["points"]) == points
    assert answer["total"]["energy_wh"] == pytest.approx(24 * sum(range(60)) / 60)
    assert answer["total"]["coverage"] == pytest.approx(1)


def test_extremes_are_kept(minute: Server) -> None:
    (day,) = minute.series("saw", *DAY, "1d")["points"]
    assert (day["min_w"], day["max_w"], day["mean_w"]) == (0, 59, pytest.approx(29.5))


def test_a_month_that_is_measured_in_part_says_so(minute: Server) -> None:
    answer = minute.series("saw", "2025-11-01", "2025-12-01", "1mo")
    assert len(answer["points"]) == 1
    assert answer["points"][0]["coverage"] == pytest.approx(2 / 30)


def test_the_first_day_in_another_zone_is_cut_where_it_starts(minute: Server) -> None:
    answer = minute.series("saw", "2025-11-24", "2025-11-25", "1d", timezone="America/New_York")
    assert answer["points"][0]["start"] == "2025-11-24T05:00:00Z"
    assert answer["total"]["energy_wh"] == pytest.approx(24 * 29.5)


def test_all_of_history_may_be_asked_for(minute: Server) -> None:
    answer = minute.series("saw", "0001-01-01", "9999-12-31T23:59:59Z", "1d")
    assert answer["total"]["energy_wh"] == pytest.approx(2 * 24 * 29.5)
    assert answer["total"]["coverage"] < 1e-5


def test_csv_and_arrow_hold_the_same_numbers(minute: Server) -> None:
    query = {"meter": "saw", "from": DAY[0], "to": DAY[1], "resolution": "1h"}
    csv = minute.http.get("/api/v1/series", params={**query, "format": "csv"})
    arrow = minute.http.get("/api/v1/series", params={**query, "format": "arrow"})
    table = pd.read_csv(io.StringIO(csv.text))
    stream = pa.ipc.open_stream(arrow.content).read_all()
    assert table["energy_wh"].tolist() == pytest.approx(stream["energy_wh"].to_pylist())
    assert table["energy_wh"].sum() == pytest.approx(24 * 29.5)


def test_several_meters_are_summed(minute: Server) -> None:
    minute.write(f"p,meter=more,unit=W value=60 {T0}\np,meter=more value=60 {T0 + 60}")
    query = {"meter": ["saw", "more"], "from": DAY[0], "to": DAY[1], "resolution": "1d"}
    assert minute.http.get("/api/v1/series", params=query).status_code == 400
    answer = minute.http.get("/api/v1/series", params={**query, "sum": "true"}).json()
    assert answer["total"]["energy_wh"] == pytest.approx(24 * 29.5 + 2)


def test_gas_is_a_volume_and_a_temperature_has_no_sum(minute: Server) -> None:
    minute.write(
        f"gas,meter=gas m3=10 {T0}\ngas,meter=gas m3=10.5 {T0 + 900}\n"
        f"t,meter=hall temperature=20 {T0}\nt,meter=hall temperature=22 {T0 + 900}\n"
    )
    gas = minute.series("gas.m3", *DAY)
    assert (gas["unit"], gas["total"]["volume_m3"]) == ("m³", pytest.approx(0.5))
    hall = minute.series("hall.temperature", *DAY)
    assert hall["points"][0]["max"] == 22
    assert "energy_wh" not in hall["total"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        pytest.param({"meter": "nobody"}, 404, id="unknown meter"),
        pytest.param({"from": "2025-11-25"}, 400, id="ends before it starts"),
        pytest.param({"from": "yesterday"}, 400, id="not a time"),
        pytest.param({"timezone": "Mars/Olympus"}, 400, id="not a zone"),
        pytest.param({"resolution": "7s"}, 400, id="not a resolution"),
        pytest.param({"timezone": "../../etc/passwd"}, 400, id="a path"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_clearly(minute, query, status) -> None:
    asked = {"meter": "saw", "from": "2025-11-24", "to": "2025-11-25", "resolution": "1d", **query}
    answer = minute.http.get("/api/v1/series", params=asked)
    assert answer.status_code == status
    assert answer.json()["error"]
