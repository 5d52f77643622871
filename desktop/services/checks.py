"""Small refusals that many services make, in the words of one place."""

import re
from datetime import date, timedelta
from decimal import Decimal

from desktop.basics.calendar import MEANT_YEARS
from desktop.basics.errors import ChangedElsewhere, Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import LARGEST_FEN, grouped
from desktop.basics.rules import LARGEST_NUMBER
from desktop.models import Client, Product
from desktop.models.base import Versioned
from desktop.queries.words import no_unit_words
from desktop.services.change import Change

_RATE_STEP = Decimal("0.0001")
_LONGEST_NAME = 100  # of a line that names something, such as a group of buyers
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
# What no screen shows and no database of both kinds keeps; line ends and tabs are no such signs.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def invalid(field: str, message: str, spot: Spot | None = None) -> Refused:
    """A value out of range, or of the wrong form."""
    return Refused("invalid", message, field, spot)


def need_degrees(lat: Decimal | None, lon: Decimal | None) -> None:
    """Refuse (``invalid``) what is no place on earth; what isn't known is none yet."""
    if lat is not None and not -90 <= lat <= 90:
        raise invalid("lat", _("A latitude lies between -90 and 90."))
    if lon is not None and not -180 <= lon <= 180:
        raise invalid("lon", _("A longitude lies between -180 and 180."))
    if lat is not None and lat == lon == 0:
        message = _("0, 0 lies in the sea off Africa: leave both empty if the place isn't known.")
        raise invalid("lat", message)


def need_day(field: str, day: date, spot: Spot | None = None) -> None:
    """Refuse (``invalid``) a day that nobody can mean: 0206, 1900, 2999."""
    if day.year not in MEANT_YEARS:
        words = _("{day} can't be meant: check the year.").format(day=day)
        raise invalid(field, words, spot)


def need_clock(field: str, clock: str, *, end: bool = False) -> None:
    """Refuse (``invalid``) what is no time of a day as it is stored, ``07:30``; "" is none.

    At a day's ``end`` it may be 24:00.
    """
    if clock and not _CLOCK.fullmatch(clock) and not (end and clock == "24:00"):
        raise invalid(field, _("A time of the day, such as 8:30."))


def need_text(field: str, text: str, spot: Spot | None = None) -> str:
    """The text without blanks around it; refuses an empty one."""
    stripped = text.strip()
    if not stripped:
        raise invalid(field, _("This is empty: fill it in."), spot)
    return stripped


def need_name(field: str, text: str, spot: Spot | None = None) -> str:
    """A short text without blanks around it; refuses an empty one, a long one and unseen signs."""
    name = need_text(field, text, spot)
    if len(name) > _LONGEST_NAME:
        words = _("At most {limit} characters.").format(limit=_LONGEST_NAME)
        raise invalid(field, words, spot)
    need_seen(field, name, spot)
    return name


def need_seen(field: str, text: str, spot: Spot | None = None) -> None:
    """Refuse (``invalid``) a text with signs that no screen shows."""
    if _UNSEEN.search(text):
        raise invalid(field, _("This holds signs that can't be seen: type it anew."), spot)


def need_positive(field: str, amount_fen: int, spot: Spot | None = None) -> None:
    """Refuse an amount that isn't positive, or is beyond all reason."""
    if amount_fen <= 0:
        raise invalid(field, _("This must be more than zero."), spot)
    need_not_too_large(field, amount_fen, spot)


def need_not_too_large(field: str, amount_fen: int, spot: Spot | None = None) -> None:
    """Refuse an amount that is beyond all reason, owed or due."""
    if abs(amount_fen) > LARGEST_FEN:
        raise _too_large(field, grouped(LARGEST_FEN), spot)


def need_count(
    field: str,
    number: int,
    spot: Spot | None = None,
    least: int = 1,
    most: int = LARGEST_NUMBER,
) -> None:
    """Refuse a quantity or a measure that is less than it may be, or beyond all reason."""
    if number < least:
        negative = _("This cannot be negative.")
        raise invalid(field, _("This must be more than zero.") if least else negative, spot)
    if number > most:
        raise _too_large(field, f"{most:,}", spot)


def _too_large(field: str, limit: str, spot: Spot | None) -> Refused:
    return invalid(field, _("This is too large: {limit} at the most.").format(limit=limit), spot)


def need_rate(field: str, rate: Decimal | None, spot: Spot | None = None) -> None:
    """Refuse a rate that is none."""
    if rate is None:
        return
    if not rate.is_finite() or not 0 <= rate <= 1:
        raise invalid(field, _("A rate lies between 0 and 1 (0.05 is 5 %)."), spot)
    if rate != rate.quantize(_RATE_STEP):
        raise invalid(field, _("A rate has at most four places (0.0525 is 5.25 %)."), spot)


def need_word(field: str, word: str, words: object) -> None:
    """Refuse a word that isn't one of the list."""
    listed = list(words)  # type: ignore[call-overload]
    if word not in listed:
        raise invalid(
            field,
            _("“{word}” is not one of: {words}.").format(word=word, words=", ".join(listed)),
        )


def oldest_paper_day(session: Change) -> date:
    """The oldest day that a paper may carry which is recorded today (L5)."""
    return session.today - timedelta(days=session.rules.paper_days)


def need_paper_day(
    session: Change,
    dated: date | None,
    oldest: date | None = None,
    *,
    replaces: bool = False,
) -> date:
    """The paper's day (L5): today or not too far back, else ``invalid``.

    ``oldest`` is given by whoever asked for it already. ``replaces``: it is the day of a cancelled
    delivery of the same order, however old.
    """
    day = dated or session.today
    if day == session.today:
        return day
    oldest = oldest or oldest_paper_day(session)
    if day > session.today or (day < oldest and not replaces):
        raise invalid(
            "dated",
            _("The paper's day must lie between {oldest} and {today}.").format(
                oldest=oldest, today=session.today
            ),
        )
    return day


def need_not_before(dated: date, rests_on: date) -> None:
    """Refuse (``invalid``) a paper that is older than what it rests on (L5)."""
    if dated < rests_on:
        raise invalid("dated", _("The paper's day cannot be before {day}.").format(day=rests_on))


def need_another(session: Change, maker_id: int | None) -> None:
    """Refuse (``same_person``) the one who made what is now to be approved."""
    if session.person is not None and session.person.id == maker_id:
        raise Refused("same_person", _("You made this yourself: somebody else must decide on it."))


def need_version(record: Versioned, version: int) -> None:
    """Raise ChangedElsewhere unless this is the version that was read (E2)."""
    need_same_version(record.version, version)


def need_same_version(now: int, version: int) -> None:
    """Raise ChangedElsewhere unless several records together are as they were read (E2)."""
    if now != version:
        raise ChangedElsewhere(
            _("Somebody else saved this meanwhile. Look at both versions and save again.")
        )


def no_unit(product: Product, unit: str, field: str, spot: Spot | None = None) -> Refused:
    """The refusal of a unit that a product lacks; names those that it has."""
    units = [one.name for one in product.units]
    return invalid(field, no_unit_words(product.title, unit, units), spot)


def need_open_client(client: Client, field: str = "client", spot: Spot | None = None) -> None:
    """Refuse (``wrong_state``) new business with a closed client (C2)."""
    if client.state == "closed":
        message = _("{client} is closed: choose another client.").format(client=client.title)
        raise Refused("wrong_state", message, field, spot)
