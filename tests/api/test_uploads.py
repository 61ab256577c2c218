"""The address to which the page "Data" sends files: only pages of this app may."""

from __future__ import annotations

from tests.support.server import Server


def test_a_file_without_a_pages_key_is_refused(shared_server: Server) -> None:
    answer = shared_server.http.put(
        "/api/v1/uploads", params={"key": "guessed", "name": "load.csv"}, content=b"x"
    )
    assert answer.status_code == 403
    assert "load it again" in answer.json()["error"]


def test_a_file_from_a_foreign_page_is_refused(shared_server: Server) -> None:
    answer = shared_server.http.put(
        "/api/v1/uploads",
        params={"key": "guessed", "name": "load.csv"},
        content=b"x",
        headers={"Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 403
    assert "elsewhere.example" in answer.json()["error"]
