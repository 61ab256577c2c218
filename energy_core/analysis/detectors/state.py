"""What is kept of a meter between readings: enough to go on as if nothing had been cut."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from energy_core.analysis.detectors.baseline import LONG, WEEKS, Past
from energy_core.analysis.detectors.event import Mark
from energy_core.analysis.detectors.joining import Open, packed, unpacked
from energy_core.analysis.detectors.slots import Floats32
from energy_core.metering.readings import Stamps

VERSION = 3


@dataclass(slots=True)
class State:
    """step [µs] and slots: of the meter. past: the days that are over. ts, power [W]:
    readings of the running day. last: stamp and value of a counter's last reading.
    memory: of each detector. open: events that may still grow. fine: distance [µs] of what
    is read more than once a minute, else 0; tail: readings (ts, value) of the running minute, or of a meter whose step is not
    known yet. since: no mark can have been made before. seen: stamps below it have been judged.
    marks: of the running day, made as its readings came in."""

    step: int
    slots: int
    past: Past
    ts: Stamps = field(default_factory=lambda: np.empty(0, np.int64))
    power: Floats32 = field(default_factory=lambda: np.empty(0, np.float32))
    last: tuple[int, float] | None = None
    memory: dict[str, dict[str, float]] = field(default_factory=dict)
    open: list[Open] = field(default_factory=list)
    readings: int = 0
    mean_w: float = 0.0
    fine: int = 0
    tail: list[tuple[int, float]] = field(default_factory=list)
    since: int = 0
    seen: int = 0
    marks: list[Mark] = field(default_factory=list)

    def to_bytes(self) -> bytes:
        """At most 25 KB for a meter that is read once a minute."""
        past = self.past
        arrays: dict[str, npt.NDArray[Any]] = {
            "value": past.value, "flag": np.packbits(past.flag), "type": past.type,
            "ts": np.diff(self.ts, prepend=0), "power": self.power,
            "daily": np.array(list(past.daily.values()), np.float16),
        }  # fmt: skip
        head = {
            "version": VERSION, "step": self.step, "slots": self.slots, "days": past.days,
            "daily": list(past.daily), "last": self.last, "memory": self.memory,
            "open": [o.packed() for o in self.open], "readings": self.readings,
            "mean_w": self.mean_w, "count": len(self.ts), "fine": self.fine, "tail": self.tail,
            "since": self.since, "seen": self.seen, "marks": [packed(m) for m in self.marks],
        }  # fmt: skip
        text = json.dumps(head).encode()
        body = b"".join(array.tobytes() for array in arrays.values())
        return zlib.compress(len(text).to_bytes(4, "little") + text + body, 9)

    @classmethod
    def from_bytes(cls, packed: bytes) -> State:
        """Raises ValueError for a state of another version: the past is then gone through again."""
        data = zlib.decompress(packed)
        size = int.from_bytes(data[:4], "little")
        head = json.loads(data[4 : 4 + size])
        if head["version"] != VERSION:
            raise ValueError(f"state of version {head['version']}, expected {VERSION}")
        take = _Reader(data[4 + size :])
        slots, count = head["slots"], head["count"]
        value = take(np.float32, WEEKS * slots).reshape(WEEKS, slots)
        bits = take(np.uint8, -(-WEEKS * slots // 8))
        flag = np.unpackbits(bits, count=WEEKS * slots).reshape(WEEKS, slots).astype(bool)
        type_ = take(np.int8, WEEKS)
        ts, power = np.cumsum(take(np.int64, count)), take(np.float32, count)
        daily = take(np.float16, LONG * len(head["daily"])).reshape(-1, LONG)
        past = Past(value, flag, type_, dict(zip(head["daily"], daily, strict=True)))
        past.days = head["days"]
        last = tuple(head["last"]) if head["last"] else None
        return cls(
            head["step"], slots, past, ts, power, last, head["memory"],
            [Open.unpacked(row) for row in head["open"]], head["readings"], head["mean_w"],
            head["fine"], [(t, v) for t, v in head["tail"]], head["since"], head["seen"],
            [unpacked(row) for row in head["marks"]],
        )  # fmt: skip


class _Reader:
    """Takes arrays one after the other from bytes."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def __call__(self, dtype: type, count: int) -> npt.NDArray[Any]:
        array: npt.NDArray[Any] = np.frombuffer(self._data, dtype, count, self._at).copy()
        self._at += array.nbytes
        return array
