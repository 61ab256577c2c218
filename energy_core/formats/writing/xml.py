"""Green Button XML (NAESB REQ.21 ESPI): one usage point, meter reading and reading type a meter,
its readings in blocks that follow in any order.

ESPI's values are whole numbers times a power of ten, its stamps whole seconds: what it cannot say
is refused before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from energy_core.formats.document import Floats
from energy_core.formats.export import espi
from energy_core.formats.export.what import Cells, Column, Export
from energy_core.metering.readings import SECOND
from energy_core.model import Commodity, Quality

MEDIA_TYPE = "application/atom+xml"
_ESPI = 'xmlns="http://naesb.org/espi"'
_ROOT = "/espi/1_1/resource"


def write(export: Export) -> Iterator[bytes]:
    espi.check(export.columns)
    powers = espi.powers_of_ten(export)
    made = export.made.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{_id(made)}</id><title>Energy</title><updated>{made}</updated>\n"
    ).encode()
    for n, column in enumerate(export.columns, 1):
        yield "".join(_meter(column, n, powers[n - 1], made)).encode()
    for block, chunk in enumerate(export.chunks(), 1):
        for n, cells in enumerate(chunk, 1):
            if len(cells):
                yield _block(cells, n, block, powers[n - 1], made).encode()
    yield b"</feed>\n"


def _meter(column: Column, n: int, power: int, made: str) -> Iterator[str]:
    """The entries that say what the readings of column `n` are."""
    usage, reading = f"{_ROOT}/UsagePoint/{n}", f"{_ROOT}/UsagePoint/{n}/MeterReading/1"
    kind = _ROOT + f"/ReadingType/{n}"
    service = f"<kind>{espi.SERVICE.get(column.commodity, 0)}</kind>"
    about = f"<UsagePoint {_ESPI}><ServiceCategory>{service}</ServiceCategory></UsagePoint>"
    yield _entry(usage, column.name, {"related": f"{usage}/MeterReading"}, about, made)
    links = {"up": f"{usage}/MeterReading", "related": kind}
    yield _entry(reading, column.name, links, f"<MeterReading {_ESPI}/>", made)
    yield _entry(kind, column.title, {}, _reading_type(column, power), made)


def _reading_type(column: Column, power: int) -> str:
    flow = espi.REVERSE if column.role in espi.REVERSED else espi.FORWARD
    fields = {
        "accumulationBehaviour": espi.ACCUMULATION[column.kind],
        "commodity": espi.COMMODITY[column.commodity],
        "flowDirection": flow if column.commodity is not Commodity.NONE else 0,
        "powerOfTenMultiplier": power,
        "uom": espi.UOM[column.unit],
    }
    told = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
    return f"<ReadingType {_ESPI}>{told}</ReadingType>"


def _block(cells: Cells, n: int, block: int, power: int, made: str) -> str:
    reading = f"{_ROOT}/UsagePoint/{n}/MeterReading/1"
    first = int(cells.ts[0]) // SECOND
    length = int(cells.ts[-1]) // SECOND + int(cells.length_s[-1]) - first
    interval = f"<interval><duration>{length}</duration><start>{first}</start></interval>\n"
    content = f"<IntervalBlock {_ESPI}>{interval}{_readings(cells, power)}</IntervalBlock>"
    links = {"up": f"{reading}/IntervalBlock"}
    return _entry(f"{reading}/IntervalBlock/{block}", "", links, content, made)


def _readings(cells: Cells, power: int) -> str:
    lines = pc.binary_join_element_wise(
        "<IntervalReading>",
        _qualities(cells),
        "<timePeriod>",
        _durations(cells.length_s),
        "<start>",
        _text(cells.ts // SECOND),
        "</start></timePeriod><value>",
        _text(espi.whole(cells.value, power)),
        "</value></IntervalReading>\n",
        "",
    )
    return "".join(lines.to_pylist())


def _qualities(cells: Cells) -> pa.StringArray:
    words = {
        quality: f"<ReadingQuality><quality>{code}</quality></ReadingQuality>"
        for quality, code in espi.QUALITY.items()
    }
    table = pa.array([words.get(quality, "") for quality in Quality])
    return table.take(pa.array(cells.quality))


def _durations(length_s: Floats) -> pa.StringArray:
    """Of what covers time; an instant has none."""
    seconds = np.rint(length_s).astype(np.int64)
    told = pc.binary_join_element_wise("<duration>", _text(seconds), "</duration>", "")
    return pc.if_else(pa.array(seconds > 0), told, "")


def _text(whole: np.ndarray) -> pa.StringArray:
    return pa.array(whole).cast(pa.string())


def _entry(address: str, title: str, links: dict[str, str], content: str, made: str) -> str:
    every = {"self": address, **links}
    told = "".join(f'<link rel="{rel}" href="{href}"/>' for rel, href in every.items())
    return (
        f"<entry><id>{_id(made + address)}</id>{told}<title>{escape(_printable(title))}</title>"
        f'<content type="application/xml">{content}</content>'
        f"<published>{made}</published><updated>{made}</updated>"
        "</entry>\n"
    )


def _printable(text: str) -> str:
    """Without the control characters that no XML may hold."""
    return "".join(letter for letter in text if letter.isprintable())


def _id(name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, name)}"
