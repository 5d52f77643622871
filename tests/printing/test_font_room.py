"""Fonts that take little room are embedded, and measured, as ReportLab's own."""

import pytest
from reportlab.pdfbase.ttfonts import TTFontFace

from desktop.basics.resources import resource
from desktop.printing.fonts import BOLD, RARE, REGULAR, font_named

FILES = {
    REGULAR: "NotoSansSC-Regular.ttf",
    BOLD: "NotoSansSC-Bold.ttf",
    RARE: "ZhongxiaoRare-Regular.ttf",
}


@pytest.mark.parametrize("name", FILES)
def test_a_font_that_saves_room_says_and_embeds_the_same(name: str) -> None:
    whole, ours = TTFontFace(str(resource("fonts", FILES[name]))), font_named(name).face
    signs = list(whole.charToGlyph)

    assert all(code in ours.charToGlyph for code in signs)
    assert [ours.charToGlyph[code] for code in signs] == list(whole.charToGlyph.values())
    assert [ours.getCharWidth(code) for code in signs] == list(map(whole.getCharWidth, signs))
    assert not any(code in ours.charToGlyph for code in range(1_000) if code not in signs)
    assert 0x10FFFF not in ours.charToGlyph
    few = [0, *signs[::97][:250]]
    assert ours.makeSubset(few) == whole.makeSubset(few)
