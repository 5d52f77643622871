"""What the boxes of a page say, field by field: sure where it is sure, else why it isn't."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.scans.boxes import BROAD, TICKED, Box
from desktop.scans.strokes import THIN

EMPTY = 40  # thousandths of ink: up to here it is no tick
# Hundredths of a square millimetre: a mark beside a box, and a stroke that strikes it out.
_BESIDE, _THROUGH = 60, 13
# Thousandths of ink: a box that is blackened beyond its frame, which among a thin pen's ticks
# takes one back.
_BLACK, _SPILT = 700, 30
_ASIDE = 11  # steps off a box's middle, where nobody who ticks with dots sets one
_ROWS = 4  # fewer that are all blackened may all be taken back

# Why an answer isn't sure.
FAINT, TWO, MISSED, LOST, STRUCK = "faint", "two", "missed", "lost", "struck"


@dataclass(frozen=True)
class Answer:
    """What is ticked of a field of a row: none, one, or several where the field takes them.

    ``doubt`` is "" where it is sure; else ``values`` is what may be meant.
    """

    row: str
    field: str
    values: tuple[str, ...]
    doubt: str = ""


def answers_of(boxes: Sequence[Box]) -> list[Answer]:
    """The answers of a page, in the order of their boxes."""
    fields: dict[tuple[str, str], list[Box]] = {}
    for box in boxes:
        fields.setdefault((box.tick.row, box.tick.field), []).append(box)
    way = _Blackened.of([*fields.values()])
    return [_answer(row, field, some, way) for (row, field), some in fields.items()]


@dataclass(frozen=True)
class _Blackened:
    """How boxes are blackened on a page, and what that says of one.

    ``blocks``: nothing else is ticked, and not in each row, so that each may be taken back. From
    ``ink`` on one that spills over its frame is taken back, but for a felt pen's.
    """

    blocks: bool
    ink: int

    @classmethod
    def of(cls, fields: Sequence[Sequence[Box]]) -> "_Blackened":
        ticked = [
            box for some in fields for box in some if box.ink >= TICKED and not box.tick.printed
        ]
        others = [box for box in ticked if not box.shape.block]
        widths = sorted(box.shape.wide for box in others if box.ink < _BLACK)
        thin = bool(widths) and widths[len(widths) // 2] < THIN
        habit = _all_blackened(fields)
        return cls(not others and not habit, _BLACK if thin else 1001)

    def takes_back(self, box: Box) -> bool:
        """Whether a box is blackened as no other tick of the page."""
        if not box.shape.block:
            return False
        if self.blocks:
            return True
        return box.ink >= self.ink and box.beside >= _SPILT and not box.shape.felt


def _all_blackened(fields: Sequence[Sequence[Box]]) -> bool:
    """Whether somebody ticks by blackening: a box in each row, for all or one of what is asked."""
    asked = [some for some in fields if not some[0].tick.several and not _known(some)]
    columns: dict[str, list[bool]] = {}
    for some in asked:
        blackened = any(box.shape.block for box in some)
        columns.setdefault(some[0].tick.field, []).append(blackened)
    if sum(map(len, columns.values())) >= _ROWS and all(map(all, columns.values())):
        return True
    return any(len(column) >= _ROWS and all(column) for column in columns.values())


def _known(boxes: Sequence[Box]) -> list[Box]:
    return [box for box in boxes if box.tick.printed]


def _answer(row: str, field: str, boxes: Sequence[Box], way: _Blackened) -> Answer:
    """The answer of a field."""
    by_hand = [box for box in boxes if not box.tick.printed]
    ticked = [box for box in by_hand if box.ink >= TICKED]
    perhaps = [box for box in by_hand if EMPTY < box.ink < TICKED]
    several = boxes[0].tick.several
    chosen = bool(ticked) and not several
    perhaps = [box for box in perhaps if not box.speck or (box.speck < _ASIDE and not chosen)]
    missed = [box for box in by_hand if box.ink < TICKED and box.beside >= _BESIDE]
    if chosen and not any(box.crossed for box in ticked):
        missed = [box for box in missed if box.marked]  # else the tick sticks out of its box
    known = _known(boxes)
    values = tuple(box.tick.value for box in ticked)
    doubt = ""
    if not all(box.found for box in boxes):
        doubt = LOST
    elif perhaps:
        doubt = FAINT
    elif missed or any(box.crossed for box in ticked):
        doubt = MISSED
    elif len(ticked) > 1 and not several:
        doubt = TWO
    elif ticked and known:
        doubt = TWO  # the printed tick still stands there
    elif any(_is_struck(box, way) for box in ticked):
        doubt = STRUCK
    if doubt:
        meant = ticked + perhaps + missed
        return Answer(row, field, tuple(dict.fromkeys(box.tick.value for box in meant)), doubt)
    return Answer(row, field, values or tuple(box.tick.value for box in known))


def _is_struck(box: Box, way: _Blackened) -> bool:
    thin = box.ink < BROAD or 0 < box.shape.wide < THIN
    through = box.through if thin else box.far_through
    return box.shape.struck or through >= _THROUGH or way.takes_back(box)
