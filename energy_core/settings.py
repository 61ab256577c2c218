"""The only place that reads the environment. Every variable starts with ENERGY_."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from energy_core.errors import SettingsError

MIB = 1 << 20


def _setting(default: Any, doc: str, shown: bool = True) -> Any:
    """`shown`: whether its value may stand in a log."""
    return field(default=default, repr=shown, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class Settings:
    """Field `db` is ENERGY_DB, and so on; each field's `doc` says what it does."""

    db: Path = _setting(Path("data/energy.duckdb"), "the database file")
    address: str = _setting(
        "localhost", "the address to listen on; 0.0.0.0 opens it to the network"
    )
    port: int = _setting(8501, "the port to listen on")
    demo: bool = _setting(False, "feed an empty house with the simulated home; `make run` sets it")
    timezone: str = _setting("Europe/Paris", "time zone of a new site")
    currency: str = _setting("EUR", "currency of a new site")
    site: str = _setting("Maison", "name of a new site")
    memory: str = _setting("512MB", "memory DuckDB may use")
    threads: int = _setting(0, "threads DuckDB may use; 0 means one a core")
    on_conflict: str = _setting(
        "keep",
        "a second value for a stored stamp: `keep` the first or `replace` it; both are counted",
    )
    max_meters: int = _setting(1000, "meters that are kept; senders can create no more")
    max_queued_rows: int = _setting(2_000_000, "readings waiting to be committed before 503")
    max_json_bytes: int = _setting(1 * MIB, "largest JSON body")
    max_lines_bytes: int = _setting(64 * MIB, "largest line-protocol body, unpacked")
    max_upload_mb: int = _setting(1024, "largest file to import, in MB as it is sent")
    requests_per_s: float = _setting(
        500.0, "requests a second and sender, writes; twice that at once"
    )
    language: str = _setting("en", "language of reports that nobody asked for in another: en or fr")
    report_to: str = _setting(
        "", "who gets the month's report by mail on its first days; several apart by commas"
    )
    smtp_host: str = _setting("", "the mail server that reports are sent through")
    smtp_port: int = _setting(587, "its port")
    smtp_security: str = _setting("starttls", "`starttls`, `tls` (usually port 465) or `none`")
    smtp_user: str = _setting("", "the user at the mail server; empty: no sign-in")
    smtp_password: str = _setting("", "the user's password", shown=False)
    smtp_from: str = _setting("", "the sender's address; empty: the user")
    read_timeout_s: float = _setting(10.0, "longest wait for the next part of a request")

    @property
    def url(self) -> str:
        host = "localhost" if self.address in ("", "0.0.0.0", "::", "127.0.0.1") else self.address
        return f"http://{host}:{self.port}"

    @property
    def sender(self) -> str:
        return self.smtp_from or self.smtp_user


CHOICES = {
    "on_conflict": ("keep", "replace"),
    "language": ("en", "fr"),
    "smtp_security": ("starttls", "tls", "none"),
}
"""Setting → the words that it may be."""


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `ENERGY_*`; a value that cannot be used raises SettingsError naming it."""
    environ = os.environ if environ is None else environ
    given = {
        f.name: _parse(name, text, f.default)
        for f in fields(Settings)
        if (text := environ.get(name := f"ENERGY_{f.name.upper()}")) is not None
    }
    settings = Settings(**given)
    _check(settings)
    return settings


def _parse(name: str, text: str, default: Any) -> Any:
    try:
        if isinstance(default, bool):
            return {"1": True, "true": True, "0": False, "false": False}[text.lower()]
        return type(default)(text)
    except (ValueError, KeyError):
        wanted = "0 or 1" if isinstance(default, bool) else type(default).__name__
        raise SettingsError(f"{name}={text!r} is not usable: expected {wanted}") from None


def _check(settings: Settings) -> None:
    try:
        ZoneInfo(settings.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsError(
            f"ENERGY_TIMEZONE={settings.timezone!r} is not a time zone (e.g. Europe/Paris)"
        ) from None
    for name, words in CHOICES.items():
        if (value := getattr(settings, name)) not in words:
            expected = " or ".join(words)
            raise SettingsError(
                f"ENERGY_{name.upper()}={value!r} is not usable: expected {expected}"
            )
    if settings.report_to and not settings.smtp_host:
        raise SettingsError("ENERGY_REPORT_TO needs ENERGY_SMTP_HOST, the mail server to send with")


def documentation() -> list[tuple[str, str, str]]:
    """(variable, default, meaning) of every setting."""
    return [
        (f"ENERGY_{f.name.upper()}", _written(f.default), f.metadata["doc"])
        for f in fields(Settings)
    ]


def _written(default: Any) -> str:
    return str(int(default)) if isinstance(default, bool) else str(default)
