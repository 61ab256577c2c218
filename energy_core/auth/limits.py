"""How much each sender may ask: a bucket of requests that fills again with time."""

from __future__ import annotations

import time
from collections import OrderedDict

from energy_core.errors import RateLimited

SENDERS_REMEMBERED = 10_000


class Buckets:
    """A token bucket a sender: `rate` requests a second, twice that at once."""

    def __init__(self, rate: float) -> None:
        self._rate, self._room = rate, 2 * rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, sender: str) -> None:
        """Count one request; RateLimited when the sender's bucket is empty."""
        now = time.monotonic()
        left, at = self._left.pop(sender, (self._room, now))
        left = min(self._room, left + (now - at) * self._rate)
        self._left[sender] = (max(left - 1, 0.0), now)
        if len(self._left) > SENDERS_REMEMBERED:
            self._left.popitem(last=False)
        if left < 1:
            raise RateLimited(f"more than {self._rate:.0f} requests a second")
