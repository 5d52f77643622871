"""A client file on paper has three pages at most, however much is known."""

from dataclasses import replace

import pypdfium2

from desktop.printing import render
from desktop.queries.papers import client_file as gathered
from tests.printing.client_paper import client_file
from tests.printing.pdf import outside, texts

CONTENT = "进门头一个货架的端头摆牙膏家庭三支装，堆到齐腰高，挂一张大价签，" * 4  # 120 signs
BROUGHT = "与 24 家同类店相比，每天 +109.56 元（-1,110.31 至 +1,229.42）：分不清是不是偶然。"


def test_the_fullest_file_has_three_pages() -> None:
    plain = client_file()
    done = replace(plain.done[0], words=CONTENT[:60], brought=BROUGHT)
    told = replace(plain.told[0], words=CONTENT[:60], said="“" + CONTENT[:30] + "” · 5 分")
    pdf = render(
        client_file(
            done=(done,) * gathered._MOST_DONE,
            told=(told,) * gathered._MOST_TOLD,
            neighbours=plain.neighbours[:1] * gathered._MOST_NEIGHBOURS,
            assets=plain.assets * 3,
            photos=plain.photos[:1] * gathered._MOST_PHOTOS,
        )
    )
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) <= 3
    assert not outside(pdf)


def test_what_nothing_is_known_of_isnt_there() -> None:
    nothing = {"goods": (), "money": (), "agreement": (), "buyers": (), "told": (), "assets": ()}
    pdf = render(client_file(**nothing, chart=None, done=(), neighbours=(), around="", photos=()))
    said = "".join(texts(pdf))
    assert "下次拜访" in said
    for title in ("订货", "欠款", "协议", "顾客", "说过", "资产", "邻店", "照片", "近 26 周"):
        assert title not in said
