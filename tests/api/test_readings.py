from __future__ import annotations

import gzip
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.server import Server

T0 = 1764000000  # 2025-11-24 16:00 UTC


def rows(meter: str, values: list[float], step: int = 60, **more) -> list[dict]:
    return [{"meter": meter, "ts": T0 + n * step, "value": v, **more} for n, v in enumerate(values)]


def test_what_is_accepted_comes_back_as_energy(shared_server: Server) -> None:
    assert shared_server.post(rows("energy", [600.0] * 60, unit="W")) == {
        "accepted": 60,
        "refused": [],
    }
    total = shared_server.series("energy", "2025-11-24", "2025-11-25")["total"]
    assert total["energy_wh"] == pytest.approx(600)
    assert total["coverage"] == pytest.approx(1 / 24)


def test_sent_again_nothing_changes(shared_server: Server) -> None:
    sent = rows("again", [100.0, 200.0, 300.0])
    shared_server.post(sent)
    before = shared_server.series("again", "2025-11-24", "2025-11-25", "raw")
    assert shared_server.post(sent) == {"accepted": 3, "refused": []}
    assert shared_server.series("again", "2025-11-24", "2025-11-25", "raw") == before


def test_another_value_for_a_stored_stamp_is_refused_and_said(shared_server: Server) -> None:
    shared_server.post(rows("conflict", [1.0, 2.0]))
    answer = shared_server.post(rows("conflict", [1.0, 5.0, 3.0]))
    assert answer["accepted"] == 2
    assert [r["index"] for r in answer["refused"]] == [1]


def test_a_unit_is_converted_and_remembered(shared_server: Server) -> None:
    shared_server.post(rows("kilo", [1.5, 1.5], unit="kW"))
    shared_server.post([{"meter": "kilo", "ts": T0 + 120, "value": 1.5}])
    points = shared_server.series("kilo", "2025-11-24", "2025-11-25", "raw")["points"]
    assert [p["mean_w"] for p in points] == [1500.0] * 3


def test_a_unit_that_measures_something_else_is_refused(shared_server: Server) -> None:
    shared_server.post(rows("watts", [1.0], unit="W"))
    answer = shared_server.post([{"meter": "watts", "ts": T0 + 60, "value": 1, "unit": "kWh"}])
    assert "does not fit" in answer["refused"][0]["reason"]


def test_a_signed_grid_meter_becomes_import_and_export(shared_server: Server) -> None:
    shared_server.post(rows("net", [1000.0, -400.0, 1000.0, 1000.0], unit="W", role="grid"))
    day = ("2025-11-24", "2025-11-25", "raw")
    bought = [p["mean_w"] for p in shared_server.series("net.import", *day)["points"]]
    sold = [p["mean_w"] for p in shared_server.series("net.export", *day)["points"]]
    assert (bought, sold) == ([1000, 0, 1000, 1000], [0, 400, 0, 0])
    roles = {
        m["slug"]: m["role"] for m in shared_server.http.get("/api/v1/meters").json()["meters"]
    }
    assert (roles["net.import"], roles["net.export"]) == ("grid_import", "grid_export")
    assert "net" not in roles


def test_a_new_meter_is_unconfirmed_and_guessed(shared_server: Server) -> None:
    shared_server.write(f"p,meter=onduleur power_w=5 {T0}")
    meters = {m["slug"]: m for m in shared_server.http.get("/api/v1/meters").json()["meters"]}
    assert meters["onduleur.power_w"]["role"] == "production"
    assert meters["onduleur.power_w"]["confirmed"] is False


@pytest.mark.parametrize("path", ["/api/v2/write", "/write", "/api/write"])
def test_line_protocol_is_taken_at_every_known_address(shared_server: Server, path: str) -> None:
    body = gzip.compress(f"power,meter=gz{path.replace('/', '_')} value=5 {T0}\n".encode())
    answer = shared_server.http.post(
        path, params={"precision": "s"}, content=body, headers={"Content-Encoding": "gzip"}
    )
    assert answer.status_code == 204


def test_a_bad_line_is_named_and_the_good_ones_are_kept(shared_server: Server) -> None:
    answer = shared_server.write(f"p,meter=part value=1 {T0}\np,meter=part value=x {T0 + 60}\n")
    assert answer.status_code == 400
    assert "line 2" in answer.json()["message"]
    assert len(shared_server.series("part", "2025-11-24", "2025-11-25", "1d")["points"]) == 0
    last = {m["slug"]: m["last"] for m in shared_server.http.get("/api/v1/meters").json()["meters"]}
    assert last["part"].startswith("2025-11-24T16:00:00")


def test_influx_clients_find_what_they_ask_first(shared_server: Server) -> None:
    assert shared_server.http.get("/ping").status_code == 204
    assert "X-Influxdb-Version" in shared_server.http.head("/ping").headers
    assert shared_server.http.get("/health").json()["status"] == "pass"


@pytest.mark.parametrize("root", ["", "/api"])
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/ping", "/health"])
def test_health_is_answered_at_the_root_and_under_api(shared_server: Server, root, path) -> None:
    assert shared_server.http.get(root + path).status_code in (200, 204)


def test_the_api_documents_itself(shared_server: Server) -> None:
    assert "swagger" in shared_server.http.get("/api/docs").text.lower()
    paths = shared_server.http.get("/api/openapi.json").json()["paths"]
    assert {"/v1/readings", "/v2/write", "/v1/series", "/v1/meters", "/v1/live"} <= set(paths)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"{", 400, id="not JSON"),
        pytest.param(b'{"meter":"a"}', 400, id="not an array"),
        pytest.param(b"[" * 100_000, 400, id="nested"),
        pytest.param(b" " * (1 << 20) + b"[]", 413, id="too large"),
    ],
)
def test_a_body_that_cannot_be_used_is_answered_clearly(shared_server, body, status) -> None:
    answer = shared_server.http.post("/api/v1/readings", content=body)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_gzip_bomb_is_stopped_while_it_unpacks(shared_server: Server) -> None:
    bomb = gzip.compress(b"0" * (200 << 20), compresslevel=1)
    answer = shared_server.http.post(
        "/api/v2/write", content=bomb, headers={"Content-Encoding": "gzip"}
    )
    assert answer.status_code == 413


def test_a_page_of_another_origin_may_not_write(shared_server: Server) -> None:
    answer = shared_server.http.post(
        "/api/v1/readings", json=rows("evil", [1.0]), headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


def test_a_rebound_host_name_may_not_write(shared_server: Server) -> None:
    answer = shared_server.http.post(
        "/api/v1/readings", json=rows("evil", [1.0]), headers={"Host": "evil.example"}
    )
    assert answer.status_code == 403


def test_as_soon_as_a_token_exists_it_is_required(server: Server) -> None:
    assert server.post(rows("open", [1.0]))["accepted"] == 1
    token = cli(server, "token", "create", "garage").stdout.strip()
    refused = server.http.post("/api/v1/readings", json=rows("t", [1.0]))
    assert refused.status_code == 401
    for scheme in ("Bearer", "Token"):
        head = {"Authorization": f"{scheme} {token}"}
        assert (
            server.http.post("/api/v1/readings", json=rows("t", [1.0]), headers=head).status_code
            == 200
        )
    wrong = {"Authorization": f"Bearer {token[:-1]}{'a' if token[-1] != 'a' else 'b'}"}
    assert server.http.post("/api/v1/readings", json=[], headers=wrong).status_code == 401
    assert "garage" in cli(server, "token", "list").stdout
    cli(server, "token", "revoke", token.split("_")[1])
    head = {"Authorization": f"Bearer {token}"}
    assert server.http.post("/api/v1/readings", json=[], headers=head).status_code == 401


def test_a_token_is_stored_as_a_hash_only(server: Server) -> None:
    token = cli(server, "token", "create").stdout.strip()
    assert server.stop() in (0, -15)
    assert token.split("_", 2)[2].encode() not in server.db.read_bytes()
    assert cli(server, "token", "list").stdout.count("valid") == 1


def test_a_sender_over_its_share_is_told_to_wait(tmp_path) -> None:
    with Server(tmp_path, ENERGY_REQUESTS_PER_S="5") as server, ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(
                lambda _: httpx.post(f"{server.url}/api/v1/readings", json=[], timeout=30),
                range(60),
            )
        )
        assert {a.status_code for a in answers} == {200, 429}
        assert all(a.headers["Retry-After"] for a in answers if a.status_code == 429)


def test_a_sender_that_stops_in_mid_request_is_let_go(tmp_path) -> None:
    with Server(tmp_path, ENERGY_READ_TIMEOUT_S="0.5") as server:

        def slowly():
            yield b"["
            time.sleep(2)  # the fault itself: a sender that stalls
            yield b"]"

        started = time.monotonic()
        answer = httpx.post(f"{server.url}/api/v1/readings", content=slowly(), timeout=30)
        assert answer.status_code == 408
        assert time.monotonic() - started < 5


def test_a_name_in_any_script_is_a_meter(shared_server: Server) -> None:
    names = ["счётчик", "电表", "😀"]
    sent = [{"meter": name, "ts": T0, "value": 1} for name in names]
    assert shared_server.post(sent) == {"accepted": 3, "refused": []}


def test_every_member_of_a_gzip_body_is_read(shared_server: Server) -> None:
    body = b"".join(gzip.compress(f"p,meter=gz{n} value=1 {T0}\n".encode()) for n in (1, 2))
    headers, query = {"Content-Encoding": "gzip"}, {"precision": "s"}
    assert shared_server.http.post("/write", params=query, content=body, headers=headers).is_success
    assert shared_server.series("gz2", "2025-11-24", "2025-11-25", "raw")["points"] == []
    bad = shared_server.http.post("/write", params=query, content=body + b"x", headers=headers)
    assert bad.status_code == 400


@pytest.mark.parametrize("role", ["production", "battery"])
def test_a_signed_meter_takes_no_other_meter_for_its_part(shared_server: Server, role) -> None:
    shared_server.post(rows(f"own{role}.import", [500.0], unit="W", role=role))
    answer = shared_server.post(rows(f"own{role}", [900.0], unit="W", role="grid"))
    assert "no part" in answer["refused"][0]["reason"]


def test_a_signed_meter_is_asked_for_by_its_directions(shared_server: Server) -> None:
    shared_server.post(rows("bat", [100.0], unit="W", role="battery"))
    query = {"meter": "bat", "from": "2025-11-24", "to": "2025-11-25"}
    answer = shared_server.http.get("/api/v1/series", params=query)
    assert answer.status_code == 400
    assert "bat.discharge and bat.charge" in answer.json()["error"]


def test_nobody_else_may_use_the_simulated_homes_name(shared_server: Server) -> None:
    answer = shared_server.http.post(
        "/api/v1/readings", params={"source": "simulated home"}, json=rows("mine", [1.0])
    )
    assert answer.status_code == 403


def cli(server: Server, *arguments: str):
    import subprocess
    import sys

    from tests.support.server import ROOT

    return subprocess.run(
        [sys.executable, "-m", "energy_core", *arguments],
        cwd=ROOT,
        env=server.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
