"""How the window writes things: amounts, days, and the tones of states."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import grouped
from desktop.basics.places import kilometres

_TONES: Mapping[str, str] = {
    "submitted": "careful",
    "confirmed": "accent",
    "approved": "accent",
    "active": "good",
    "adopted": "good",
    "partly": "careful",
    "declined": "wrong",
    "deferred": "careful",
    "failed": "wrong",
    "stale": "wrong",
    "refused": "wrong",
    "delivered": "good",
    "upheld": "careful",
    "accepted": "careful",
    "reported": "wrong",
    "held": "careful",
    "settled": "good",
    "posted": "good",
    "unpaid": "careful",
    "paid": "good",
    "forfeited": "wrong",
    "released": "good",
    "loaded": "accent",
    "agreed": "good",
    "differs": "wrong",
}


_HEARD: Mapping[str, str] = {"wrong": N_("something is wrong"), "careful": N_("to be looked at")}


def heard_tone(words: str, tone: str) -> str:
    """Words with what their colour says, for whoever doesn't see it."""
    said = _HEARD.get(tone, "") if words else ""
    return with_state(words, _(said)) if said else words


def with_state(words: str, state: str) -> str:
    """What is heard of a cell, and how it stands."""
    return _("{words}, {state}").format(words=words, state=state)


def tone_of(state: str) -> str:
    """The tone in which a state is written; quiet for what is over or not begun."""
    return _TONES.get(state, "quiet")


def money(amount_fen: int | None) -> str:
    """An amount in yuan with separators and two places; nothing for None."""
    return "" if amount_fen is None else grouped(amount_fen)


def yuan_words(amount_fen: int) -> str:
    """An amount as a figure: ¥ 1,234.50."""
    return f"¥ {grouped(amount_fen)}"


def day(value: date | None) -> str:
    """A day, ``2026-07-06``; nothing for None."""
    return value.isoformat() if value else ""


def short_day(value: date | None, today: date) -> str:
    """A day in a narrow column: without its year when it lies in this one."""
    if value is None:
        return ""
    return value.strftime("%m-%d") if value.year == today.year else value.isoformat()


def listed(words: Iterable[str]) -> str:
    """Several words of one kind, as they are read."""
    return _(", ").join(words)


def joined(*words: str) -> str:
    """Facts in one quiet line, those that are there."""
    return " · ".join(word for word in words if word)


def hours_words(seconds: int) -> str:
    """How long something lasts, in hours with one place."""
    return _("{hours} h").format(hours=f"{Decimal(seconds) / 3600:.1f}")


def km_words(metres: int) -> str:
    """A way in km with one place."""
    return _("{km} km").format(km=kilometres(metres))


def stops_said(number: int) -> str:
    """How many stops a run has."""
    return ngettext("{number} stop", "{number} stops", number).format(number=number)
