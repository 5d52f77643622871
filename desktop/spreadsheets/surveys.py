"""Lists of surveys of shops: their headings, and their rows as typed drafts (P1)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from desktop.basics.drafts.survey import SPENDING, LevelDraft, SurveyDraft
from desktop.basics.headings import headings
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.basics.typed import narrow
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Cell, Row, is_blank
from desktop.spreadsheets.list_kind import ListField, ListKind, declared_fields
from desktop.spreadsheets.reading import Reading
from desktop.spreadsheets.sales import SALES

_GROUPS = """
    学生 家庭 老人 老年人 上班族 白领 外来务工 务工人员 过路客 游客 students families elderly
    officeworkers migrants travellers
"""
# The words of a list, which are office data and in no catalog.
SPENDING_WORDS = {"low": "低", "middle": "中", "high": "高"}
GROUPS_HEADING, LEVELS_HEADING = "消费群体", "货架各层（厘米）"

SURVEYS = ListKind(
    "surveys",
    N_("Surveys"),
    (
        SALES.by_name["client"],
        SALES.by_name["client_name"],
        *declared_fields(SurveyDraft),
        ListField(
            "groups",
            N_("Buyers"),
            (
                *headings("消费群体 消费人群 客群 客群构成 顾客构成 主要顾客 groups buyers"),
                *headings("~ ~占比 ~比例", _GROUPS),
            ),
            joined=True,
        ),
        ListField(
            "levels",
            N_("Shelf levels"),
            (
                *headings("货架各层 货架 货架层 货架尺寸 层板 levels shelf shelflevels"),
                *headings("第~层 ~层 第~层宽 level~", "一 二 三 四 五 六 七 八 1 2 3 4 5 6 7 8"),
            ),
            joined=True,
        ),
    ),
    (
        ("client", "client_name"),
        ("dated",),
        ("shop_type",),
        ("area_m2",),
        ("households",),
        ("spending",),
    ),
)

_ONE_GROUP = re.compile(r"(.+?)\s*[:：]?\s*(\d+(?:\.\d+)?\s*%?)")
_BESIDE_A_GROUP = re.compile(r"[（(【\[].*|(?:占比|比例|比重|share|%|％)$")
_PARTS = re.compile(r"[、,，;；\n]+")
_LENGTH = r"(\d+(?:\.\d+)?)(cm|mm|m|厘米|公分|毫米|米)?"
_LEVEL = re.compile(rf"{_LENGTH}(?:[x×*]{_LENGTH})?", re.IGNORECASE)
_IN_CM = {"mm": Decimal("0.1"), "毫米": Decimal("0.1"), "m": Decimal(100), "米": Decimal(100)}
_TOO_LARGE = (400, 120)  # cm: a level as wide and as high was measured in millimetres
_LEVELS = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """A survey; its shop is named by code or by name alone, and still to be found."""

    row: Row
    client: str
    client_name: str
    draft: SurveyDraft


def survey_rows(reading: Reading) -> Iterator[SurveyRow]:
    """The good rows: each needs all that the form needs; no rivals told are none."""
    header = reading.header
    named = [name for name in ("client", "client_name") if name in header.columns]
    rows = list(reading.rows())
    day_first = fields.puts_day_first([header.cell(row, "dated") for row in rows])
    read_day = partial(fields.day, day_first=day_first)
    for row in rows:
        reading.require(row, *named)
        for name in ("dated", "shop_type", "area_m2", "households", "spending"):
            reading.require(row, name)
        apart = {
            "surveyed_on": reading.value(row, "dated", read_day, None),
            "spending": reading.value(row, "spending", _spending, ""),
        }
        found = reading.declared(row, SurveyDraft, apart)
        found["rivals"] = found["rivals"] or 0
        groups, levels = _groups(reading, row), _levels(reading, row)
        code = reading.value(row, "client", fields.code, "")
        if not reading.is_bad(row):
            draft = SurveyDraft(client=code, groups=groups, levels=levels, **found)
            yield SurveyRow(row, code, reading.text(row, "client_name"), draft)


def _spending(cell: Cell) -> str:
    said = fields.text(cell).casefold()
    for name, words in SPENDING.items():
        if said in (name, SPENDING_WORDS[name], f"较{SPENDING_WORDS[name]}", _(words).casefold()):
            return name
    raise fields.BadValue(_("spending power is low, middle or high"))


def _groups(reading: Reading, row: Row) -> Mapping[str, Decimal]:
    """The groups with their shares: of one cell that names them, or of a column each."""
    told: list[tuple[str, str]] = []
    header = reading.header
    for place in sorted(header.joined.get("groups", ())):
        cell = row.cell(place)
        if is_blank(cell):
            continue
        try:
            told += _told(cell, header.headings.get(place, ""))
        except fields.BadValue as error:
            reading.refuse(row, "groups", error.reason)
    try:
        return _shares(told)
    except fields.BadValue as error:
        reading.refuse(row, "groups", error.reason)
        return {}


def _told(cell: Cell, heading: str) -> list[tuple[str, str]]:
    """Names and shares of a cell: 学生 40%、家庭 60%, or 0.4 under the heading 学生."""
    text = narrow(fields.text(cell))
    if not re.search(r"[^\d.%\s]", text):
        return [(_BESIDE_A_GROUP.sub("", heading).strip(), text)]
    found = [_ONE_GROUP.fullmatch(part.strip()) for part in _PARTS.split(text) if part.strip()]
    if not all(found):
        raise fields.BadValue(_("write each group with its share, like 学生 40%、家庭 60%"))
    return [(one[1], one[2]) for one in found if one]


def _shares(told: Sequence[tuple[str, str]]) -> Mapping[str, Decimal]:
    """The shares as rates; where one without a sign is above 1, all of them are per cent."""
    whole = any("%" not in share and fields.number(share) > 1 for _name, share in told)
    shares: dict[str, Decimal] = {}
    for name, share in told:
        if name in shares:
            raise fields.BadValue(_("“{name}” stands here twice").format(name=name))
        shares[name] = fields.rate(f"{share}%" if whole and "%" not in share else share)
    return {name: share for name, share in shares.items() if share}


def _levels(reading: Reading, row: Row) -> Sequence[LevelDraft]:
    """The levels from the top: 90×35；120, or a column each."""
    levels: list[LevelDraft] = []
    for place in sorted(reading.header.joined.get("levels", ())):
        cell = row.cell(place)
        try:
            text = "" if is_blank(cell) else narrow(fields.text(cell)).strip()
        except fields.BadValue as error:
            reading.refuse(row, "levels", error.reason)
            continue
        try:
            levels += map(_level, filter(None, _LEVELS.split(text)))
        except fields.BadValue as error:
            reading.refuse(row, "levels", error.reason)
            return ()
    return levels


def _level(part: str) -> LevelDraft:
    """A level of one part of a cell.

    A unit that stands behind the height alone is the width's too, and millimetres the height's.
    """
    found = _LEVEL.fullmatch(part)
    if found is None:
        raise fields.BadValue(
            _("write each level from the top as width × height in cm, like 90×35；120")
        )
    wide, unit, high, high_unit = found.groups()
    width = _cm(part, wide, unit or high_unit)
    in_mm = unit if unit and unit.casefold() in ("mm", "毫米") else None
    height = _cm(part, high, high_unit or in_mm) if high else None
    if not (unit or high_unit) and height and width >= _TOO_LARGE[0] and height >= _TOO_LARGE[1]:
        raise fields.BadValue(
            _("“{part}” looks like millimetres; write it with mm or cm").format(part=part)
        )
    return LevelDraft(width, height)


def _cm(part: str, number: str, unit: str | None) -> int:
    length = Decimal(number) * _IN_CM.get((unit or "").casefold(), Decimal(1))
    if length != int(length):
        raise fields.BadValue(_("“{part}”: write whole centimetres").format(part=part))
    return int(length)


def groups_text(groups: Mapping[str, Decimal]) -> str:
    """Groups as they stand in one cell."""
    return "、".join(f"{name} {percent(share)}" for name, share in groups.items())


def levels_text(levels: Sequence[LevelDraft]) -> str:
    """Levels as they stand in one cell."""
    return "；".join(
        f"{one.width_cm}×{one.height_cm}" if one.height_cm else str(one.width_cm) for one in levels
    )
