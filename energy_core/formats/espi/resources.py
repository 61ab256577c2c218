"""ESPI XML → its resources, streamed: an Atom feed, or bare elements in any nesting.

Names are taken without their prefix. Nothing is kept of a file but the resources' fields and the
readings' numbers, so that memory follows the readings and not the XML. A document type, an entity
or deep nesting is refused (billion laughs, external entities: `defusedxml`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from energy_core.errors import UnreadableFile
from energy_core.formats.registers import EARLIEST, LARGEST, LATEST
from energy_core.metering.readings import SECOND

DEEPEST = 64  # a feed with every resource nested in its owner is 12 deep
CHUNK = 1 << 20
LONGEST_TEXT = 10_000  # pieces, and characters of a piece, of one field; the rest is cut
NEVER = LATEST // SECOND
RESOURCES = frozenset(
    {"UsagePoint", "MeterReading", "ReadingType", "IntervalBlock", "LocalTimeParameters"}
)


@dataclass(slots=True)
class Entry:
    """What Atom says around a resource: rel → hrefs, and the title."""

    links: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""


@dataclass(slots=True)
class Readings:
    """Interval readings as written, side by side; `quality` -1 and `duration` 0: not said.

    `value` None: an empty or absent value; lines that cannot be read are in `odd`.
    """

    start: list[int] = field(default_factory=list)
    duration: list[int] = field(default_factory=list)
    value: list[float | None] = field(default_factory=list)
    quality: list[int] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)
    costs: int = 0


@dataclass(slots=True)
class Resource:
    """`order`: its place in the file; `inside`: the resource it is nested in; `fields`: leaf
    name → text, the first where several stand."""

    name: str
    order: int
    entry: Entry
    inside: Resource | None
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    readings: Readings = field(default_factory=Readings)

    def number(self, name: str) -> int | None:
        text = self.fields.get(name, "").strip()
        return int(text) if text.lstrip("+-").isdecimal() and len(text) < 12 else None


def resources(path: Path) -> list[Resource]:
    """Every resource of the file in its order. Raises UnreadableFile."""
    parser = make_parser()
    handler = _Handler(parser.getLineNumber)
    parser.setContentHandler(handler)
    parser.forbid_dtd = True
    try:
        for chunk in _chunks(path):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise UnreadableFile(
            "the XML declares a document type or entities, which no Green Button file does",
            parser.getLineNumber(),
        ) from None
    except LookupError as error:
        raise UnreadableFile(f"the XML names an encoding that is not known: {error}", 1) from None
    except SAXParseException as error:
        raise UnreadableFile(
            f"the XML is broken: {error.getMessage()}", error.getLineNumber()
        ) from None
    return handler.found


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


class _Handler(ContentHandler):
    """Follows the elements. `_open` are the resources that the current element stands in."""

    def __init__(self, line: Callable[[], int]) -> None:
        super().__init__()
        self._line = line
        self.found: list[Resource] = []
        self._depth = 0
        self._entry = Entry()
        self._open: list[tuple[int, Resource]] = []
        self._reading: dict[str, str] | None = None
        self._text: list[str] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnreadableFile(f"the XML is nested deeper than {DEEPEST} elements", self._line())
        local = name.rpartition(":")[2]
        self._text.clear()
        if local == "IntervalReading":
            self._reading = {}
        elif local == "entry":
            self._entry = Entry()
        elif local == "link":
            self._link(attrs)
        elif local in RESOURCES:
            self._start(local)

    def _start(self, name: str) -> None:
        inside = self._open[-1][1] if self._open else None
        made = Resource(name, len(self.found), self._entry, inside, self._line())
        self.found.append(made)
        self._open.append((self._depth, made))

    def _link(self, attrs: AttributesImpl) -> None:
        rel, href = attrs.get("rel", ""), attrs.get("href", "")
        if href:
            self._entry.links.setdefault(rel, []).append(href.strip().rstrip("/"))

    def characters(self, content: str) -> None:
        if len(self._text) < LONGEST_TEXT:
            self._text.append(content[:LONGEST_TEXT])

    def endElement(self, name: str) -> None:
        local = name.rpartition(":")[2]
        text = "".join(self._text).strip()
        self._text.clear()
        if local == "IntervalReading":
            self._finish()
        elif text and self._reading is not None:
            self._reading.setdefault(local, text)
        elif text and self._open:
            self._open[-1][1].fields.setdefault(local, text)
        elif text and local == "title":
            self._entry.title = text
        if self._open and self._open[-1][0] == self._depth:
            self._open.pop()
        self._depth -= 1

    def _finish(self) -> None:
        reading, self._reading = self._reading, None
        if reading is None or not self._open:
            return
        into = self._open[-1][1].readings
        try:
            start = int(reading["start"])
            duration = min(max(int(reading.get("duration", 0)), 0), NEVER)
            value = float(reading["value"]) if "value" in reading else None
            quality = min(max(int(reading.get("quality", -1)), -1), 99)
        except (KeyError, ValueError):
            start, value = NEVER, None
        if not EARLIEST <= start * SECOND < LATEST or not abs(value or 0.0) <= LARGEST:
            into.odd.append((self._line(), _said(reading)))
            return
        into.start.append(start)
        into.duration.append(duration)
        into.value.append(value)
        into.quality.append(quality)
        into.costs += "cost" in reading


def _said(reading: dict[str, str]) -> str:
    return ", ".join(f"{name} {text[:40]!r}" for name, text in list(reading.items())[:6])
