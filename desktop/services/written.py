"""From a draft into its record, by what the draft declares (``basics/fields``)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desktop.basics.calendar import YEARS
from desktop.basics.fields import Editable, editable, stored
from desktop.basics.i18n import _
from desktop.basics.weekdays import are_weekdays, wrong_weekdays
from desktop.models import Base
from desktop.services.checks import (
    invalid,
    need_clock,
    need_count,
    need_not_too_large,
    need_positive,
    need_rate,
    need_seen,
    need_text,
    need_word,
)


def need_fields(draft: object) -> None:
    """Refuse (``invalid``) what a field of its kind can't hold; a noun's own rules come beside."""
    for one in editable(type(draft)):
        value = getattr(draft, one.name)
        if value is None:
            continue
        if isinstance(value, str):
            _need_good_text(one, value)
        check = _OF_KIND.get(one.kind)
        if check is not None:
            check(one, value)


def _need_good_text(one: Editable, value: str) -> None:
    if one.needed:
        need_text(one.called, value)
    need_seen(one.called, value)
    if 0 < one.longest < len(value.strip()):
        raise invalid(one.called, _(one.too_long).format(limit=one.longest))
    if one.choices is not None:
        need_word(one.called, value, one.choices)


def _need_number(one: Editable, value: int) -> None:
    need_count(one.called, value, least=one.least)


def _need_amount(one: Editable, value: int) -> None:
    (need_not_too_large if one.balance else need_positive)(one.called, value)


def _need_day(one: Editable, value: date) -> None:
    if value.year not in YEARS:
        raise invalid(one.called, _("This is no day that can be meant: check the year."))


def _need_weekdays(one: Editable, value: str) -> None:
    if not are_weekdays(value):
        raise invalid(one.called, wrong_weekdays())


def _need_clock(one: Editable, value: str) -> None:
    need_clock(one.called, value.strip(), end=one.kind == "closing")


# What a field must hold by the kind of its editor, besides texts that can be read.
_OF_KIND: Mapping[str, Callable[[Editable, Any], None]] = {
    "whole": _need_number,
    "minutes": _need_number,
    "money": _need_amount,
    "day": _need_day,
    "weekdays": _need_weekdays,
    "rate": lambda one, value: need_rate(one.called, value),
    "time": _need_clock,
    "closing": _need_clock,
}


def written(draft: object) -> dict[str, Any]:
    """What a new record holds of a draft, texts without blanks around them."""
    return {name: _plain(value) for name, value in stored(type(draft), draft).items()}


def write_over(record: Base, draft: object) -> None:
    """Change a record to what a draft says; what is given once stays."""
    stays = {one.name for one in editable(type(draft)) if one.stays}
    for name, value in written(draft).items():
        if name not in stays:
            setattr(record, name, value)


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
