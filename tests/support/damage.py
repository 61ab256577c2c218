"""Files as they come from broken disks, cut downloads and careless editors: seeded mutations."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.support.dialects import write

LARGEST = 400_000  # bytes of a file that is damaged: its head, so that a thousand take minutes
KINDS = (".csv", ".txt", ".xml", ".json", ".xlsx", ".nem12", ".tsv", ".gz", ".zip")

_GZIP = b"\x1f\x8b"

Damage = Callable[[random.Random, bytes], bytes]


@dataclass(frozen=True)
class Damaged:
    name: str
    content: bytes
    how: str


def damaged(seed: int, originals: list[Path]) -> Damaged:
    """The damaged file of a seed: one of `originals`, or one that we write."""
    rng = random.Random(seed)
    name, content = _original(rng, seed, originals)
    done = [rng.choice(tuple(DAMAGES)) for _ in range(rng.choice((1, 1, 2, 3)))]
    for how in done:
        content = DAMAGES[how](rng, content)
    return Damaged(name, content, ", ".join(done))


def meter_files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*/*") if p.suffix.lower() in KINDS)


def _original(rng: random.Random, seed: int, originals: list[Path]) -> tuple[str, bytes]:
    if not originals or rng.random() < 0.25:
        return "written.csv", write(seed).content
    path = rng.choice(originals)
    whole = path.read_bytes()
    if whole.startswith(_GZIP) and rng.random() < 0.7:
        return path.stem, gzip.decompress(whole)[:LARGEST]
    return path.name, whole if whole.startswith((_GZIP, b"PK")) else whole[:LARGEST]


def _cut(rng: random.Random, content: bytes) -> bytes:
    return content[: rng.randint(0, len(content))]


def _beheaded(rng: random.Random, content: bytes) -> bytes:
    return content[rng.randint(0, len(content)) :]


def _flipped(rng: random.Random, content: bytes) -> bytes:
    out = bytearray(content)
    for _ in range(rng.choice((1, 20, 2000))):
        if out:
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _other_delimiter(rng: random.Random, content: bytes) -> bytes:
    return content.replace(*rng.sample((b",", b";", b"\t", b"|", b" ", b".", b":"), 2))


def _lines_doubled(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    at = rng.randrange(len(lines))
    return b"\n".join(lines[: at + 50] + lines[at:])


def _lines_lost(rng: random.Random, content: bytes) -> bytes:
    share = rng.choice((0.01, 0.3, 0.9))
    return b"\n".join(line for line in content.split(b"\n") if rng.random() > share)


def _lines_shuffled(rng: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def _zeros(rng: random.Random, content: bytes) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + bytes(rng.choice((1, 512, 65_536))) + content[at:]


def _noise(rng: random.Random, content: bytes) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + rng.randbytes(rng.choice((10, 5000))) + content[at:]


def _huge_line(rng: random.Random, content: bytes) -> bytes:
    at = rng.randint(0, len(content))
    return content[:at] + rng.choice((b"x", b"1", b",", b'"', b" ")) * 2_000_000 + content[at:]


def _mixed_encodings(rng: random.Random, content: bytes) -> bytes:
    at = rng.randint(0, len(content))
    text = "Énergie; 3,5 kWh €\r\n" * 20
    return content[:at] + text.encode(rng.choice(("utf-16-le", "cp1252", "utf-8"))) + content[at:]


def _quotes(rng: random.Random, content: bytes) -> bytes:
    out = bytearray(content)
    for _ in range(rng.choice((1, 50))):
        out.insert(rng.randint(0, len(out)), ord('"'))
    return bytes(out)


def _words_for_digits(rng: random.Random, content: bytes) -> bytes:
    digit = str(rng.randrange(10)).encode()
    return content.replace(digit, rng.choice((b"x", b"", b"-", b"e", "٣".encode(), b"99999")))


def _twice(rng: random.Random, content: bytes) -> bytes:
    return content + rng.choice((b"", b"\r\n\r\n", b"\x1a")) + content


DAMAGES: dict[str, Damage] = {
    "cut short": _cut,
    "beheaded": _beheaded,
    "bits flipped": _flipped,
    "another delimiter": _other_delimiter,
    "lines doubled": _lines_doubled,
    "lines lost": _lines_lost,
    "lines shuffled": _lines_shuffled,
    "zeros": _zeros,
    "noise": _noise,
    "a huge line": _huge_line,
    "mixed encodings": _mixed_encodings,
    "stray quotes": _quotes,
    "digits replaced": _words_for_digits,
    "twice": _twice,
}
