"""Every error the product raises on purpose. Problems in data are returned, not raised."""

from __future__ import annotations

from dataclasses import dataclass


class EnergyError(Exception):
    """Base of all errors; its text is written for the person who meets it."""


class SettingsError(EnergyError):
    """A setting has a value that cannot be used."""


class StoreError(EnergyError):
    """The database file cannot be used."""


class StoreLocked(StoreError):
    """Another process holds the database file."""


class StoreBusy(StoreError):
    """The queue of writes is full; try again after `retry_after_s`."""

    retry_after_s = 1


class StoreUnavailable(StoreError):
    """A write could not be committed (disk full, read-only, closing); nothing was stored."""

    retry_after_s = 5


class SchemaTooNew(StoreError):
    """The file was written by a newer version of the product."""


class UnknownMeter(EnergyError):
    """No meter has this slug."""


class UnknownImport(EnergyError):
    """No imported file has this number."""


class UnknownCorrection(EnergyError):
    """No correction has this number."""


class UnknownNote(EnergyError):
    """No note has this number."""


class UnknownIncident(EnergyError):
    """No incident has this number."""


class BadRequest(EnergyError):
    """The sender's request cannot be understood."""


class BodyTooLarge(EnergyError):
    """The request's body is over the limit."""


class ReadTimeout(EnergyError):
    """The sender took too long to send its request."""


class Unauthorised(EnergyError):
    """No valid token came with a request that needs one."""


class Forbidden(EnergyError):
    """The sender may not do this."""


class TooManyMeters(EnergyError):
    """Senders named more meters than are kept."""


class Contradiction(EnergyError):
    """What a sender says of a meter does not fit together, or does not fit the meter."""


class Refused(EnergyError):
    """The app answered the simulator that it will not take this, however often it is sent."""


class Stopped(EnergyError):
    """The user stopped the simulator before the app had an answer."""


class UnreadableFile(EnergyError):
    """A file cannot be understood; names the line, the column and what was expected."""

    def __init__(self, reason: str, line: int | None = None, column: str | None = None) -> None:
        super().__init__(reason)
        self.line, self.column = line, column


class FileTooLarge(UnreadableFile):
    """A file, or what it unpacks to, is over the limit."""


class NothingToStore(EnergyError):
    """A file was understood, but holds nothing that can be stored; the text says why."""


class NothingToReplay(EnergyError):
    """A recorded file cannot be read, or holds no numbers."""


class RateLimited(EnergyError):
    """The sender sends more than its share."""

    retry_after_s = 1


class MailFailed(EnergyError):
    """A mail could not be handed over; trying again helps unless it is `permanent`."""

    def __init__(self, reason: str, permanent: bool) -> None:
        super().__init__(f"the mail could not be sent: {reason}")
        self.permanent = permanent


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row of a request that was not taken, and why. `index` counts from 0."""

    index: int
    reason: str
