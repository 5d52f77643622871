"""Lists of surveys of shops: their headings, and their rows as typed drafts (P1)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from desktop.basics.drafts.survey import SPENDING, LevelDraft, SurveyDraft
from desktop.basics.fields import filled
from desktop.basics.headings import headings
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.basics.typed import narrow
from desktop.spreadsheets import fields
from desktop.spreadsheets.by_column import Asked, Parse
from desktop.spreadsheets.cells import Cell, Row, is_blank
from desktop.spreadsheets.good_rows import Block, Field, Fields, good_rows
from desktop.spreadsheets.list_kind import ListField, ListKind, declared_fields
from desktop.spreadsheets.reading import Reading, short_text
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


_GROUP, _LEVEL_AT = "group ", "level "  # before the place of one of the columns that hold them
_APART = ("surveyed_on", "spending")
# What a survey can't do without, by field and by attribute.
_NEEDED = {
    "dated": "surveyed_on",
    "shop_type": "shop_type",
    "area_m2": "area_m2",
    "households": "households",
    "spending": "spending",
}
_NAMED: Mapping[str, Field] = {"client": (fields.code, ""), "client_name": (short_text, "")}


def survey_rows(reading: Reading) -> Iterator[SurveyRow]:
    """The good rows: each needs all that the form needs; no rivals told are none."""
    rows = list(reading.rows())
    surveys = _Surveys(reading, reading.day_reader(rows, "dated"))
    return good_rows(reading, rows, surveys.asked, surveys.clean, surveys.again)


class _Surveys:
    """The surveys of one list; its days are read by ``read_day``."""

    def __init__(self, reading: Reading, read_day: Parse) -> None:
        header = reading.header
        self._reading, self._read_day = reading, read_day
        self._named = Fields(reading, _NAMED, (("client", "client_name"),))
        self._blank = reading.declared(Row(0, ()), SurveyDraft, dict.fromkeys(_APART))
        self._declared = reading.asked(SurveyDraft, _APART)
        for field, parse in (("dated", read_day), ("spending", _spending)):
            if field in header.columns:
                self._declared.append((_NEEDED[field], header.columns[field], parse, None))
        groups, levels = (sorted(header.joined.get(one, ())) for one in ("groups", "levels"))
        self.asked: list[Asked] = [
            *self._declared,
            *self._named.asked,
            *(
                (f"{_GROUP}{at}", at, partial(_groups_in, heading=header.headings.get(at, "")), ())
                for at in groups
            ),
            *((f"{_LEVEL_AT}{at}", at, _levels_in, ()) for at in levels),
        ]

    def clean(self, block: Block) -> Iterator[SurveyRow]:
        """The surveys of rows of which there is nothing to say."""
        shops, names = self._named.of_block(block)
        for name in _NEEDED.values():
            block.need([name], self._blank[name])
        told = [name for name, *_how in self._declared]
        known = zip(*(block.found[name] for name in told), strict=True)
        groups, levels = _together(block, _GROUP), _together(block, _LEVEL_AT)
        for at, (row, values) in enumerate(zip(block.rows, known, strict=True)):
            beside: dict[str, Any] = {"client": shops[at], "groups": {}, "levels": levels[at]}
            try:
                beside["groups"] = _known_shares(groups[at])
            except fields.BadValue:
                block.odd.add(at)
            draft = filled(SurveyDraft, self._blank, zip(told, values, strict=True), beside)
            vars(draft)["rivals"] = draft.rivals or 0
            yield SurveyRow(row, shops[at], names[at], draft)

    def again(self, row: Row) -> SurveyRow:
        """The survey of a row, read cell by cell."""
        reading = self._reading
        self._named.need(row)
        for field in _NEEDED:
            reading.require(row, field)
        apart = {
            "surveyed_on": reading.value(row, "dated", self._read_day, None),
            "spending": reading.value(row, "spending", _spending, ""),
        }
        found = reading.declared(row, SurveyDraft, apart)
        found["rivals"] = found["rivals"] or 0
        groups, levels = _groups(reading, row), _levels(reading, row)
        code, name = self._named.values(row)
        draft = SurveyDraft(client=code, groups=groups, levels=levels, **found)
        return SurveyRow(row, code, name, draft)


def _together(block: Block, begins: str) -> list[tuple[Any, ...]]:
    """What the columns that hold a field together say in each row."""
    columns = [one for name, one in block.found.items() if name.startswith(begins)]
    if len(columns) == 1:
        return columns[0]
    return [tuple(chain(*some)) for some in zip(*columns, strict=True)] or [()] * len(block.rows)


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


def _groups_in(cell: Cell, heading: str) -> tuple[tuple[str, str], ...]:
    return tuple(_told(cell, heading))


@lru_cache(maxsize=1_000)  # shops of a kind have the same buyers
def _known_shares(told: tuple[tuple[str, str], ...]) -> Mapping[str, Decimal]:
    return _shares(told)


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
    levels: tuple[LevelDraft, ...] = ()
    for place in sorted(reading.header.joined.get("levels", ())):
        cell = row.cell(place)
        try:
            text = "" if is_blank(cell) else fields.text(cell)
        except fields.BadValue as error:
            reading.refuse(row, "levels", error.reason)
            continue
        try:
            levels += _levels_in(text)
        except fields.BadValue as error:
            reading.refuse(row, "levels", error.reason)
            return ()
    return levels


def _levels_in(cell: Cell) -> tuple[LevelDraft, ...]:
    """The levels of a cell, from the top."""
    text = narrow(fields.text(cell)).strip()
    return tuple(_level(part) for part in _LEVELS.split(text) if part)


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
