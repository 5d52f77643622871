"""Balance letters: which went to whom, what came back, and who hasn't answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.models import BalanceLetter, Client, Staff
from desktop.queries.listing import Wanted, by_name, in_turn, numbered, of_client, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList

_WAITING = BalanceLetter.state == "sent"


@dataclass(frozen=True)
class LetterRow:
    """A line of the list, amounts in fen; ``late`` is one whose answer is overdue."""

    id: int
    number: str
    client: str
    rep: str
    as_of: date
    owed_fen: int
    state: str
    answer_by: date
    late: bool
    difference_fen: int | None

    @property
    def told(self) -> Line:
        """Whose answer is waited for, since when."""
        words = _("asked for by {day}").format(day=self.answer_by)
        return Line(self.client, f"{self.rep} {words}".strip())


@dataclass(frozen=True)
class LetterDetail:
    """One letter: its balances in fen, who wrote it, and what was answered."""

    row: LetterRow
    client_id: int
    code: str
    fund_fen: int
    payable_fen: int
    sent_on: date
    sent_by: str
    answered_on: date | None
    answered_by: str
    answer: str


def _late(asked: Asked) -> Any:
    return _WAITING & (BalanceLetter.answer_by < asked.today)


def _of_mine(asked: Asked) -> Any:
    mine = select(Client.id).where(asked.mine(Client.rep_id))
    return _WAITING & BalanceLetter.client_id.in_(mine)


def letter_ids(asked: Asked, wanted: Wanted) -> list[int]:
    """The letters of a list: those that are waited for longest first, of all the newest."""
    query = LETTERS.under(wanted.filter, asked).join(Client, Client.id == BalanceLetter.client_id)
    match = of_client(BalanceLetter.client_id, wanted.search) | numbered(
        BalanceLetter.number, wanted.search
    )
    columns: dict[str, Any] = {
        "client": by_name(),
        "number": BalanceLetter.number,
        "as_of": BalanceLetter.as_of,
        "owed": BalanceLetter.owed_fen,
        "by": BalanceLetter.answer_by,
        "state": in_turn(BalanceLetter.state, BalanceLetter.STATE_WORDS),
    }
    oldest_first = wanted.filter in ("waiting", "late", "mine", "differs")
    last = BalanceLetter.id if oldest_first else BalanceLetter.id.desc()
    return searched(asked.session, ordered(query, columns, wanted, last), wanted, match)


def letter_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, LetterRow]:
    """The lines of these letters."""
    rows = session.execute(
        select(BalanceLetter, Client.name, Staff.name)
        .join(Client, Client.id == BalanceLetter.client_id)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(BalanceLetter.id.in_(list(ids)))
    )
    return {
        one.id: LetterRow(
            one.id,
            one.number,
            client,
            rep or "",
            one.as_of,
            one.owed_fen,
            one.state,
            one.answer_by,
            one.state == "sent" and one.answer_by < today,
            one.difference_fen,
        )
        for one, client, rep in rows
    }


LETTERS = PageList(
    "letters",
    BalanceLetter.id,
    (
        Filter("waiting", N_("Not answered"), _WAITING),
        Filter("late", N_("Overdue"), _late),
        Filter("mine", N_("My clients"), _of_mine, role="rep"),
        Filter("differs", N_("Differs"), BalanceLetter.state == "differs"),
        Filter("agreed", N_("Agreed"), BalanceLetter.state == "agreed", counted=False),
        Filter("", N_("All"), counted=False),
    ),
    letter_ids,
    lambda asked, ids: letter_rows(asked.session, ids, asked.today),
)


def letter_detail(session: Session, letter_id: int, today: date) -> LetterDetail:
    """One letter."""
    letter = session.get_one(BalanceLetter, letter_id)
    answered_by = letter.answered_by_id
    return LetterDetail(
        row=letter_rows(session, [letter_id], today)[letter_id],
        client_id=letter.client_id,
        code=session.get_one(Client, letter.client_id).code,
        fund_fen=letter.fund_fen,
        payable_fen=letter.payable_fen,
        sent_on=letter.sent_on,
        sent_by=session.get_one(Staff, letter.sent_by_id).name,
        answered_on=letter.answered_on,
        answered_by=session.get_one(Staff, answered_by).name if answered_by else "",
        answer=letter.answer,
    )
