"""Who gets the month's report, and when: once, on the first days, from a real mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from aiosmtpd.controller import Controller

from energy_core.settings import Settings
from energy_core.store import Store
from energy_core.ui.report.mailing import due, send_due
from tests.services.test_mail import Inbox, served, settings

MORNING = datetime(2026, 11, 1, 7, tzinfo=UTC)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[Controller]:
    running = served(inbox)
    running.start()
    yield running
    running.stop()


def wanted(server: Controller, to: str) -> Settings:
    return replace(settings(server), report_to=to, language="fr")


@pytest.mark.parametrize(
    ("now", "month"),
    [
        pytest.param(datetime(2026, 10, 31, 22, 59, tzinfo=UTC), None, id="the last evening"),
        pytest.param(datetime(2026, 10, 31, 23, 30, tzinfo=UTC), None, id="the first night"),
        pytest.param(datetime(2026, 11, 1, 5, 0, tzinfo=UTC), 10, id="six in the morning"),
        pytest.param(datetime(2026, 11, 2, 0, 0, tzinfo=UTC), 10, id="the second night"),
        pytest.param(datetime(2026, 11, 7, 22, 0, tzinfo=UTC), 10, id="a week late"),
        pytest.param(datetime(2026, 11, 8, 12, 0, tzinfo=UTC), None, id="too late"),
    ],
)
def test_a_report_is_due_on_the_first_days_of_the_site(now: datetime, month: int | None) -> None:
    found = due(now, "Europe/Paris")
    assert (found and found.first) == (month and date(2026, month, 1))


def test_each_gets_the_report_once(store: Store, server: Controller, inbox: Inbox) -> None:
    asked = wanted(server, "ada@example.org, bob@example.org,")
    assert send_due(store, asked, MORNING, set()) == ["ada@example.org", "bob@example.org"]
    assert send_due(store, asked, MORNING, set()) == []
    assert [message["to"] for message in inbox.messages] == ["ada@example.org", "bob@example.org"]
    assert inbox.messages[0]["subject"] == "Maison · Octobre 2026"
    (page,) = inbox.messages[0].iter_attachments()
    assert page.get_filename() == "energy-2026-10.html"
    assert '<html lang="fr">' in page.get_content()


def test_what_failed_for_now_is_sent_later_and_what_is_refused_is_not(
    store: Store, server: Controller, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    asked = wanted(server, "a@full.test,b@nowhere.test")
    refused: set[tuple[date, str]] = set()
    assert send_due(store, asked, MORNING, refused) == []
    assert refused == {(date(2026, 10, 1), "b@nowhere.test")}
    assert "mailbox full" in caplog.text and "no such mailbox" in caplog.text
    caplog.clear()
    assert send_due(store, asked, MORNING, refused) == []
    assert "no such mailbox" not in caplog.text and "mailbox full" in caplog.text


def test_nothing_is_sent_when_nothing_is_due(
    store: Store, server: Controller, inbox: Inbox
) -> None:
    asked = wanted(server, "ada@example.org")
    assert send_due(store, asked, datetime(2026, 11, 20, 12, tzinfo=UTC), set()) == []
    assert inbox.messages == []
