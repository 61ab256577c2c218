"""Mail, handed to a real mail server."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from energy_core.errors import MailFailed
from energy_core.services.mail import Letter, send
from energy_core.settings import Settings

LETTER = Letter("ada@example.org", "October\n2026", "Less été.", "<h1>été</h1>", "october.html")


class Inbox:
    """What the server took; recipients of `nowhere.test` are refused for good, of `full.test` for now."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, _: Any
    ) -> str:
        if address.endswith("nowhere.test"):
            return "550 no such mailbox"
        if address.endswith("full.test"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(cast(EmailMessage, message))
        return "250 OK"


def served(inbox: Inbox, **options: Any) -> Controller:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Controller(inbox, hostname="127.0.0.1", port=port, **options)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def server(inbox: Inbox) -> Iterator[Controller]:
    running = served(inbox)
    running.start()
    yield running
    running.stop()


def settings(server: Controller, **more: Any) -> Settings:
    chosen = {"smtp_security": "none", "smtp_from": "house@example.org", **more}
    return Settings(smtp_host="127.0.0.1", smtp_port=server.port, **chosen)


def test_a_letter_arrives_with_its_page(server: Controller, inbox: Inbox) -> None:
    send(settings(server), LETTER)
    (message,) = inbox.messages
    assert (message["from"], message["to"]) == ("house@example.org", "ada@example.org")
    assert message["subject"] == "October 2026"
    assert message["date"] and message["message-id"]
    body = message.get_body(("plain",))
    assert body is not None and body.get_content().strip() == "Less été."
    (page,) = message.iter_attachments()
    assert (page.get_filename(), page.get_content_type()) == ("october.html", "text/html")
    assert page.get_content().strip() == "<h1>été</h1>"


@pytest.mark.parametrize(
    ("to", "permanent", "why"),
    [
        pytest.param("a@nowhere.test", True, "no such mailbox", id="for good"),
        pytest.param("a@full.test", False, "mailbox full", id="for now"),
    ],
)
def test_a_refusal_says_why_and_whether_to_try_again(
    server: Controller, to: str, permanent: bool, why: str
) -> None:
    letter = Letter(to, "s", "t", "p", "f.html")
    with pytest.raises(MailFailed, match=why) as caught:
        send(settings(server), letter)
    assert caught.value.permanent is permanent


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with pytest.raises(MailFailed) as caught:
        send(settings(served(Inbox())), LETTER)
    assert not caught.value.permanent


def test_nothing_is_sent_in_the_clear_where_the_server_cannot_encrypt(
    server: Controller, inbox: Inbox
) -> None:
    with pytest.raises(MailFailed):
        send(settings(server, smtp_security="starttls"), LETTER)
    assert inbox.messages == []


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # on this machine only
def test_the_server_is_told_who_sends(inbox: Inbox) -> None:
    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        is_known = (data.login, data.password) == (b"ada", b"secret")
        return AuthResult(success=is_known, handled=False)

    running = served(inbox, authenticator=check, auth_required=True, auth_require_tls=False)
    running.start()
    try:
        known = {"smtp_user": "ada", "smtp_password": "secret"}
        send(settings(running, **known), LETTER)
        with pytest.raises(MailFailed) as caught:
            send(settings(running, **{**known, "smtp_password": "wrong"}), LETTER)
    finally:
        running.stop()
    assert caught.value.permanent
    assert len(inbox.messages) == 1


def test_a_password_stands_in_no_log() -> None:
    assert "secret" not in repr(Settings(smtp_password="secret"))
