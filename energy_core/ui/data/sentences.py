"""Every sentence that the rooms below say in English, with names in place of what varies: so that
it is found for translation. Here those of files; a `{reason}` is such a sentence itself."""

from __future__ import annotations

from energy_core.ui.data.kept_sentences import kept_sentences
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
        _("{name} is a PDF; ask the sender for a CSV or a spreadsheet"),
        _("{name} is a picture"),
        _("{name} is a database; export its table as CSV"),
        _("{name} is a program"),
        _("{name} is no Parquet file: {error}"),
        _("{name} is damaged: {error}"),
        _("{name} is a {kind} archive; unpack it first, or send a .zip or .gz"),
        _("{name} is packed in a way that is not read here; use deflate"),
        _("{name}: JSON is read up to {size} MiB"),
        _(
            "{name} unpacks to {size} MiB; {most} MiB and {times} times its size are read at most."
            " Save its table as CSV"
        ),
        _("the sheets of {name} span more than {count} cells. Save the table as CSV"),
        _("a row group of {name} unpacks to more than 1 GiB"),
        _("the archive holds more than {count} files"),
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
        _("no JSON: {error} at line {line}, column {column}"),
        _("a quote ({quote}) opens here and never closes"),
        _("a line of more than {count} bytes; this is no table of readings"),
        _("a line is longer than {count} bytes"),
        _("a table of {width} columns; {most} are read at most"),
        _("a column of {type} is no column of a table"),
        _("the XML declares a document type or entities, which no Green Button file does"),
        _("the XML names an encoding that is not known: {error}"),
        _("the XML is nested deeper than {count} elements"),
        _("{zone} is no time zone; expected one like Europe/Paris"),
        _("the file has more to say than can be shown"),
        _("the reader's answer is not understood: {error}"),
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
        _("every cell beside the dates is empty or no number; expected readings"),
        _("the column {name} tells {count} series apart; at most {most} are read"),
        _("a row without a date, taken for a total and left out"),
        _("no date or time: the line was left out"),
        _("another table begins here; it was left out"),
        _('a table begins here that was left out: {reason}'),
        _('the unit is {factor} {unit}: the numbers were multiplied into {stored}'),
        _('it repeats or checks other series of the file; it counts for nothing by itself'),
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
        _("values are multiplied by {factor} to be in {unit} (uom {uom}, power of ten {power})"),
        _("costs beside the readings are left out"),
        _("an IntervalReading cannot be read: {cells}; expected whole seconds and a number"),
        _(
            "this XML holds no Green Button readings: expected IntervalBlock elements with"
            " IntervalReading in them"
        ),
        _("the meter's clock is UTC{hours} h, outside summer time"),
        _("a 300 record has not {count} values and a quality; its day is missing"),
        _("a value of a 300 record is no number"),
        _("a later 300 record of the same day has other values"),
        _("a line is no NEM12 record (100, 200, 300, 400, 500 or 900)"),
        _("a 200 record names no NMI, unit and interval length (5, 15, 30)"),
        _("a 300 record has no 200 record above it, or no date"),
        _("a 400 record names no first and last interval and quality"),
        _(
            "this NEM12 file holds no interval data: expected a 200 record and 300 records with one"
            " value for each interval of a day"
        ),
        _("a line is no NEM13 record (100, 250, 550 or 900)"),
        _("a 250 record has not two reads with their times, and a quantity"),
        _(
            "the reads of a register do not explain its energy (a multiplier, a replaced meter);"
            " the energies between the reads are kept"
        ),
        _("this NEM13 file holds no reads: expected 250 records with two reads and a quantity"),
        _("a telegram tells no time (0-0:1.0.0)"),
        _("a line is no part of a telegram"),
        _("no telegram of this file has both a time (0-0:1.0.0) and a reading"),
        _("a telegram's stamp is no time (YYMMDDhhmmss, S or W)"),
        _("a gas, water or heat reading tells no time"),
        _("a value of {code} has another unit"),
        _("a value of {code} is no number"),
        _("no line of this file has a measurement, a number and a stamp"),
        _("a stamp is of no time of ours"),
        _("{series} is left out: {reason}"),
        _("a line cannot be read: {reason}"),
        _("a line has no stamp"),
    )


def lines() -> tuple[str, ...]:
    """Why a line of line protocol cannot be read."""
    return (
        _("expected `measurement,tags fields timestamp`"),
        _("the measurement is missing"),
        _("a quote is not closed"),
        _("not UTF-8"),
        _("the field {name} has no number: {value}"),
        _("the field {name} is not name=value"),
        _("the tag {name} is not name=value"),
        _("the tag step={value} is not a number of seconds"),
        _("the timestamp {value} is not a whole number"),
        _("the timestamp {value} is out of range for precision {precision}"),
    )


def all_sentences() -> tuple[str, ...]:
    return (*names(), *containers(), *tables(), *standards(), *lines(), *kept_sentences())
