"""Balance letters (往来对账函): written for many clients at once, answered by their slips."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select

from desktop.basics.drafts.letter import AnswerDraft, LettersDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import BalanceLetter, Client
from desktop.queries.facts.balances import held_on
from desktop.queries.facts.receivables import open_charges
from desktop.queries.papers.balance_letter import LETTER, balance_letters
from desktop.services.change import Change
from desktop.services.checks import invalid
from desktop.services.find import find_client, find_staff
from desktop.services.issuing import Pile
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, to
from desktop.services.written import need_fields

LETTERS = Noun("letter", BalanceLetter)
_SERIES = "DH"


def send_letters(office: Office, draft: LettersDraft) -> Sequence[str]:
    """Write the letters of a batch, by rep and code; their numbers.

    A letter to the same client that wasn't answered is replaced by it. What stands on each is kept
    at once; it is counted when it is printed. Refuses ``invalid`` for a day that isn't over yet,
    ``not_found`` when nobody is left to write to.
    """
    need_fields(draft)
    with office.transaction("letter.send") as session:
        chosen = _chosen(session, draft)
        session.allow()
        if draft.as_of > session.today:
            raise invalid("as_of", _("Nobody knows yet what will stand then: choose a day before."))
        held = held_on(session, draft.as_of)
        named = bool(draft.clients)
        clients = [one for one in chosen if named or any(held.get(one.id, {}).values())]
        if not clients:
            raise Refused("not_found", _("None of these clients has anything standing."), "rep")
        _replace(session, clients)
        letters = [_written(session, one, held.get(one.id, {}), draft) for one in clients]
        session.add_all(letters)
        session.flush()
        charges = open_charges(session, draft.as_of)
        by_number = {letter.number: letter for letter in letters}
        with Pile(session, look=True) as pile:
            pile.issued_each(
                LETTER,
                list(by_number),
                lambda some: balance_letters(session, [by_number[one] for one in some], charges),
            )
        return tuple(by_number)


def _chosen(session: Change, draft: LettersDraft) -> Sequence[Client]:
    """The clients that are meant, by rep and code."""
    if draft.clients:
        named = dict.fromkeys(draft.clients)
        return [
            find_client(session, code, "clients", Spot(place, "client"))
            for place, code in enumerate(named, 1)
        ]
    query = select(Client).order_by(Client.rep_id.nulls_last(), Client.code_key, Client.id)
    if draft.rep:
        query = query.where(Client.rep_id == find_staff(session, draft.rep, "rep").id)
    if draft.area:
        query = query.where(Client.area == draft.area)
    return session.scalars(query).all()


def _replace(session: Change, clients: Iterable[Client]) -> None:
    wanted = {one.id for one in clients}
    waiting = session.scalars(select(BalanceLetter).where(BalanceLetter.state == "sent"))
    for letter in waiting.all():
        if letter.client_id in wanted:
            letter.move("replaced")


def _written(
    session: Change, client: Client, held: dict[str, int], draft: LettersDraft
) -> BalanceLetter:
    return BalanceLetter(
        number=next_number(session, _SERIES),
        client_id=client.id,
        state="sent",
        as_of=draft.as_of,
        owed_fen=held.get("receivable", 0),
        fund_fen=-held.get("fund", 0),
        payable_fen=-held.get("payable", 0),
        sent_on=session.today,
        sent_by_id=session.actor_id,
        answer_by=session.today + timedelta(days=session.rules.confirm_days),
    )


def _answerable(_session: Change, letter: BalanceLetter) -> None:
    letter.require_move("agreed")


ANSWER = Step("letter.answer", LETTERS, _answerable)


def answer_letter(office: Office, letter_id: int, draft: AnswerDraft) -> None:
    """Enter what a slip says; what differed may come to be agreed.

    A difference needs its amount or the client's words (``invalid``); agreed, there is none.
    """
    need_fields(draft)
    differs = draft.answer == "differs"
    if differs and not draft.difference_fen and not draft.words.strip():
        raise invalid("difference", _("Say by how much it differs, or what the client writes."))
    if not differs and draft.difference_fen:
        raise invalid("difference", _("What is agreed has no difference."))
    with ANSWER.begin(office, letter_id) as (session, letter):
        if draft.answer != letter.state:
            letter.move(draft.answer)
        letter.difference_fen = draft.difference_fen if differs else None
        letter.answer = draft.words.strip()
        letter.answered_on = session.today
        letter.answered_by_id = session.actor_id


REOPEN = Step("letter.reopen", LETTERS, to("sent"))


def reopen_letter(office: Office, letter_id: int) -> None:
    """Take an answer away that was entered by mistake: it is waited for again."""
    with REOPEN.begin(office, letter_id) as (_session, letter):
        letter.move("sent")
        letter.difference_fen = None
        letter.answer = ""
        letter.answered_on = letter.answered_by_id = None
