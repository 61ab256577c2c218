"""Mail through the server of the settings."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from energy_core.errors import MailFailed
from energy_core.settings import Settings

TIMEOUT_S = 30


@dataclass(frozen=True, slots=True)
class Letter:
    """`page`: an HTML file that comes along, called `file_name`."""

    to: str
    subject: str
    text: str
    page: str
    file_name: str


def send(settings: Settings, letter: Letter) -> None:
    """Hand a letter to the server; raises MailFailed, whose `permanent` says whether the server
    would refuse it again."""
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(_message(settings, letter))
    except smtplib.SMTPRecipientsRefused as error:
        code, told = next(iter(error.recipients.values()))
        raise MailFailed(f"{letter.to} is refused: {_words(told)}", code >= 500) from None
    except smtplib.SMTPResponseException as error:
        raise MailFailed(_words(error.smtp_error), error.smtp_code >= 500) from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed(f"{settings.smtp_host}: {error}", permanent=False) from None


def _connected(settings: Settings) -> smtplib.SMTP:
    """Never in the clear unless the settings say so."""
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        trusted = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=trusted)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    try:
        if settings.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.sender or f"energy@{settings.smtp_host}"
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid("energy", settings.smtp_host)
    message.set_content(letter.text)
    message.add_attachment(letter.page, subtype="html", filename=letter.file_name)
    return message


def _words(told: bytes | str) -> str:
    return told.decode(errors="replace") if isinstance(told, bytes) else told
