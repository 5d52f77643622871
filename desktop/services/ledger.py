"""The ledger's one door (L1–L6). Nothing else inserts entries or postings."""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Delivery, Entry, Posting, Return, Settlement
from desktop.models.payment import Booked
from desktop.queries.chains import ENTRIES, Head, head
from desktop.queries.facts.funds import closed_quarter
from desktop.queries.ledger import content_hash
from desktop.services.change import CLOSED, Change
from desktop.services.rows import Rows, table_of

_ENTRY = (*ENTRIES.hashed, "hash")
_facts = itemgetter(*_ENTRY)
_POSTING = ("entry_number", "position", "account", "client_id", "case_id", "amount_fen")


class Leg(NamedTuple):
    """One side of a booking: debit positive, credit negative, in fen."""

    account: str
    amount_fen: int
    client_id: int | None = None
    case_id: int | None = None

    @property
    def owner(self) -> tuple[str, int | None, int | None]:
        """The account with whose it is."""
        return self.account, self.client_id, self.case_id


class Booking(NamedTuple):
    """What is to be posted. ``key`` is unique to the action, so nothing posts twice (L4)."""

    kind: str
    source: str
    source_id: str
    key: str
    legs: Sequence[Leg]
    counts_in: str | None = None
    means: str = ""
    reason: str = ""
    cancels_number: int | None = None
    origin_number: int | None = None


def post(session: Change, booking: Booking, paper_day: date | None = None) -> int | None:
    """Post a booking and return its entry's number, or None when nothing moves.

    It is dated today, or the paper's day unless that one's quarter is closed (L5). Refuses
    (``closed_period``) when today's is, which only a wrong clock can give. Raises the database's
    IntegrityError when the key was posted.
    """
    return post_all(session, [booking], paper_day)[0]


def post_all(
    session: Change, bookings: Sequence[Booking], paper_day: date | None = None
) -> list[int | None]:
    """Post several bookings of one day, one after the other, as ``post`` does each."""
    moving = [_netted(one.legs) for one in bookings]
    if not any(moving):
        return [None for _one in bookings]
    connection = session.connection()
    last = session.known(ENTRIES, (), lambda: head(connection, ENTRIES))  # nobody else posts
    closed = session.known(CLOSED, (Settlement,), lambda: closed_quarter(session))
    day = _entry_date(session, paper_day or session.today, closed)
    said = {"booked_on": day, "posted_by_id": session.actor_id, "posted_at": session.moment}
    quarter = Quarter.of(day).text
    given: list[int | None] = []
    entries: list[tuple[Any, ...]] = []
    postings: list[tuple[Any, ...]] = []
    for booking, legs in zip(bookings, moving, strict=True):
        if not legs:
            given.append(None)
            continue
        row = _entry(booking, legs, last, said | {"counts_in": booking.counts_in or quarter})
        last = Head(row["number"], row["hash"])
        given.append(last.number)
        entries.append(_facts(row))
        postings += (_posting(last.number, at, leg) for at, leg in enumerate(legs, 1))
    # Whose accounts these are stands already: an id comes from the database.
    # All postings wait for their entries, each of which seals its own.
    Rows(connection, table_of(Posting), _POSTING).write(postings)
    Rows(connection, table_of(Entry), _ENTRY).write(entries)
    session.tell(ENTRIES, last)
    return given


def _entry(
    booking: Booking, legs: Sequence[Leg], before: Head, said: dict[str, Any]
) -> dict[str, Any]:
    """The row of an entry at its place in the chain; ``said`` is what those before it say too."""
    row = said | {
        "number": before.number + 1,
        "kind": booking.kind,
        "source": booking.source,
        "source_id": booking.source_id,
        "action_key": booking.key,
        "means": booking.means,
        "reason": booking.reason,
        "cancels_number": booking.cancels_number,
        "origin_number": booking.origin_number,
        "previous_hash": before.hash,
    }
    row["hash"] = content_hash(row, [(*leg.owner, leg.amount_fen) for leg in legs])
    return row


def cancel(session: Change, number: int | None, kind: str, reason: str) -> int | None:
    """Post the mirror of an entry, dated today, naming it and the reason (L2a)."""
    if number is None:
        return None
    entry = session.get_one(Entry, number)
    return post(
        session,
        Booking(
            kind=kind,
            source=entry.source,
            source_id=entry.source_id,
            key=f"cancel:{number}",
            legs=[leg._replace(amount_fen=-leg.amount_fen) for leg in legs_of(session, number)],
            means=entry.means,
            reason=reason,
            cancels_number=number,
            origin_number=entry.origin_number or number,
        ),
    )


def cancel_booked(
    session: Change, document: Booked | Delivery | Return, kind: str, reason: str
) -> None:
    """Cancel a document's entry, and write on it when, by whom and why (L2a)."""
    document.cancelled_on = session.today
    document.cancelled_by_id = session.actor_id
    document.cancel_reason = reason
    document.cancel_entry_number = cancel(session, document.entry_number, kind, reason)


def legs_of(session: Change, number: int) -> list[Leg]:
    """The legs of an entry, in order."""
    rows = session.execute(
        select(Posting.account, Posting.amount_fen, Posting.client_id, Posting.case_id)
        .where(Posting.entry_number == number)
        .order_by(Posting.position)
    )
    return [Leg(*row) for row in rows]


def _entry_date(session: Change, paper_day: date, closed: Quarter | None) -> date:
    if closed is None or Quarter.of(paper_day) > closed:
        return paper_day
    if Quarter.of(session.today) <= closed:
        raise Refused(
            "closed_period",
            _(
                "{quarter} is settled and closed: nothing is dated {day} any more. "
                "If today is another day, set this computer's clock right."
            ).format(quarter=Quarter.of(session.today).text, day=session.today),
        )
    return session.today


def _netted(legs: Sequence[Leg]) -> Sequence[Leg]:
    """One leg an account, in order of appearance, without those that come to nothing."""
    sums: dict[tuple[str, int | None, int | None], int] = {}
    for leg in legs:
        sums[leg.owner] = sums.get(leg.owner, 0) + leg.amount_fen
    if len(sums) == len(legs) and all(sums.values()):
        return legs
    return [
        Leg(account, amount_fen, client_id, case_id)
        for (account, client_id, case_id), amount_fen in sums.items()
        if amount_fen
    ]


def _posting(number: int, position: int, leg: Leg) -> tuple[Any, ...]:
    """The row of a posting, as ``_POSTING`` names its facts."""
    return number, position, leg.account, leg.client_id, leg.case_id, leg.amount_fen
