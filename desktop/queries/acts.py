"""What the search box does besides finding: an act's word and a client begin it (Ctrl+K).

“付 红苹果” opens what is to be paid to 红苹果, “打印 对账单 C027” shows that paper, “开单 hpg”
begins its order. Nothing is booked here: an act leads to its form or its paper.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import N_, _
from desktop.basics.money import yuan
from desktop.basics.pinyin import initials, spelled
from desktop.basics.roles import not_allowed
from desktop.models import Client, Entry, Payout, Posting
from desktop.queries.client_papers import ClientPaper, client_papers
from desktop.queries.found import Found, ShownPaper
from desktop.queries.words import PAPERS

MOST_CLIENTS = 4
_LEAST_LETTERS = 2  # one letter alone begins half of all names


@dataclass(frozen=True)
class Act:
    """Something that is done with a client: its names (a msgid, parted by blanks), and where.

    ``action`` is what the person must be allowed; ``do`` begins it on the page.
    """

    names: str
    words: str
    page: str
    action: str
    do: str = "new"


ACTS: tuple[Act, ...] = (
    Act(N_("order neworder"), N_("New order"), "orders", "order.add"),
    Act(N_("suggest suggestion"), N_("New suggestion"), "suggestions", "suggestion.prepare"),
    Act(N_("patrol"), N_("Patrol"), "visits", "patrol.record", "patrol"),
    Act(N_("agreement contract"), N_("New agreement"), "agreements", "agreement.draft"),
    Act(N_("report case"), N_("Report a violation"), "cases", "case.report"),
    Act(N_("collect take"), N_("Take money"), "payments", "collection.record"),
    Act(N_("give benefit"), N_("Give a benefit"), "benefits", "benefit.deliver"),
    Act(N_("survey"), N_("New survey"), "proposals", "survey.record", "survey"),
    Act(N_("propose proposal"), N_("New proposal"), "proposals", "proposal.compute"),
)
_PAY, _PRINT = N_("pay payout"), N_("print paper")
_OPEN = Client.state != "closed"
# Papers of a client that can be made at any time.
ANY_TIME = ("client_file", "survey_form")


@dataclass(frozen=True)
class Asked:
    """Who asks, for what: the pages they have, what they may do, and how clients are found.

    ``find`` looks for what was typed among the clients of which a condition holds.
    """

    places: Collection[str]
    may: Callable[[str], bool]
    find: Callable[[str, ColumnElement[bool]], Sequence[Client]]

    def has(self, page: str, action: str) -> bool:
        """Whether it is theirs to do."""
        return page in self.places and self.may(action)


def told_apart(session: Session, typed: str, asked: Asked) -> list[Found]:
    """What an act's word and a client ask for, told apart by a blank, in either order.

    ``typed`` are plain signs.
    """
    first, _blank, rest = typed.partition(" ")
    if not rest:
        return []
    before, _blank, last = typed.rpartition(" ")
    found = [*_begun(session, first, rest, asked), *_begun(session, last, before, asked)]
    return list(dict.fromkeys(found))


def run_together(session: Session, typed: str, asked: Asked) -> list[Found]:
    """The same without a blank between them, as Chinese is written: 付红苹果."""
    for names in (*(act.names for act in ACTS), _PAY, _PRINT):
        for name in sorted(_(names).split(), key=len, reverse=True):
            rest = typed.removeprefix(name).strip()
            if not name.isascii() and rest and rest != typed:
                return list(_begun(session, name, rest, asked))
    return []


def alone(typed: str, asked: Asked) -> list[Found]:
    """What an act's word begins without a client: its form, which asks for one."""
    return [
        Found(_(act.words), _("begin"), act.page, do=act.do)
        for act in ACTS
        if asked.has(act.page, act.action) and _called(typed, act.names)
    ]


def of_others(typed: str, asked: Asked) -> list[Found]:
    """Whose work an act's word asks for, where it is none of the person's: it leads nowhere."""
    words = typed.split()
    ends = {words[0], words[-1]} if words else set()
    wanted = [(act.names, act.words, act.action) for act in ACTS]
    found = [
        Found(_(said), not_allowed(action).message)
        for names, said, action in (*wanted, (_PAY, N_("Payouts"), "payout.pay"))
        if not asked.may(action)
        and (any(_called(one, names) for one in ends) or _begins_with(typed, names))
    ]
    return found[:1]


def _begins_with(typed: str, names: str) -> bool:
    """Whether one of an act's names begins what was typed without a blank."""
    return any(not name.isascii() and typed.startswith(name) for name in _(names).split())


def _begun(session: Session, word: str, rest: str, asked: Asked) -> Iterator[Found]:
    for act in ACTS:
        if asked.has(act.page, act.action) and _called(word, act.names):
            for client in asked.find(rest, _OPEN)[:MOST_CLIENTS]:
                words, code = f"{_(act.words)}  {client.name}", client.code
                yield Found(words, code, act.page, None, act.do, code)
    if asked.has("payouts", "payout.pay") and _called(word, _PAY):
        yield from _payouts(session, rest, asked)
    if asked.has("clients", "paper.issue"):
        if _called(word, _PRINT):
            yield from _papers(session, rest, asked)
        elif any(_names(word, name) for name in PAPERS.values()):
            yield from _papers(session, f"{word} {rest}", asked)


def _called(word: str, names: str) -> bool:
    """Whether a typed word begins one of the names of an act."""
    if len(word) < _LEAST_LETTERS and word.isascii():
        return False
    return any(name.startswith(word) or _spells(word, name) for name in _(names).lower().split())


def _names(word: str, paper: str) -> bool:
    """Whether a typed word stands in the name of a paper."""
    name = _(paper).lower()
    return len(word) >= _LEAST_LETTERS and (word in name or _spells(word, name))


def _spells(word: str, name: str) -> bool:
    """Whether it is a Chinese name by its letters; one sign alone is none."""
    letters = (initials(name), spelled(name))
    return len(word) >= _LEAST_LETTERS and not name.isascii() and word in letters


def _payouts(session: Session, rest: str, asked: Asked) -> Iterator[Found]:
    """What is to be paid to those called so, newest first; of shops alike those that get any (S5).

    Where none of them gets anything, that.
    """
    unpaid = Payout.state == "unpaid"
    clients = asked.find(rest, Client.id.in_(select(Payout.client_id).where(unpaid)))
    for client in clients[:MOST_CLIENTS]:
        for one in session.scalars(
            select(Payout)
            .where(Payout.client_id == client.id, unpaid)
            .order_by(Payout.settlement_entry_number.desc())
        ):
            words = _("Pay {client} {amount}").format(
                client=client.name, amount=yuan(one.amount_fen)
            )
            yield Found(words, one.number, "payouts", one.settlement_entry_number)
    if not clients:
        for client in asked.find(rest, _OPEN)[:MOST_CLIENTS]:
            yield Found(_("Nothing is to be paid to {client}.").format(client=client.name), "")


def _papers(session: Session, rest: str, asked: Asked) -> Iterator[Found]:
    """The newest of each kind of paper of the client; of a kind that is named that one.

    Of shops alike those that have it stand first. A closed client's papers can still be wanted.
    """
    named, words = _named_paper(rest)
    without = []
    for client in asked.find(words, true())[:MOST_CLIENTS]:
        papers = [one for one in _papers_of(session, client) if not named or one.kind in named]
        for one in papers:
            yield Found(_("Print {paper}").format(paper=one.title), client.code, paper=one)
        if not papers:
            without.append(client)
    for client in without:
        yield Found(_("{client} has no such paper yet.").format(client=client.name), "")


def _papers_of(session: Session, client: Client) -> Iterator[ShownPaper]:
    known = {one.kind: one for one in reversed(client_papers(session, client.id))}
    known.pop("file", None)
    yield from (_paper(client, one) for one in known.values())
    if "statement" not in known and (quarter := _last_moved(session, client.id)):
        title = f"{_(PAPERS['statement'])} {client.name} {quarter.text}"
        yield ShownPaper(title, "statement", client.code, quarter)
    yield from (_blank(client, kind) for kind in ANY_TIME)


def _last_moved(session: Session, client_id: int) -> Quarter | None:
    """The newest quarter in which a client's fund moved: its statement can be made (S6)."""
    day = session.scalar(
        select(func.max(Entry.booked_on))
        .join(Posting, Posting.entry_number == Entry.number)
        .where(Posting.account == "fund", Posting.client_id == client_id)
    )
    return None if day is None else Quarter.of(day)


def _named_paper(rest: str) -> tuple[set[str], str]:
    """The kinds of paper that a typed word names, and what is left to find the client by."""
    for place, word in enumerate(words := rest.split()):
        kinds = {kind for kind, name in PAPERS.items() if _names(word, name)}
        others = words[:place] + words[place + 1 :]
        if kinds and others:
            return kinds, " ".join(others)
    return set(), rest


def _paper(client: Client, paper: ClientPaper) -> ShownPaper:
    title = f"{_(PAPERS[paper.kind])} {client.name} {paper.name}"
    return ShownPaper(title, paper.kind, paper.document, paper.quarter)


def _blank(client: Client, kind: str) -> ShownPaper:
    return ShownPaper(f"{_(PAPERS[kind])} {client.name}", kind, client.code)
