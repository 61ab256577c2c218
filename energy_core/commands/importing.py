"""`import FILE…`: store meter files, or take one back: through the running app, else on the file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import file_digest
from pathlib import Path
from typing import Any, Protocol

from energy_core.commands import app
from energy_core.commands.files import check_is_file
from energy_core.commands.shown import error_line, issue_line, text
from energy_core.errors import EnergyError
from energy_core.services.importing.orders import Order
from energy_core.services.importing.orders import run as take
from energy_core.services.imports import Imports
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.store.imports import Policy

PART = 1 << 20
Answer = dict[str, Any]


class Door(Protocol):
    """The two ways in; `said` is what the answer says of it."""

    said: Answer

    def take(self, path: Path, order: Order) -> Answer: ...

    def undo(self, batch: int) -> Answer: ...


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("import", help="store meter files; each can be taken back")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--timezone", help="of stamps that name none, such as Europe/Paris")
    parser.add_argument(
        "--meter",
        action="append",
        default=[],
        help="the meter to store in, or SERIES=METER; may be repeated",
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be; store nothing")
    parser.add_argument(
        "--on-conflict", choices=[*Policy], help="a stored value that differs; keep is usual"
    )
    parser.add_argument("--undo", type=int, metavar="BATCH", help="take a stored file back")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """0, or 1 where any file could not be stored; the others are."""
    if bool(arguments.files) == (arguments.undo is not None):
        return _end(
            [{"error": {"message": "name files to import, or one batch to --undo"}}], arguments
        )
    try:
        with _door(settings) as door:
            if arguments.undo is not None:
                return _end([door.said | door.undo(arguments.undo)], arguments)
            return _end([_taken(door, path, arguments) for path in arguments.files], arguments)
    except EnergyError as error:
        return _end([_failed(error)], arguments)


@contextmanager
def _door(settings: Settings) -> Iterator[Door]:
    if url := app.address(settings):
        yield _App(settings, url)
        return
    with Store(settings) as store:
        yield _File(settings, Imports(store, beside=settings.db.parent))


class _App:
    def __init__(self, settings: Settings, url: str) -> None:
        self._settings, self._url = settings, f"{url}/api/v1/imports"
        self.said = {"via": "app", "at": url}

    def take(self, path: Path, order: Order) -> Answer:
        params = [("name", _name(path)), ("on_conflict", order.policy.value)]
        params += [("meter", meter) for meter in order.meters]
        params += [("timezone", order.timezone)] if order.timezone else []
        params += [("dry_run", "1")] if order.dry_run else []
        with path.open("rb") as file:
            body = iter(lambda: file.read(PART), b"")
            answer: Answer = app.ask(self._settings, "POST", self._url, params, body)
        return answer

    def undo(self, batch: int) -> Answer:
        answer: Answer = app.ask(self._settings, "DELETE", f"{self._url}/{batch}", [], ())
        return answer


class _File:
    def __init__(self, settings: Settings, imports: Imports) -> None:
        self._imports = imports
        self.said = {"via": "file", "at": str(settings.db)}

    def take(self, path: Path, order: Order) -> Answer:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return take(self._imports, path, _name(path), digest, order)

    def undo(self, batch: int) -> Answer:
        return {"batch": batch, **asdict(self._imports.undo(batch))}


def _taken(door: Door, path: Path, arguments: argparse.Namespace) -> Answer:
    order = Order.of(arguments.timezone, arguments.meter, arguments.on_conflict, arguments.dry_run)
    try:
        check_is_file(path)
        return door.said | door.take(path, order)
    except EnergyError as error:
        return door.said | {"file": _name(path)} | _failed(error)
    except OSError as error:
        reason = EnergyError(f"the file cannot be opened: {error.strerror}")
        return door.said | {"file": _name(path)} | _failed(reason)


def _name(path: Path) -> str:
    """The file's name in letters alone: one of other bytes could neither be sent nor stored."""
    return path.name.encode("utf-8", "replace").decode()


def _failed(error: EnergyError) -> Answer:
    place = {name: getattr(error, name, None) for name in ("line", "column")}
    return {"error": {"message": str(error), **place}}


def _end(answers: list[Answer], arguments: argparse.Namespace) -> int:
    if arguments.json:
        whole = answers[0] if len(answers) == 1 else {"files": answers}
        print(json.dumps(whole, allow_nan=False))
    else:
        for answer in answers:
            print(text(_lines(answer)), file=sys.stderr if "error" in answer else sys.stdout)
    return int(any("error" in answer for answer in answers))


def _lines(answer: Answer) -> Iterator[str]:
    where = {"app": "through the running app at", "file": "into"}.get(answer.get("via", ""))
    if where:
        yield f"{where} {answer['at']}"
    if "error" in answer:
        error = answer["error"]
        yield error_line(answer.get("file", "energy"), error["message"], error.get("line"))
    elif "removed" in answer:
        yield (
            f"batch {answer['batch']} is taken back: {answer['removed']} readings removed,"
            f" {answer['kept']} kept (others brought them too), {answer['restored']} restored"
        )
    else:
        yield f"{answer['file']}: {_batch(answer)}"
        yield from (f"  {_series(series)}" for series in answer["series"])
        yield from (f"  {issue_line(issue)}" for issue in answer["issues"])


def _batch(answer: Answer) -> str:
    if answer.get("dry_run"):
        return "nothing is stored (dry run)"
    return f"batch {answer['batch']}{', stored before' if answer['known'] else ''}"


def _series(series: Answer) -> str:
    counts = ", ".join(f"{series[n]} {n}" for n in ("new", "same", "different", "refused"))
    why = "; ".join([*series["reasons"], *filter(None, [series.get("reason")])])
    return (
        f"{series['name']} → {series['meter'] or 'left out'}: {counts}{f' ({why})' if why else ''}"
    )
