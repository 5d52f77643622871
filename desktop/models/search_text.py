"""What a record is found by: names with pinyin and initials, codes, addresses, phone digits.

It is written whenever such a record is, by whatever way, so that no list can miss one.
"""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from desktop.basics.pinyin import initials, spelled
from desktop.basics.typed import narrow
from desktop.models.filled import fills_new

_PHONE = re.compile(r"[^0-9]+")
Fact = Callable[[str], Any]  # what a record holds under this name


def search_words(names: tuple[str, ...], others: tuple[str, ...], phone: str = "") -> str:
    """Lower-case words of half-width signs in one line; names also by pinyin and initials."""
    names, phone = tuple(map(narrow, names)), narrow(phone)
    words = [*names, *map(narrow, others)]
    for name in names:
        words += (spelled(name), initials(name))
    words += (
        [phone] if phone.isascii() and phone.isdigit() else _PHONE.split(phone.replace("-", ""))
    )
    return " ".join(dict.fromkeys([word.lower() for word in words if word]))


class Searched:
    """Records found by what is typed; ``found_by`` says what from, some facts of which are None."""

    search_text: Mapped[str] = mapped_column(
        default="", server_default="", info={"unaudited": True}
    )

    @staticmethod
    def found_by(fact: Fact) -> str:
        """The words that the record of which these are the facts is found by."""
        raise NotImplementedError


def _write_new(kind: type[Searched], records: Sequence[dict[str, Any]]) -> None:
    for one in records:
        one["search_text"] = kind.found_by(one.get)


def _write(_mapper: Mapper[Any], _connection: Any, target: Searched) -> None:
    words = target.found_by(partial(getattr, target))
    if target.search_text != words:
        target.search_text = words


def keep_found(kind: type[Searched]) -> type[Searched]:
    """Keep the search text of a kind of record up to date."""
    fills_new(kind, lambda records: _write_new(kind, records))
    event.listen(kind, "before_update", _write)
    return kind
