"""What the boxes of a page say, field by field: sure where it is sure, else why it isn't."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.scans.boxes import BROAD, TICKED, Box

EMPTY = 40  # thousandths of ink: up to here it is no tick
# Hundredths of a square millimetre: a mark beside a box, and a stroke that strikes it out.
_BESIDE, _THROUGH = 60, 13
# Thousandths of ink: a box that is blackened beyond its frame, which among plain ticks takes one
# back.
_BLACK, _PLAIN, _SPILT = 800, 500, 40

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
    inks = sorted(box.ink for box in boxes if TICKED <= box.ink < _BLACK and not box.tick.printed)
    # Where a broad pen was at work it blackens boxes that are only ticked.
    black = _BLACK if inks and inks[len(inks) * 3 // 4] <= _PLAIN else 1001
    return [_answer(row, field, some, black) for (row, field), some in fields.items()]


def _answer(row: str, field: str, boxes: Sequence[Box], black: int) -> Answer:
    """The answer of a field; from ``black`` on a box is blackened as no other tick of the page."""
    by_hand = [box for box in boxes if not box.tick.printed]
    ticked = [box for box in by_hand if box.ink >= TICKED]
    perhaps = [box for box in by_hand if EMPTY < box.ink < TICKED]
    several = boxes[0].tick.several
    missed = [box for box in by_hand if box.ink < TICKED and box.beside >= _BESIDE]
    if ticked and not several and not any(box.crossed for box in ticked):
        missed = []  # the tick sticks out of its box
    known = [box for box in boxes if box.tick.printed]
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
    elif any(_is_struck(box, black) for box in ticked):
        doubt = STRUCK
    if doubt:
        meant = ticked + perhaps + missed
        return Answer(row, field, tuple(dict.fromkeys(box.tick.value for box in meant)), doubt)
    return Answer(row, field, values or tuple(box.tick.value for box in known))


def _is_struck(box: Box, black: int) -> bool:
    if box.shape.struck:
        return True
    through = box.through if box.ink < BROAD else box.far_through
    return through >= _THROUGH or (box.ink >= black and box.beside >= _SPILT)
