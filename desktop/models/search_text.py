"""What a record is found by: names with pinyin and initials, codes, addresses, phone digits.

It is written whenever such a record is, by whatever way, so that no list can miss one.
"""

import re
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from desktop.basics.pinyin import spelled_and_initials
from desktop.basics.typed import narrow

_PHONE = re.compile(r"[^0-9]+")


def search_words(names: tuple[str, ...], others: tuple[str, ...], phone: str = "") -> str:
    """Lower-case words of half-width signs in one line; names also by pinyin and initials."""
    names, phone = tuple(map(narrow, names)), narrow(phone)
    words = [*names, *map(narrow, others)]
    for name in names:
        words += spelled_and_initials(name)
    words += _PHONE.split(phone.replace("-", ""))
    return " ".join(dict.fromkeys([word.lower() for word in words if word]))


class Searched:
    """Records found by what is typed; ``found_by`` says what from."""

    search_text: Mapped[str] = mapped_column(
        default="", server_default="", info={"unaudited": True}
    )

    def found_by(self) -> str:
        """The words that this record is found by."""
        raise NotImplementedError


def _write_new(_mapper: Mapper[Any], _connection: Any, target: Searched) -> None:
    vars(target)["search_text"] = target.found_by()


def _write(_mapper: Mapper[Any], _connection: Any, target: Searched) -> None:
    words = target.found_by()
    if target.search_text != words:
        target.search_text = words


def keep_found(kind: type[Searched]) -> type[Searched]:
    """Keep the search text of a kind of record up to date."""
    event.listen(kind, "before_insert", _write_new)
    event.listen(kind, "before_update", _write)
    return kind
