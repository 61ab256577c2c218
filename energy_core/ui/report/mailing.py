"""The report of the month that ended, mailed once to each who is to get it."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from energy_core.analysis.period import Period
from energy_core.errors import EnergyError, MailFailed
from energy_core.services import Services
from energy_core.services.mail import Letter, send
from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.ui.report.month import Report, month_of, report

log = logging.getLogger(__name__)

FIRST_HOUR = 6  # of the first day: what comes late of the month's last hours is there
LAST_DAY = 7  # of the month: later nobody waits for it any more
AGAIN_S = 3600.0


async def mailing(services: Services) -> None:
    """For as long as the server runs: look once an hour whether a report is due."""
    if not services.settings.report_to:
        return
    refused: set[tuple[date, str]] = set()
    while True:
        await asyncio.to_thread(
            send_due, services.store, services.settings, datetime.now(UTC), refused
        )
        await asyncio.sleep(AGAIN_S)


def send_due(
    store: Store, settings: Settings, now: datetime, refused: set[tuple[date, str]]
) -> list[str]:
    """Mail what is due at `now`; returns who got it. What fails is logged, and tried again when
    this is called again; `refused` remembers what the server refused for good."""
    month = due(now, store.site().timezone)
    if month is None:
        return []
    waiting = [
        to
        for to in recipients(settings)
        if (month.first, to) not in refused and not store.reports.was_sent(month.first, to)
    ]
    try:
        made = report(store, month, settings.language, now) if waiting else None
    except EnergyError as error:
        log.error("the report of %s could not be made: %s", f"{month.first:%Y-%m}", error)
        return []
    return [to for to in waiting if made and _sent(store, settings, made, month, to, refused)]


def due(now: datetime, timezone: str) -> Period | None:
    """The month whose report goes out at this time, if any."""
    local = now.astimezone(ZoneInfo(timezone))
    is_time = local.day <= LAST_DAY and (local.day > 1 or local.hour >= FIRST_HOUR)
    return month_of(None, local.date()) if is_time else None


def recipients(settings: Settings) -> list[str]:
    return list(filter(None, (each.strip() for each in settings.report_to.split(","))))


def _sent(
    store: Store,
    settings: Settings,
    made: Report,
    month: Period,
    to: str,
    refused: set[tuple[date, str]],
) -> bool:
    try:
        send(settings, Letter(to, made.title, made.summary, made.page, made.file_name))
    except MailFailed as error:
        log.error("%s", error)
        if error.permanent:
            refused.add((month.first, to))
        return False
    store.reports.sent(month.first, to)
    return True
