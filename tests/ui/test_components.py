"""The components are put together from all their files, and never write markup from data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from energy_core.ui import live
from energy_core.ui.layout import plain

FOLDER = Path(live.FOLDER)
LISTS = {"live": live.LIVE_JS, "meters": live.METERS_JS, "load": live.LOAD_JS, "keep": live.KEEP_JS}


def test_every_script_of_the_folder_is_used() -> None:
    used = {name for names in LISTS.values() for name in names}
    assert {path.name for path in FOLDER.glob("*.js")} == used


def test_every_sheet_of_the_folder_is_used() -> None:
    used = {name for names in live.CSS.values() for name in names} | {"base.css"}
    assert {path.name for path in FOLDER.glob("*.css")} == used


@pytest.mark.parametrize("component", LISTS)
def test_a_component_is_one_module_with_one_way_in(component: str) -> None:
    script = live.joined(*LISTS[component])
    assert len(re.findall(r"^export default", script, re.MULTILINE)) == 1
    assert not re.search(r"^import\b", script, re.MULTILINE)
    names = re.findall(r"^(?:class|(?:async )?function) (\w+)", script, re.MULTILINE)
    assert len(names) == len(set(names)), "a name is declared twice"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_no_script_can_write_markup(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script


def test_pages_never_allow_markup() -> None:
    root = FOLDER.parents[2]
    for path in [*(root / "pages").glob("*.py"), *(root / "energy_core" / "ui").rglob("*.py")]:
        source = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in source
        assert "st.html" not in source or path.name == "layout.py"


def test_pages_are_thin() -> None:
    for path in (FOLDER.parents[2] / "pages").glob("*.py"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 120, path.name


@pytest.mark.parametrize(
    "name",
    ["**bold**", "[link](https://example.org)", ":red[red]", "<img src=x>", "`code`", "$x$"],
)
def test_a_name_in_markdown_keeps_no_power(name: str) -> None:
    assert not re.search(r"(?<!\\)[*\[\]<>`$:_~]", plain(name))
    assert plain(name).replace("\\", "") == name


def test_the_folder_of_pages_holds_only_the_entry_and_its_pages() -> None:
    names = {path.name for path in (FOLDER.parents[2] / "pages").glob("*.py")}
    assert names >= {"app.py", "live.py", "history.py", "alerts.py", "data.py"}
