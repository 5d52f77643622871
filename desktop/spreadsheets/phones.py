"""Phone numbers in lists: one cell may hold several, with words around them."""

from desktop.basics.phones import is_plain_mobile, numbers_in, parts, phone_problem
from desktop.basics.typed import narrow
from desktop.spreadsheets.cells import Cell
from desktop.spreadsheets.fields import BadValue, text

_NOTHING = " -—0无暂没有"


def phones(cell: Cell) -> list[str]:
    """The numbers in a cell, in order, each once; landlines as ``0816-2280000``.

    Words around them go (电话：…（王姐）). A part with digits that make no number is kept as it
    stands, for ``phone_problem`` to say so. Raises BadValue for an error cell.
    """
    found = narrow(cell) if isinstance(cell, str) else text(cell)
    numbers: list[str] = []
    for part in parts(found):
        numbers += [number for number in _numbers(part) if number not in numbers]
    return numbers


def _numbers(part: str) -> list[str]:
    found, left_over = numbers_in(part)
    if any(letter.isdigit() for letter in left_over):
        return [part] if part.strip(_NOTHING) else []
    return found


def phones_or_words(cell: Cell) -> list[str]:
    """The numbers in a cell; where there is none, its words as they stand, for ``phone_problem``.

    Nothing for a dash or 无. Raises BadValue for an error cell.
    """
    if isinstance(cell, str) and is_plain_mobile(cell):
        return [cell]
    words = text(cell)
    says_nothing = all(not part.strip(_NOTHING) for part in parts(words))
    return phones(cell) or ([] if says_nothing else [words])


def right_phones(cell: Cell) -> tuple[str, ...]:
    """The numbers or words in a cell; raises BadValue also where one doesn't look right."""
    if cell.__class__ is str and is_plain_mobile(str(cell)):
        return (str(cell),)
    found = phones_or_words(cell)
    for number in found:
        if reason := phone_problem(number):
            raise BadValue(reason)
    return tuple(found)


def phone(cell: Cell) -> str:
    """The numbers in a cell, as they are kept; raises BadValue where one is none."""
    return " / ".join(right_phones(cell))
