"""Files of the true standards with bytes changed, cut, doubled and mixed: an answer or a clear
error, never anything else."""

from __future__ import annotations

import json
import random
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from energy_core.errors import UnreadableFile
from energy_core.formats.document import Answers
from energy_core.formats.facts import of_document
from energy_core.formats.files import espi, line_protocol, nem12, nem13, telegram
from tests.formats.files import test_espi, test_nem12, test_nem13, test_telegram
from tests.support.parts import part_of

SAMPLES: dict[ModuleType, str] = {
    espi: test_espi.feed(
        *test_espi.linked(1, 1, "5").values(),
        test_espi.block(*(test_espi.reading(n, str(n)) for n in range(20))),
    ),
    nem12: test_nem12.HEAD
    + test_nem12.stream()
    + test_nem12.day("20240101", "1.5", "V")
    + "400,1,20,S14,76,\n400,21,48,A,,\n"
    + test_nem12.day("20240102", "2.5"),
    nem13: test_nem13.HEAD + test_nem13.FIRST + test_nem13.SECOND,
    telegram: test_telegram.said("240110120000W", *test_telegram.FULL) * 2,
    line_protocol: "".join(
        f"grid,unit=kWh,role=grid_import import={n},export={n}i {1700000000 + n}\n"
        for n in range(60)
    ),
}
TOKENS = (
    b"", b"\x00", b"\xff\xfe", b",", b"\n", b"\r", b'"', b"-1e400", b"nan", b"99999999999999999999",
    b"\xc2\xb2", b"<", b"&a;", b"(", b")", b"*", b"300,", b"200,NMI", b" ", b"=", b"1_0",
)  # fmt: skip


def damaged(sample: bytes, dice: random.Random) -> bytes:
    data = bytearray(sample)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(data) + 1)
        until = at + dice.choice([0, 1, 1, 3, 20, 200])
        other = dice.randrange(len(sample))
        data[at:until] = dice.choice(
            [dice.choice(TOKENS), dice.randbytes(3), sample[other : other + 40]]
        )
    return bytes(data)


@pytest.mark.parametrize("format_", SAMPLES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_a_damaged_file_gives_usable_series_or_a_clear_error(
    tmp_path: Path, format_: ModuleType
) -> None:
    dice = random.Random(5)
    sample = SAMPLES[format_].encode()
    read = 0
    for _ in range(400):
        part = part_of(tmp_path, damaged(sample, dice))
        format_.claims(part)
        try:
            document = format_.read(part, Answers())
        except UnreadableFile as error:
            assert str(error)
            continue
        for series in document.series:
            assert np.isfinite(series.value).all()
            assert (np.diff(series.ts) >= 0).all()
            assert len(series.ts) == len(series.value) == len(series.estimated)
        json.dumps(of_document(document), allow_nan=False)
        read += 1
    assert read >= 5
