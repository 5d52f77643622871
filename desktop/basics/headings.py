"""What people write above the columns of their lists: office data, in every language of the window.

Headings are compared without blanks, marks, brackets and letter case, so one spelling of each is
enough. Where two columns fit one field, the heading that stands earlier wins.
"""

SHOPS = """
    客户 门店 网点 终端 店铺 商店 商户 零售户 零售店 售点 超市 店 店面 卖场 分店 单店 会员店
    经销商 购货单位 收货单位 往来单位 购买方 顾客 买家 小客户
"""
GOODS = """
    商品 产品 货品 物料 存货 品 货物 单品 药品 物品 品种 SKU
"""


def headings(words: str, stems: str = "") -> tuple[str, ...]:
    """The headings of a text; one with ``~`` is written out with each of the stems."""
    found: list[str] = []
    for heading in words.split():
        written_out = stems.split() if "~" in heading else [""]
        found += [heading.replace("~", stem) for stem in written_out]
    return tuple(found)
