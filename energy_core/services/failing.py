"""What failed beside the pages and is tried again, in the log."""

from __future__ import annotations

import logging

from energy_core.errors import EnergyError


def note_failure(log: logging.Logger, what: str, error: Exception) -> None:
    """In one line where the store said why (a full disk, a file that is away for a moment); a fault
    of ours with all that is known of it."""
    is_ours = not isinstance(error, EnergyError)
    log.log(logging.ERROR if is_ours else logging.WARNING, "%s: %s", what, error, exc_info=is_ours)
