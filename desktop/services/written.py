"""From a draft into its record, by what the draft declares (``basics/fields``)."""

from typing import Any

from desktop.basics.fields import Editable, editable, stored
from desktop.basics.i18n import _
from desktop.basics.phones import kept_phones, phone_problem, wrong_phone
from desktop.basics.weekdays import are_weekdays, wrong_weekdays
from desktop.models import Base
from desktop.services.checks import (
    invalid,
    need_clock,
    need_count,
    need_day,
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
            _need_good_text(one.called, one, value)
        _need_of_its_kind(one.called, one, value)


def _need_good_text(field: str, one: Editable, value: str) -> None:
    if one.needed:
        need_text(field, value)
    need_seen(field, value)
    if 0 < one.longest < len(value.strip()):
        raise invalid(field, _(one.too_long).format(limit=one.longest))
    if one.choices is not None:
        need_word(field, value, one.choices)


def _need_of_its_kind(field: str, one: Editable, value: Any) -> None:
    if one.kind in ("whole", "minutes"):
        need_count(field, value, least=one.least)
    elif one.kind == "money" and one.balance:
        need_not_too_large(field, value)
    elif one.kind == "money":
        need_positive(field, value)
    elif one.kind == "day":
        need_day(field, value)
    elif one.kind == "weekdays" and not are_weekdays(value):
        raise invalid(field, wrong_weekdays())
    elif one.kind == "rate":
        need_rate(field, value)
    elif one.kind in ("time", "closing"):
        need_clock(field, value.strip(), end=one.kind == "closing")


def need_phones(draft: object, before: Base | None = None) -> None:
    """Refuse (``invalid``) what is no phone number, unless it stood there ``before``: lists bring
    in what people wrote.
    """
    for one in editable(type(draft)):
        if one.kind == "phone":
            typed = getattr(draft, one.name)
            if before is None or typed.strip() != getattr(before, one.name):
                _need_phone(one.called, typed)


def _need_phone(field: str, typed: str) -> None:
    wrong = wrong_phone(typed)
    if wrong is not None:
        words = _("{what}: write a mobile as 13812345678, a landline as 0816-2280000.")
        raise invalid(field, words.format(what=phone_problem(wrong)))


def written(draft: object) -> dict[str, Any]:
    """What a new record holds of a draft, texts without blanks around them, phones in one form."""
    phones = {one.name for one in editable(type(draft)) if one.kind == "phone"}
    return {
        name: kept_phones(value) if name in phones else _plain(value)
        for name, value in stored(type(draft), draft).items()
    }


def write_over(record: Base, draft: object) -> None:
    """Change a record to what a draft says; what is given once stays."""
    stays = {one.name for one in editable(type(draft)) if one.stays}
    for name, value in written(draft).items():
        if name not in stays:
            setattr(record, name, value)


def _plain(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value
