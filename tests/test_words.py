"""The Chinese words: one word for one thing, and signs as they are written in Chinese."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
CATALOG = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "zhongxiao.po"
# What is called otherwise here, and how; the glossary stands in docs/architecture.md.
CALLED = {
    "超期": "逾期",
    "店铺密度": "铺货密度",
    "批次": "批号",
    "发货单": "送货单",
    "检举": "举报",
    "软件": "程序",
    "计算机": "电脑",
    "目录": "文件夹",
    "口令": "密码",
    "登陆": "登录",
    "请输入": "请填，请写",
    "存盘": "保存",
    "重试": "再试",
    "移除": "去掉",
    "撤消": "撤销",
    "帐": "账",
    "故障": "毛病",
    "单击": "点",
    "点击": "点",
}
# What is booked is taken back by a mirrored entry: only an order, or what one is doing, is 取消.
_BOOKED = "退货|送货单?|收款|兑付|利益|单据"
_UNBOOKED = re.compile(rf"取消({_BOOKED})|已取消的({_BOOKED})|({_BOOKED})(已|仍可|可以|可)取消")
_HAN = "[\u4e00-\u9fff]"
# Qt writes the key of a field in brackets of its own; a code of a command is no sentence.
_LEFT = re.compile(r"\(&[A-Z]\)|编号:校验码")
_HALF = re.compile(
    rf"""{_HAN}[,;:!?]|[,;!?]{_HAN}|{_HAN}\(|\){_HAN}|{_HAN}\.(?!\w)|\.\.\.|{_HAN}["']|["']{_HAN}"""
)
_TWICE = re.compile("[，。；：、]{2}")
_UNSPACED = re.compile(rf"{_HAN}[0-9]|[0-9]{_HAN}")


def test_one_thing_has_one_word() -> None:
    found = [
        f"{text}: {word} is called {called}"
        for text in _words()
        for word, called in CALLED.items()
        if word in text
    ]
    assert found == []


def test_what_is_booked_is_taken_back_by_one_word() -> None:
    assert [text for text in _words() if _UNBOOKED.search(text)] == []


def test_whoever_waits_reads_alike_dots() -> None:
    with CATALOG.open("rb") as file:
        said = [str(one.string) for one in read_po(file) if str(one.id).endswith(" …")]
    assert [one for one in said if one.startswith("正在") and not one.endswith("…")] == []
    assert [one for one in said if one.startswith("正在") and "……" in one] == []


def test_signs_are_those_of_chinese() -> None:
    for text in _words():
        plain = _LEFT.sub("", text)
        assert not _HALF.search(plain), text
        assert not _TWICE.search(plain), text


def test_figures_stand_apart_from_the_words() -> None:
    filled = (re.sub(r"\{\w+\}", "", one.replace("{number}", "7")) for one in _words())
    assert [text for text in filled if _UNSPACED.search(text)] == []


def _words() -> list[str]:
    """All that is said in Chinese."""
    with CATALOG.open("rb") as file:
        messages = [message.string for message in read_po(file, locale="zh_CN") if message.id]
    return [text for one in messages for text in ([one] if isinstance(one, str) else one)]
