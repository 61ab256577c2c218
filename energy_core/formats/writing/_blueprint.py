"""A format to write is a module of this folder with these names; copy this file to add one."""

from __future__ import annotations

from collections.abc import Iterator

from energy_core.formats.export.what import Export

MEDIA_TYPE = "application/octet-stream"
"""What a browser is told that it is. The module's name is the format's, and ends the file's."""


def write(export: Export) -> Iterator[bytes]:
    """The file, piece by piece: no more of it is held than a chunk.

    Raises BadRequest, before the first piece, for what this format cannot say exactly.
    """
    raise NotImplementedError
