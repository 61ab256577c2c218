"""The house's rules, as tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "energy_core"
WORDS = {"model", "units", "errors"}

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "units": set(),
    "errors": set(),
    "settings": {"errors"},
    "metering": WORDS,
    "formats": WORDS | {"metering"},
    "simulation": WORDS | {"metering", "formats"},
    "analysis": WORDS | {"metering"},
    "store": WORDS | {"settings", "metering"},
    "auth": WORDS | {"settings", "store"},
    "services": WORDS | {"settings", "metering", "formats", "analysis", "store", "auth"},
    "api": WORDS | {"settings", "metering", "formats", "store", "auth", "services"},
    "ui": WORDS | {"settings", "metering", "formats", "analysis", "store", "services"},
    "locale": set(),
    "launch": {"errors", "settings"},
    "commands": WORDS
    | {"settings", "metering", "formats", "analysis", "store", "auth", "services", "ui"},
    "cli": {"errors", "settings", "store", "auth", "services", "launch", "commands"},
    "__main__": {"cli"},
}
"""Room → the rooms it may import: the flow goes one way."""

ONLY_IN: dict[str, set[str]] = {
    "duckdb": {"store"},
    "streamlit": {"ui"},
    "altair": {"ui"},
    "fastapi": {"api"},
}
"""Library → the only rooms of energy_core that may know it."""


def modules() -> list[Path]:
    return sorted(CORE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(CORE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def rooms_imported(path: Path) -> set[str]:
    parts = [name.split(".") for name in imports(path) if name.startswith("energy_core.")]
    return {part[1] for part in parts} & set(MAY_IMPORT)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(CORE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    if room != "__init__":
        assert rooms_imported(path) - {room} <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(CORE)))
def test_a_library_is_known_in_its_room_only(path: Path) -> None:
    known = {name.split(".")[0] for name in imports(path)}
    strangers = {
        lib for lib, rooms in ONLY_IN.items() if lib in known and room_of(path) not in rooms
    }
    assert not strangers


@pytest.mark.parametrize("path", sorted((ROOT / "pages").glob("*.py")), ids=lambda p: p.name)
def test_pages_are_thin_and_know_no_database(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 120
    assert not {"duckdb", "pandas"} & {name.split(".")[0] for name in imports(path)}
    assert "groupby" not in text
    assert "unsafe_allow_html" not in text


def test_the_app_script_does_not_stand_beside_a_pages_folder() -> None:
    """Beside one, a fresh server answers `/<page>` by running that file without the entry script."""
    from streamlit_app import app

    assert Path(app.script_path).parts[0] == "pages"
    assert not (ROOT / Path(app.script_path).parent / "pages").exists()


def test_every_setting_is_documented_in_the_readme() -> None:
    from energy_core.settings import documentation

    readme = (ROOT / "README.md").read_text()
    assert [name for name, _, _ in documentation() if f"`{name}`" not in readme] == []


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = makefile.split(".PHONY:")[1].splitlines()[0].split()
    lines = {line.split(":")[0]: line for line in makefile.splitlines() if ":" in line}
    assert [target for target in targets if " ## " not in lines[target]] == []
