"""A format is a module of this folder with these three names; copy this file to add one."""

from __future__ import annotations

from energy_core.formats.document import Answers, Document
from energy_core.formats.unpack import Part

PRIORITY = 0
"""Formats are asked in falling order; the general table, which takes anything, is the last."""


def claims(part: Part) -> bool:
    """Whether this format is recognised by the part's first bytes and name; cheap, never raises."""
    return False


def read(part: Part, answers: Answers) -> Document:
    """The document. Raises UnreadableFile, naming line, column and what was expected, where
    nothing of it can be taken; what costs single rows is an Issue."""
    raise NotImplementedError
