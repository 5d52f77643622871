"""Rows among the records of a list that are none: headings again, totals, signatures, remarks."""

import re
from collections.abc import Iterable

from desktop.basics.i18n import _
from desktop.spreadsheets.cells import Merged, Row, is_blank
from desktop.spreadsheets.header import Header, plain

_COUNTERS = "家店|条记录|家客户|个客户|种商品|个商品|家|户|个|条|种|店|笔|行|项|件|箱|瓶|支|元|整"
# All of these are matched against ``plain`` texts: half width, no blanks, marks and colons.
_TOTAL = re.compile(
    r"(?:本页|当页|每页|本表|全部|总)?(?:合计|小计|共计|总计|累计|汇总|总额|总和)(?:金额|数量)?"
    r"|grandtotal|subtotal|sum|totals?"
)
# 东街小店 小计, 一月合计: the total of a part of the list.
_PART_TOTAL = re.compile(r".{1,20}(?:合计|小计|总计)")
_ALL_COUNTED = re.compile(rf"(?:共|共计|总计|合计|小计)\d+(?:{_COUNTERS})?(?:\d+(?:{_COUNTERS}))*")
_COUNTED = re.compile(
    rf"(?:共|计|共计|总计|合计|小计)?[¥￥]?\d+(?:{_COUNTERS}|%)*(?:\d+(?:{_COUNTERS}))*"
    r"|(?:大写|人民币)*[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整]+"
)
# Alone in its cell such a word heads what is signed or remarked.
_ALONE = re.compile(
    r"(?:制单|制表|审核|复核|审批|核准|批准|签字|签名|签章|盖章|经办|经手|填表|填报)"
    r"(?:人员|人|员|者|签字|签名|日期|时间)?"
    r"|备注|附注|说明|注意事项|温馨提示|remarks?|notes?"
)
# What begins a line of a form when a colon follows it; matched against the text as it stands.
_LABELS = """
    制单 制表 审核 复核 审批 核准 批准 签字 签名 签章 盖章 经办 经手 填表 填报 录入 打印 导出
    主管 财务 会计 出纳 仓管 库管 保管 发货 送货 收货 提货 验收 业务员 客户 供应商 单位 部门 负责
    联系 开单 报价 日期 时间 页码 备注 说明 注 附注 注意 注意事项 温馨提示 提示 有效期 地址 电话
    传真 开户行 账号 总经理 经理 店长 白联 红联 remarks? notes? printed page
"""
_LABELLED = re.compile(
    rf"(?:{'|'.join(sorted(_LABELS.split(), key=len, reverse=True))})"
    r"[人员者部门单位日期时间签字名章盖处栏方电话()（）]{0,8}\s*[:：]",
    re.IGNORECASE,
)
_REMARK = re.compile(r"以上|本表|本单|本价格|本报价|上述|上表|如有|注[:：]|※|★|\*{1,3}\s*\D")
_PAGE = re.compile(
    r"(?:第\s*)?\d+\s*页?\s*[,，/、]?\s*[共/]\s*\d+\s*页?|第\s*\d+\s*页|page\s*\d+.*",
    re.IGNORECASE,
)
# What any of the above begins with or holds; most records are told apart by this alone.
_TRIGGER = re.compile(
    r"[:：计额和共页/※★*注]|汇\s*总|审核|复核|审批|核准|批准|签|章|经办|经手|制[单表]|填[表报]|备注|说明|提示"
    r"|以上|本表|本单|本价|本报|上述|上表|如有|total|sum|page|remark|note",
    re.IGNORECASE,
)
_NAMING = ("code", "name", "client", "client_name", "product", "product_name")
_SHORTEST_TITLE = 4


def is_total_word(plain_text: str) -> bool:
    """Whether a cell, as ``header.plain`` gives it, heads a row of totals: 合计, 共12家, total."""
    return bool(_TOTAL.fullmatch(plain_text) or _ALL_COUNTED.fullmatch(plain_text))


class NoRecords:
    """Knows the rows of one list that are no records, and why.

    Of one that ``may_be_none``, ``reason`` gives words if it is left out, ``doubt`` if it must be
    asked about: it begins like a total and yet names something, or holds other headings.
    """

    def __init__(self, header: Header, above: Iterable[Row], merged: Iterable[Merged]) -> None:
        above = list(above)
        self._header = header
        self._words = {plain(cell) for row in above for cell in row.cells if not is_blank(cell)}
        self._begins = {word[:1] for word in self._words}
        self._above = {key for row in above if (key := _key(row))}
        self._across = {
            one.first_row
            for one in merged
            if one.first_row == one.last_row and one.last_column - one.first_column >= 2
        }

    def may_be_none(self, row: Row) -> bool:
        """Quickly: is there anything about a row for which to look at it closely?"""
        first = _first_text(row)
        if first is None:
            return False
        begins_alike = first.lstrip()[:1].lower() in self._begins
        said_above = begins_alike and plain(first) in self._words
        return bool(said_above or row.number in self._across or _TRIGGER.search(first))

    def reason(self, row: Row) -> str:
        """Why a row is no record; "" for one that may be one."""
        first = _first_text(row)
        if first is None:
            return ""
        filled = [cell for cell in row.cells if not is_blank(cell)]
        if self._is_heading(row):
            return _("the headings again; the row was left out")
        if self._is_total(row, first):
            return _("a total row; it was left out")
        alone = len(filled) == 1
        if alone and _PAGE.fullmatch(first.strip()):
            return _("the head or foot of a page; the row was left out")
        if filled[0] is first and _is_signature(first, alone):
            return _("a line of signatures or remarks; it was left out")
        if alone and (row.number in self._across or self._is_title(row, first)):
            return _("a title across the columns; the row was left out")
        return ""

    def doubt(self, row: Row) -> str:
        """What must be asked about a row that may be a record."""
        first = _first_text(row)
        if first is None:
            return ""
        begins = next(cell for cell in row.cells if not is_blank(cell))
        if begins is first and _TOTAL.fullmatch(plain(first)):
            return _("the row begins like a total and yet names something; delete or mend it")
        if self._said_above(row) > 2:
            return _(
                "other headings stand here, so the columns below may mean something else; "
                "put this list into a file of its own"
            )
        return ""

    def _said_above(self, row: Row) -> int:
        """How many cells of a row stand above the list in the same words."""
        return sum(1 for cell in row.cells if isinstance(cell, str) and plain(cell) in self._words)

    def _is_heading(self, row: Row) -> bool:
        """Is this the row of the headings once more, with one cell at most that differs?"""
        if not self._said_above(row):
            return False
        key, headings = _key(row), self._header.headings
        if key in self._above and (len(key) > 1 or len(headings) == 1):
            return True
        cells = enumerate(row.cells)
        same = sum(1 for at, cell in cells if at in headings and plain(cell) == plain(headings[at]))
        return same > 1 and same >= len(key) - 1

    def _is_title(self, row: Row, text: str) -> bool:
        return len(text.strip()) >= _SHORTEST_TITLE and _key(row) in self._above

    def _is_total(self, row: Row, text: str) -> bool:
        first = plain(text)
        is_total = is_total_word(first)
        if not is_total and not (_PART_TOTAL.fullmatch(first) and self._names_nothing(row, text)):
            return False
        others = [plain(cell) for cell in row.cells if isinstance(cell, str) and cell != text]
        return all(not said or _says_nothing(said) for said in others)

    def _names_nothing(self, row: Row, text: str) -> bool:
        """Does no column that names a record say anything but this text?"""
        columns = [self._header.columns[name] for name in _NAMING if name in self._header.columns]
        return len(columns) > 1 and all(
            row.cell(place) == text or is_blank(row.cell(place)) for place in columns
        )


def _first_text(row: Row) -> str | None:
    for cell in row.cells:
        if isinstance(cell, str) and cell and not is_blank(cell):
            return cell
    return None


def _key(row: Row) -> tuple[str, ...]:
    return tuple(text for cell in row.cells if (text := plain(cell)))


def _says_nothing(said: str) -> bool:
    return bool(_TOTAL.fullmatch(said) or _COUNTED.fullmatch(said))


def _is_signature(first: str, alone: bool) -> bool:
    text = first.strip()
    if _LABELLED.match(text) or _ALONE.fullmatch(plain(text)):
        return True
    return alone and bool(_REMARK.match(text))
