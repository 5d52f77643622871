"""The manual on paper: its contents with pages, then chapter after chapter, with an outline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from desktop.basics.manual_text import (
    CODE,
    INDEX,
    ITEM,
    PICTURE,
    TABLE,
    Block,
    Chapter,
    anchor,
)
from desktop.basics.manual_text import (
    HEADING as HEAD,
)
from desktop.basics.resources import manual
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.printing.fonts import printable, width
from desktop.printing.letterhead import Heading, Letterhead, head, running
from desktop.printing.list_sheet import laid_across, laid_upright
from desktop.printing.measures import (
    ACCENT,
    GUTTER,
    HEADING,
    LEADING,
    LINE,
    MM,
    PLAIN,
    READING,
    SMALL,
    TITLE,
)
from desktop.printing.page import Sheet, Style, first_baseline
from desktop.printing.paper import Paper
from desktop.printing.pictures import size_of
from desktop.printing.rich import flow_rich, rich_lines
from desktop.printing.table import Table

_NAME = "众小手册"
_CONTENTS = "contents"
_COLUMNS = 2
_ENTRY = 6.4 * MM
_INDENT, _MARK = 5.5 * MM, 1 * MM
_PICTURE_WIDE, _PICTURE_HIGH = 150 * MM, 105 * MM
_CAPTION = 5 * MM
_BEGUN = 50 * MM  # what stands under a chapter's title on its page at least
_BELOW = 22 * MM  # and under a heading
_WHOLE = (PICTURE, TABLE)  # what is not broken where it can be helped


@dataclass(frozen=True)
class ManualBook(Paper, kind="manual"):
    """The manual of a ``version`` of the program; its pictures are read as it is drawn."""

    letterhead: Letterhead
    day: date
    version: str
    chapters: tuple[Chapter, ...]

    def called(self) -> str:
        """What its PDF is called."""
        return f"{_NAME} {self.version}"

    def draw_on(self, sheet: Sheet) -> None:
        """Put the manual on sheets; the contents' pages are filled in at its end."""
        sheet.begin(running(_NAME, self.version, self.letterhead))
        facts = (f"版本 {self.version}", str(self.day))
        head(sheet, self.letterhead, Heading(_NAME, "", facts, "按 F1 在程序里看，边打边找。"))
        sheet.outline(INDEX, "目录", 0)
        top, pages = sheet.y, dict[str, int]()
        sheet.keep_room(_CONTENTS)
        self._lead_from_contents(sheet, top)
        sheet.next_page()
        for chapter in self.chapters:
            _draw_chapter(sheet, chapter, self, pages)
        sheet.fill_room(_CONTENTS, lambda: self._draw_contents(sheet, top, pages))

    def key(self, link: str, here: str) -> str:
        """Where a link of a chapter leads in the outline; "" for what is not in this book."""
        file, _sharp, heading = link.partition("#")
        name = file.removesuffix(".md") or here
        wanted = f"{name}#{heading}" if heading else name
        return wanted if wanted in self._keys() else ""

    def _keys(self) -> set[str]:
        keys = {INDEX, *(one.name for one in self.chapters)}
        for one in self.chapters:
            keys |= {_key(one, block) for block in one.blocks if block.kind == HEAD}
        return keys

    def _places(self, sheet: Sheet, top: float) -> list[tuple[float, float, float]]:
        """Where each line of the contents stands: x, y, width; column after column."""
        each = -(-len(self.chapters) // _COLUMNS)
        wide = (sheet.room - 2 * GUTTER * (_COLUMNS - 1)) / _COLUMNS
        return [
            (
                sheet.left + (place // each) * (wide + 2 * GUTTER),
                top + (place % each) * min(_ENTRY, (sheet.bottom - top) / each),
                wide,
            )
            for place in range(len(self.chapters))
        ]

    def _lead_from_contents(self, sheet: Sheet, top: float) -> None:
        for chapter, (x, y, wide) in zip(self.chapters, self._places(sheet, top), strict=True):
            sheet.link((x, y, wide, _ENTRY), chapter.name)

    def _draw_contents(self, sheet: Sheet, top: float, pages: dict[str, int]) -> None:
        for chapter, (x, y, wide) in zip(self.chapters, self._places(sheet, top), strict=True):
            baseline, number = y + first_baseline(READING), str(pages[chapter.name])
            title = width(printable(chapter.title), READING)
            sheet.text(x, baseline, chapter.title, Style(READING))
            sheet.text(x + wide, baseline, number, Style(READING, align="right"))
            sheet.dashes(x + title + 2 * MM, baseline, x + wide - width(number, READING) - 2 * MM)


def _key(chapter: Chapter, block: Block) -> str:
    return f"{chapter.name}#{anchor(block.text)}"


def _draw_chapter(sheet: Sheet, chapter: Chapter, book: ManualBook, pages: dict[str, int]) -> None:
    below = sum(_room_below(sheet, one) for one in chapter.blocks[:2] if one.kind in _WHOLE)
    if not sheet.need(20 * MM + max(below + 10 * MM, _BEGUN)):
        sheet.y += 8 * MM
    sheet.rule(sheet.left, sheet.y, sheet.right, ACCENT, 1.2)
    sheet.y += 3 * MM
    sheet.outline(chapter.name, chapter.title, 0)
    pages[chapter.name] = sheet.pages
    sheet.text(sheet.left, sheet.y + first_baseline(TITLE, 1.35), chapter.title, Style(TITLE, True))
    sheet.y += TITLE * 1.35 + 2 * MM
    for block, after in pairwise((*chapter.blocks, None)):
        assert block is not None
        if block.kind == HEAD:
            _draw_heading(sheet, chapter, block, after)
        elif block.kind == TABLE:
            _draw_table(sheet, block)
        elif block.kind == PICTURE:
            _draw_picture(sheet, block)
        elif block.kind == CODE:
            sheet.flow(block.text, Style(PLAIN), (block.level + 1) * _INDENT)
            sheet.y += 2 * MM
        else:
            _draw_text(sheet, block, chapter, book)


def _draw_heading(sheet: Sheet, chapter: Chapter, block: Block, after: Block | None) -> None:
    size = HEADING if block.level == 2 else READING
    sheet.need(size * LEADING + 5 * MM + _room_below(sheet, after))
    sheet.y += 4 * MM
    sheet.outline(_key(chapter, block), block.text, block.level - 1)
    sheet.text(sheet.left, sheet.y + first_baseline(size), block.text, Style(size, True))
    sheet.y += size * LEADING + 0.5 * MM


def _draw_text(sheet: Sheet, block: Block, chapter: Chapter, book: ManualBook) -> None:
    indent = block.level * _INDENT
    broken = rich_lines(block.spans, sheet.room - indent, READING)
    high = READING * LEADING
    sheet.need(high * min(len(broken), 2))
    if block.kind == ITEM:
        edge = sheet.left + indent - _MARK
        baseline = sheet.y + first_baseline(READING)
        sheet.text(edge, baseline, block.mark, Style(READING, align="right"))
    flow_rich(sheet, broken, READING, indent, lambda link: book.key(link, chapter.name))
    sheet.y += 1.2 * MM


def _room_below(sheet: Sheet, after: Block | None) -> float:
    """How much of what follows a heading stands on its page."""
    if after is None or after.kind not in _WHOLE:
        return _BELOW
    if after.kind == PICTURE:
        return _picture_room(after)[1]
    table, rows = _table(after)
    return _table_room(sheet, table, rows)


def _table(block: Block) -> tuple[Table, Sequence[tuple[str, ...]]]:
    titles, *rows = block.rows
    seen = SeenList("", "", tuple(SeenColumn(one) for one in titles), tuple(rows))
    return (laid_upright(seen) or laid_across(seen)).table(seen), rows


def _table_room(sheet: Sheet, table: Table, rows: Sequence[tuple[str, ...]]) -> float:
    """The height of a table that stands on one page; a high one is broken."""
    high = table.height(sheet, rows) + 4 * MM
    return high if high < (sheet.bottom - sheet.top) / 2 else _BELOW


def _draw_table(sheet: Sheet, block: Block) -> None:
    table, rows = _table(block)
    sheet.need(_table_room(sheet, table, rows))
    sheet.y += 1 * MM
    table.draw(sheet, rows)
    sheet.y += 3 * MM


def _picture_room(block: Block) -> tuple[float, float]:
    """How wide and high a picture stands, with the line under it: never larger than it reads."""
    wide, high = size_of(manual(block.file).read_bytes())
    scale = min(_PICTURE_WIDE / wide, _PICTURE_HIGH / high)
    return wide * scale, high * scale + _CAPTION + 2 * MM


def _draw_picture(sheet: Sheet, block: Block) -> None:
    data = manual(block.file).read_bytes()
    wide, room = _picture_room(block)
    high = room - _CAPTION - 2 * MM
    sheet.need(room)
    sheet.y += 1 * MM
    side = max(wide, high)
    sheet.picture(sheet.left - (side - wide) / 2, sheet.y - (side - high) / 2, side, data)
    sheet.box((sheet.left, sheet.y, wide, high), line=LINE)
    sheet.y += high
    sheet.text(sheet.left, sheet.y + PLAIN + 1 * MM, f"图：{block.text}", Style(SMALL))
    sheet.y += _CAPTION + 1 * MM
