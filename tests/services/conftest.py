"""A watch over a store, as the tests of this room look at it."""

from __future__ import annotations

import pytest

from tests.support.usual import Look, Looking


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    return lambda store: Looking(store, monkeypatch)
