"""Fewer points of a line, with its extremes kept."""

from __future__ import annotations

from collections.abc import Sequence

Figure = tuple[float, float]
"""(epoch s, value)."""


def thinned(figures: Sequence[Figure], most: int) -> list[Figure]:
    """At most about `most` of the figures, in order: of each bucket the least and the greatest,
    and always the last."""
    if len(figures) <= most:
        return list(figures)
    size = -(-2 * len(figures) // most)
    kept = {len(figures) - 1}
    for start in range(0, len(figures), size):
        bucket = range(start, min(start + size, len(figures)))
        kept |= {pick(bucket, key=lambda n: figures[n][1]) for pick in (min, max)}
    return [figures[n] for n in sorted(kept)]
