"""Any table of readings: what no other format claims."""

from __future__ import annotations

from energy_core.formats.document import Answers, Document
from energy_core.formats.grids.open import open_grid
from energy_core.formats.table.read import read_table
from energy_core.formats.unpack import Part

PRIORITY = -100


def claims(part: Part) -> bool:
    return True


def read(part: Part, answers: Answers) -> Document:
    """The document of the part's table. Raises UnreadableFile."""
    return read_table(open_grid(part), part.name, answers)
