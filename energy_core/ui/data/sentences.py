"""Every sentence that the rooms below say in English of a file or a correction, with names in place
of what varies: so that it is found for translation."""

from __future__ import annotations

from energy_core.ui.words import _


def names() -> tuple[str, ...]:
    """What formats are called."""
    return (
        _("Table of readings"),
        _("{vendor}, load curve"),
        _("{vendor}, index"),
        _("{vendor}, consumption"),
        _("{vendor}, usage"),
        _("{vendor}, meter readings"),
        _("{vendor}, electricity"),
        _("{vendor}, gas"),
        _("{vendor}, water"),
        _("{vendor}, report"),
        _("{vendor}, inverter"),
        _("{vendor}, states"),
        _("{vendor}, statistics"),
    )


def containers() -> tuple[str, ...]:
    """Why a file cannot be opened."""
    return (
        _("{name} is empty"),
        _("the file is empty"),
        _("the file is of no kind that is known"),
        _("{name} is XML or HTML of a kind that is not known here"),
        _("{name} is neither text nor a workbook"),
        _("this is a web page, not a meter's file"),
        _("{name} is protected by a password"),
        _("{name} is encrypted: unpack it with its password first"),
        _("{name} cannot be read as a workbook: {error}"),
        _("no sheet of {name} holds a table"),
        _("the archive holds no file"),
        _("the archive {name} holds no files"),
        _("{name} holds an archive again ({part}); unpack it once"),
        _("the archive {name} is damaged or cut short: {error}"),
        _("the archive {name} is damaged: {error}"),
        _("{name} unpacks to more than {size} GiB"),
        _("{name} unpacks to more than {times} times its size"),
        _("{name} holds more than {count} files"),
        _("{name} holds no list of records"),
        _("{name} is nested too deeply"),
        _("the XML is broken: {error}"),
        _("no JSON: {error} at {place}"),
        _("a quote ({quote}) opens here and never closes"),
        _("a line of more than {count} bytes; this is no table of readings"),
        _("reading this file takes longer than {seconds} s"),
        _("reading this file takes more than {size} MB of memory"),
        _("the reader failed on this file; the log says more"),
        _("the reader was stopped by {signal} while reading this file"),
    )


def tables() -> tuple[str, ...]:
    """What a table lacks, and what was left out of it or assumed."""
    return (
        _("no row holds a date or time and a number; expected one reading a row"),
        _("no column holds dates or times; expected one stamp a row"),
        _("no column of numbers stands beside the dates; expected readings"),
        _("no row has a date or time that exists"),
        _("a row without a date, taken for a total and left out"),
        _("no date or time: the line was left out"),
        _("another table begins here; it was left out"),
        _("amounts of money are not stored: {names}"),
        _("not a number: {value}; expected a number or an empty cell"),
        _("no unit is told; taken for {unit}"),
        _("no unit is told; kept without a unit"),
        _("the same reading stands in the file again; it counts once"),
        _("a stamp with two different values; the first is stored"),
        _("the name of a clock that means several was passed over: the stamps are local time"),
        _("an hour that no clock of {zone} showed"),
        _(
            "the file knows no change of the clock, {zone} has them: it may be in a fixed offset"
        ),
        _("{count} more rows have other problems"),
    )  # fmt: skip


def standards() -> tuple[str, ...]:
    """Of Green Button, NEM12, telegrams and line protocol."""
    return (
        _("no ReadingType stands beside these readings; taken as {unit} per interval"),
        _("the ReadingType names no unit (uom); taken as {unit}"),
        _("values are multiplied by {factor} to be in {unit} ({why})"),
        _("costs beside the readings are left out"),
        _("the meter's clock is UTC{hours} h, outside summer time"),
        _("a 300 record has not {count} values and a quality; its day is missing"),
        _("a value of a 300 record is no number"),
        _("a later 300 record of the same day has other values"),
        _("a line is no NEM12 record (100, 200, 300, 400, 500 or 900)"),
        _("a line is no NEM13 record (100, 250, 550 or 900)"),
        _("a telegram tells no time (0-0:1.0.0)"),
        _("a line is no part of a telegram"),
        _("a line cannot be read: {reason}"),
        _("a line has no stamp"),
    )


def storing() -> tuple[str, ...]:
    """Why a reading, a series or a file is not stored."""
    return (
        _("value is not a finite number"),
        _("value is too large"),
        _("ts is before {year}"),
        _("ts is more than a day ahead"),
        _("another value stands for the same stamp in the file"),
        _("nothing of this file can be stored: {why}"),
        _("no series of it is to be stored"),
        _("{series} is of kind {kind}, the meter {meter} of kind {other}"),
        _("unit {unit} does not fit this meter, which is stored in {stored}"),
        _("unit {unit} does not fit kind {kind}"),
        _("unit {unit} is not known"),
    )


def corrections() -> tuple[str, ...]:
    """Why a correction cannot be made."""
    return (
        _("there are no readings there"),
        _("there is nothing to replace"),
        _("`end` must be after `start`"),
        _("`factor` must not be 0, nor above a thousand million"),
        _("`seconds` must not be 0, nor more than a hundred years"),
        _("a counter's gap must have a reading on either side"),
        _("nothing is known of this meter in the weeks around the gap"),
        _("only what flows has a total, of 0 or more"),
        _("a gap of {count} readings is too long to fill at once"),
        _("correction {number} is undone already"),
        _("there is no such event any more"),
    )


def all_sentences() -> tuple[str, ...]:
    return (*names(), *containers(), *tables(), *standards(), *storing(), *corrections())
