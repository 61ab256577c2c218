"""Fixtures that every room of tests shares."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from energy_core.settings import Settings
from energy_core.store import Store
from tests.support.server import Server

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(Settings(db=tmp_path / "energy.duckdb", timezone="UTC")) as opened:
        yield opened


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh, empty app."""
    with Server(tmp_path) as running:
        yield running


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One app for the tests of a module that do not disturb each other."""
    with Server(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture(scope="session")
def meter_files() -> Path:
    """Real meter files, which are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip(f"the real meter files are not here ({SHARED})")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("NO CHROMIUM: install Debian's package `chromium` to run the browser tests")
    return path
