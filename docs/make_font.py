"""Make pages/static/inter.woff2 from @fontsource-variable/inter's latin file with optical size.

    npm pack @fontsource-variable/inter && tar xzf fontsource-variable-inter-*.tgz
    pip install fonttools brotli
    python docs/make_font.py package/files/inter-latin-opsz-normal.woff2 pages/static/inter.woff2

Charts are drawn on a canvas, where `font-variant-numeric` cannot be set: so the digits that all
have one width become the font's own digits, and U+202F, which the file lacks, becomes its thin
space. Nothing else changes; the licence (SIL OFL 1.1) is pages/static/INTER-LICENSE.txt.
"""

from __future__ import annotations

import sys

from fontTools.ttLib import TTFont

NARROW_NO_BREAK_SPACE, THIN_SPACE = 0x202F, 0x2009


def tabular_of(font: TTFont) -> dict[str, str]:
    """Glyph → its tabular form, from the font's `tnum` feature."""
    gsub = font["GSUB"].table
    records = [r for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum"]
    lookups = {i for record in records for i in record.Feature.LookupListIndex}
    pairs: dict[str, str] = {}
    for index in lookups:
        for subtable in gsub.LookupList.Lookup[index].SubTable:
            pairs.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    return pairs


def bake(font: TTFont) -> None:
    tabular = tabular_of(font)
    for table in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            name = table.cmap[digit]
            table.cmap[digit] = tabular.get(name, name)  # subtables may share one mapping
        table.cmap[NARROW_NO_BREAK_SPACE] = table.cmap[THIN_SPACE]


if __name__ == "__main__":
    source, target = sys.argv[1:]
    inter = TTFont(source)
    bake(inter)
    inter.flavor = "woff2"
    inter.save(target)
