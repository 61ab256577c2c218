"""Files over HTTP: sent as they are or in a form, followed, listed, taken back."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.server import Server

T0 = 1_735_689_600


@pytest.fixture(scope="module")
def app(shared_server: Server) -> Server:
    return shared_server


def lines(meter: str, watts: list[float], step: int = 900) -> bytes:
    """A file of line protocol."""
    return b"".join(
        b"power,meter=%s,unit=W,role=production value=%r %d\n"
        % (meter.encode(), value, (T0 + n * step) * 10**9)
        for n, value in enumerate(watts)
    ).replace(b"'", b"")


def send(app: Server, body: bytes, **params: object) -> httpx.Response:
    return app.http.post("/api/v1/imports", content=body, params=params)


def stored(app: Server, body: bytes, **params: object) -> dict:
    answer = send(app, body, **params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def known(app: Server, meter: str) -> bool:
    return meter in {m["slug"] for m in app.http.get("/api/v1/meters").json()["meters"]}


def test_a_file_is_stored_and_every_series_of_it_accounted_for(app: Server) -> None:
    answer = stored(app, lines("roof", [1000.0, 2000.0, 3000.0]), name="roof.lp")
    assert answer["file"] == "roof.lp"
    (series,) = answer["series"]
    assert series["meter"] == "roof"
    assert {n: series[n] for n in ("new", "same", "different", "refused")} == {
        "new": 3, "same": 0, "different": 0, "refused": 0,
    }  # fmt: skip
    total = app.series("roof", str(T0), str(T0 + 2700))["total"]
    assert total["energy_wh"] == pytest.approx((1000 + 2000 + 3000) / 4)


def test_a_form_holds_the_file_and_the_wishes(app: Server) -> None:
    answer = app.http.post(
        "/api/v1/imports",
        files={"file": ("barn.lp", lines("barn", [1.0, 2.0]))},
        data={"meter": "stable", "on_conflict": "replace"},
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["file"], told["series"][0]["meter"]) == ("barn.lp", "stable")
    assert app.http.get(f"/api/v1/imports/{told['batch']}").json()["on_conflict"] == "replace"


def test_a_packed_file_is_unpacked(app: Server) -> None:
    answer = stored(app, gzip.compress(lines("packed", [1.0, 2.0])), name="packed.lp.gz")
    assert answer["series"][0]["new"] == 2


def test_a_dry_run_stores_nothing(app: Server) -> None:
    answer = stored(app, lines("dry", [1.0, 2.0]), dry_run="1")
    assert (answer["batch"], answer["series"][0]["new"]) == (None, 2)
    assert not known(app, "dry")


def test_sent_again_it_is_known_and_adds_nothing(app: Server) -> None:
    first = stored(app, lines("twice", [1.0, 2.0]))
    again = stored(app, lines("twice", [1.0, 2.0]))
    assert (again["batch"], again["known"]) == (first["batch"], True)
    assert again["series"][0]["same"] == 2


def test_it_is_taken_back_and_stays_in_the_list(app: Server) -> None:
    batch = stored(app, lines("gone", [1.0, 2.0]), name="gone.lp")["batch"]
    answer = app.http.delete(f"/api/v1/imports/{batch}")
    assert answer.json() == {"batch": batch, "removed": 2, "kept": 0, "restored": 0}
    assert not known(app, "gone")
    (one,) = [i for i in app.http.get("/api/v1/imports").json() if i["batch"] == batch]
    assert (one["file"], one["state"], one["new"]) == ("gone.lp", "undone", 2)


def test_a_live_reading_and_a_file_agree_on_a_stamp(app: Server) -> None:
    batch = stored(app, lines("both", [1.0, 2.0]))["batch"]
    app.post([{"meter": "both", "ts": T0, "value": 1.0, "unit": "W"}])
    answer = app.http.delete(f"/api/v1/imports/{batch}").json()
    assert (answer["removed"], answer["kept"]) == (1, 1)


@pytest.mark.parametrize(
    ("body", "params", "words"),
    [
        pytest.param(b"\x00\x01\x02" * 50, {}, "", id="no meter file"),
        pytest.param(lines("x", [1.0]), {"timezone": "Mars/Base"}, "time zone", id="no such zone"),
        pytest.param(lines("x", [1.0]), {"on_conflict": "mix"}, "on_conflict", id="no such policy"),
        pytest.param(lines("x", [1.0]), {"wish": "1"}, "wish", id="no such wish"),
        pytest.param(lines("x", [1.0]), {"dry_run": "maybe"}, "dry_run", id="neither yes nor no"),
        pytest.param(lines("x", [1.0]), {"meter": "nothing=y"}, "no series", id="no such series"),
    ],
)
def test_what_cannot_be_taken_is_said(
    app: Server, body: bytes, params: dict[str, str], words: str
) -> None:
    answer = send(app, body, **params)
    assert answer.status_code == 400, answer.text
    assert words in answer.json()["error"]


def test_a_form_without_a_file_is_said(app: Server) -> None:
    answer = app.http.post("/api/v1/imports", files={"wish": (None, "x")})
    assert (answer.status_code, answer.json()["error"]) == (400, "the form holds no file")


def test_an_unknown_number_is_404(app: Server) -> None:
    assert app.http.get("/api/v1/imports/9999").status_code == 404
    assert app.http.delete("/api/v1/imports/9999").status_code == 404


def test_a_page_of_another_site_may_not_send_files(app: Server) -> None:
    answer = app.http.post(
        "/api/v1/imports", content=b"x", headers={"origin": "http://evil.example"}
    )
    assert answer.status_code == 403


def test_once_there_is_a_token_files_need_one(tmp_path: Path) -> None:
    with Server(tmp_path) as app:
        key = app.db.with_name(f"{app.db.name}.key").read_text()
        owner = {"Authorization": f"Bearer {key}"}
        app.http.post("/api/v1/tokens", params={"name": "x"}, headers=owner).raise_for_status()
        body = lines("guarded", [1.0, 2.0])
        assert send(app, body).status_code == 401
        assert app.http.delete("/api/v1/imports/1").status_code == 401
        answer = app.http.post("/api/v1/imports", content=body, headers=owner)
        assert answer.status_code == 200


def test_a_file_over_the_limit_is_refused_and_leaves_no_trace_on_the_disk(tmp_path: Path) -> None:
    def big() -> Iterator[bytes]:
        for _ in range(3):
            yield b"x" * (1 << 20)

    with Server(tmp_path, ENERGY_MAX_UPLOAD_MB="2") as app:
        answer = app.http.post("/api/v1/imports", content=big())
        assert (answer.status_code, "2 MB" in answer.json()["error"]) == (413, True)
        assert [p for f in tmp_path.glob(".energy-uploads-*") for p in f.iterdir()] == []


def test_the_page_is_alive_and_progress_is_told_while_a_long_file_is_stored(
    tmp_path: Path,
) -> None:
    body = lines("long", [float(n % 5000) for n in range(600_000)], step=60)
    with Server(tmp_path) as app:
        answers: list[httpx.Response] = []
        sender = threading.Thread(
            target=lambda: answers.append(httpx.post(f"{app.url}/api/v1/imports", content=body,
                                                     timeout=120))
        )  # fmt: skip
        sender.start()
        shares, slowest = [], 0.0
        while sender.is_alive():
            began = time.monotonic()
            listed = app.http.get("/api/v1/imports").json()
            slowest = max(slowest, time.monotonic() - began)
            shares += [i["progress"] for i in listed if i["state"] == "storing"]
            sender.join(0.02)
        assert answers[0].json()["series"][0]["new"] == 600_000
        assert slowest < 3.0
        assert len(set(shares)) > 1
        assert shares == sorted(shares)
        assert (min(shares) >= 0.0, max(shares) <= 1.0) == (True, True)
