"""The sentences of what is stored, corrected and noted. See `sentences`."""

from __future__ import annotations

from energy_core.ui.words import _


def storing() -> tuple[str, ...]:
    """Why a reading, a series or a file is not stored."""
    return (
        _("value is not a finite number"),
        _("value is too large"),
        _("ts is before {year}"),
        _("ts is more than a day ahead"),
        _("another value stands for the same stamp in the file"),
        _("nothing of this file can be stored: {reasons}"),
        _("no series of it is to be stored"),
        _("{series} is of kind {kind}, the meter {meter} of kind {other}"),
        _("unit {unit} does not fit this meter, which is stored in {stored}"),
        _("unit {unit} does not fit kind {kind}"),
        _("unit {unit} is not known"),
        _("role {role} has a sign, which a {kind} register cannot show"),
        _("{meter} exists and is no part of {whole}"),
        _("the meter's name is longer than {count} characters"),
        _("the meter's name has letters that are none"),
        _("a step must be above 0 and at most {seconds} s"),
        _("{count} new meters beside {known} would pass the limit of {limit} (ENERGY_MAX_METERS)"),
        _("no imported file has the number {number}"),
    )


def corrections() -> tuple[str, ...]:
    """Why a correction cannot be made."""
    return (
        _("there are no readings there"),
        _("there is nothing to replace"),
        _("`end` must be after `start`"),
        _("`factor` must not be 0, nor above a thousand million"),
        _("`seconds` must not be 0, nor more than ten years"),
        _("a counter's gap must have a reading on either side"),
        _("nothing is known of this meter in the weeks around the gap"),
        _("only what flows has a total, of 0 or more"),
        _("a gap of {count} readings is too long to fill at once"),
        _("correction {number} is undone already"),
        _("there is no such event any more"),
        _("{meter} has no {kind} event at {time}"),
        _("{meter} is kept as its two directions: correct these"),
        _("a reason has at most {count} characters"),
        _("there are no values to put in place of others"),
        _("no correction has the number {number}"),
        _("a meter has {count} corrections at most; undo some first"),
        _("readings must stay within the years 1970 to 2100"),
        _("{meter} counts readings of this meter as its own"),
        _("the factors of these readings come to more than a thousand million"),
    )


def notes() -> tuple[str, ...]:
    """Why a note is not kept."""
    return (
        _("a note needs words"),
        _("a note has at most {most} characters, this one {count}"),
        _("a note must end after it starts, and within 400 days"),
        _("no note {number}"),
        _("no incident has the number {number}"),
    )


def database() -> tuple[str, ...]:
    """Why nothing can be read or written just now."""
    return (
        _("{file} could not be attached again"),
        _("the file cannot be read: {error}"),
        _("the readings could not be stored: {error}"),
        _("the store is closing"),
        _("too many readings wait to be written"),
    )


def kept_sentences() -> tuple[str, ...]:
    return (*storing(), *corrections(), *notes(), *database())
