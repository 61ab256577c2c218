"""Green Button XML (NAESB REQ.21 ESPI): what North American utilities give their customers."""

from __future__ import annotations

from collections.abc import Iterator

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers, Dialect, Document, Issue, Severity
from energy_core.formats.espi.joining import Register, registers
from energy_core.formats.espi.resources import Resource, resources
from energy_core.formats.espi.series import series
from energy_core.formats.unpack import Part
from energy_core.metering.readings import HOUR, SECOND

PRIORITY = 90
FLOWS = {1: "delivered", 4: "net", 19: "received", 20: "total"}
"""`flowDirection` → what tells two registers of one title apart."""


def claims(part: Part) -> bool:
    """Any XML: what is no Green Button gets a clear answer rather than a table of tags."""
    return _text(part.head).startswith(("<?xml", "<feed", "<!doctype", "<html", "<entry")) or (
        "naesb.org/espi" in _text(part.head)
    )


def _text(head: bytes) -> str:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16", "ignore") if wide else head.decode("utf-8", "ignore")
    return text.removeprefix("\ufeff").lstrip().lower()


def read(part: Part, answers: Answers) -> Document:
    if _text(part.head).startswith(("<!doctype html", "<html")):
        raise UnreadableFile("this is a web page, not a meter's file")
    found = resources(part.path)
    made = [r for r in registers(found) if any(b.readings.start for b in r.blocks)]
    if not made:
        raise UnreadableFile(
            "this XML holds no Green Button readings: expected IntervalBlock elements with"
            " IntervalReading in them"
        )
    read_ones = [series(r, name, meter) for r, name, meter in _named(made)]
    issues = [issue for _, of_one in read_ones for issue in of_one]
    return Document(
        "Green Button (ESPI XML)",
        tuple(one for one, _ in read_ones),
        Dialect(encoding="utf-8"),
        issues=(*issues, *_clock(found)),
    )


def _named(made: list[Register]) -> Iterator[tuple[Register, str, str]]:
    """Each register with a name of its own, and its usage point's."""
    titles = [_title(r.reading) or _title(r.usage) or "Energy" for r in made]
    taken: set[str] = set()
    for register, title in zip(made, titles, strict=True):
        flow = FLOWS.get((register.type and register.type.number("flowDirection")) or 0)
        name = f"{title}, {flow}" if flow and titles.count(title) > 1 else title
        number = 2
        while name in taken:
            name, number = f"{title} {number}", number + 1
        taken.add(name)
        yield register, name, _title(register.usage)


def _title(resource: Resource | None) -> str:
    if resource is None:
        return ""
    if resource.entry.title:
        return resource.entry.title
    address = next(iter(resource.entry.links.get("self", ())), "")
    return f"{resource.name} {address.rpartition('/')[2]}".strip() if address else ""


def _clock(found: list[Resource]) -> Iterator[Issue]:
    for resource in found:
        offset = resource.number("tzOffset") if resource.name == "LocalTimeParameters" else None
        if offset is not None:
            hours = offset * SECOND / HOUR
            yield Issue(Severity.INFO, f"the meter's clock is UTC{hours:+g} h, outside summer time")
            return
