"""What the boxes of a page say, field by field: sure where it is sure, else why it isn't."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.scans.boxes import Box

TICKED, EMPTY = 95, 40  # thousandths of ink: from here on it is a tick, up to here it is none
_BESIDE = 190

# Why an answer isn't sure.
FAINT, TWO, MISSED, LOST = "faint", "two", "missed", "lost"


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
    return [_answer(row, field, some) for (row, field), some in fields.items()]


def _answer(row: str, field: str, boxes: Sequence[Box]) -> Answer:
    by_hand = [box for box in boxes if not box.tick.printed]
    ticked = [box for box in by_hand if box.ink >= TICKED]
    perhaps = [box for box in by_hand if EMPTY < box.ink < TICKED]
    missed = [box for box in by_hand if box.ink < TICKED and box.beside >= _BESIDE]
    known = [box for box in boxes if box.tick.printed]
    values = tuple(box.tick.value for box in ticked)
    doubt = ""
    if not all(box.found for box in boxes):
        doubt = LOST
    elif perhaps:
        doubt = FAINT
    elif missed and not ticked:
        doubt = MISSED
    elif len(ticked) > 1 and not boxes[0].tick.several:
        doubt = TWO
    elif ticked and known:
        doubt = TWO  # the printed tick still stands there
    if doubt:
        meant = ticked + perhaps + (missed if not ticked else [])
        return Answer(row, field, tuple(dict.fromkeys(box.tick.value for box in meant)), doubt)
    return Answer(row, field, values or tuple(box.tick.value for box in known))
