"""The services from a terminal: `python -m energy_core COMMAND`.

Beside a running app it asks the app, which owns the file; otherwise it opens the file itself.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from energy_core import launch, settings
from energy_core.auth import tokens
from energy_core.commands import app, detect, importing, inspect, report
from energy_core.errors import EnergyError
from energy_core.settings import Settings
from energy_core.store import Store


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command; an error of ours is one line on stderr and exit 1."""
    arguments = _parser().parse_args(argv)
    try:
        sys.exit(arguments.run(arguments, settings.load()))
    except EnergyError as error:
        print(f"energy: {error}", file=sys.stderr)
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m energy_core", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser(
        "run", help="start the app; ENERGY_DEMO=1 feeds it with the simulated home"
    )
    run.set_defaults(run=lambda _, s: launch.run(s))
    shown = commands.add_parser("settings", help="list every ENERGY_* variable")
    shown.set_defaults(run=_settings)
    compact = commands.add_parser(
        "compact", help="rewrite closed months in the order that takes least space (app stopped)"
    )
    compact.set_defaults(run=_compact)
    inspect.add_to(commands)
    detect.add_to(commands)
    importing.add_to(commands)
    report.add_to(commands)
    token = commands.add_parser("token", help="device tokens").add_subparsers(required=True)
    create = token.add_parser("create", help="make a token; it is shown this once")
    create.add_argument("name", nargs="?", default="device")
    create.set_defaults(run=_create_token)
    token.add_parser("list", help="list tokens").set_defaults(run=_list_tokens)
    revoke = token.add_parser("revoke", help="end a token")
    revoke.add_argument("id")
    revoke.set_defaults(run=_revoke_token)
    return parser


def _settings(_: argparse.Namespace, __: Settings) -> None:
    for name, default, meaning in settings.documentation():
        print(f"{name:28} {default:22} {meaning}")


def _compact(_: argparse.Namespace, s: Settings) -> None:
    with Store(s) as store:
        for stretch in store.to_compact():
            store.compact(stretch)
            print(f"{stretch.start:%Y-%m-%d} to {stretch.end:%Y-%m-%d}")


def _create_token(arguments: argparse.Namespace, s: Settings) -> None:
    if url := app.address(s):
        print(app.ask(s, "POST", f"{url}/api/v1/tokens", [("name", arguments.name)])["token"])
        return
    token, stored = tokens.create(arguments.name)
    with Store(s) as store:
        store.add_token(stored)
    print(token)


def _list_tokens(_: argparse.Namespace, s: Settings) -> None:
    if url := app.address(s):
        rows = app.ask(s, "GET", f"{url}/api/v1/tokens", [])
    else:
        with Store(s) as store:
            rows = [tokens.shown(t) for t in store.tokens().values()]
    for row in rows:
        state = f"revoked {row['revoked']}" if row["revoked"] else "valid"
        print(f"{row['id']}  {row['created']}  {state}  {row['name']}")


def _revoke_token(arguments: argparse.Namespace, s: Settings) -> None:
    if url := app.address(s):
        app.ask(s, "DELETE", f"{url}/api/v1/tokens/{arguments.id}", [])
        return
    with Store(s) as store:
        if arguments.id not in store.tokens():
            raise EnergyError(f"no token {arguments.id!r}")
        store.revoke_token(arguments.id)
