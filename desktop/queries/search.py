"""The search box: clients, documents by number, pages and actions by name."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, false, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.basics.layout import number_in
from desktop.basics.pinyin import initials, spelled
from desktop.basics.roles import role_words
from desktop.models import (
    Agreement,
    BalanceLetter,
    Benefit,
    Case,
    Client,
    Collection,
    Delivery,
    Lot,
    Order,
    Payout,
    Product,
    Proposal,
    Refund,
    Return,
    Run,
    Staff,
)
from desktop.models.search_text import search_words
from desktop.queries.acts import Asked, alone, of_others, run_together, told_apart
from desktop.queries.begun import begun_by, begun_by_others
from desktop.queries.found import Found
from desktop.queries.found_by import contains
from desktop.queries.listing import as_number, by_name, plain
from desktop.queries.named_steps import named_steps
from desktop.queries.offers import (
    LOOKED_AT,
    MOST,
    Near,
    Offers,
    Ranked,
    near,
    nearest_first,
    person_id,
    search,
)
from desktop.queries.papers import (
    delivery_note,
    payout_voucher,
    statement,
    survey_form,
    visit_sheet,
)

_LEAST_OF_LOT = 3  # signs; fewer begin too many
_LEAST_OF_STEP = 2


# Key, number, page and words of what has a number of its own.
_DOCUMENTS: tuple[tuple[Any, Any, str, str], ...] = (
    (Order.id, Order.number, "orders", N_("order")),
    (Delivery.id, Delivery.note, "deliveries", N_("delivery")),
    # What statements called it before they spoke of the note's number.
    (Delivery.id, Delivery.number, "deliveries", N_("delivery")),
    (Agreement.id, Agreement.number, "agreements", N_("agreement")),
    (Case.id, Case.number, "cases", N_("case")),
    (Proposal.id, Proposal.number, "proposals", N_("proposal")),
    (Run.id, Run.number, "runs", N_("run")),
    (Payout.settlement_entry_number, Payout.number, "payouts", N_("payout")),
    (Collection.entry_number, Collection.number, "payments", N_("collection")),
    (Refund.entry_number, Refund.number, "payments", N_("refund")),
    (Benefit.id, Benefit.number, "benefits", N_("benefit")),
    (BalanceLetter.id, BalanceLetter.number, "letters", N_("balance letter")),
    (Return.delivery_id, Return.number, "deliveries", N_("return")),
)
# Papers with numbers of their own, made from what they rest on: an order, a client's quarter.
_SCANS = (
    *(delivery_note.SCAN, payout_voucher.SCAN, statement.SCAN),
    *(survey_form.SCAN, visit_sheet.SCAN),
)


def find_anything(
    session: Session,
    text: str,
    places: Mapping[str, str],
    may: Callable[[str], bool],
    named: Sequence[Found] = (),
) -> list[Found]:
    """What fits a few typed signs, best first, and what they ask to be done.

    ``places`` are the person's pages by name, ``named`` what else is found by its words.
    """
    typed = plain(text)
    asked = Asked(places, may, partial(_clients_called, session))
    hits = [(plain(one.words) == typed, one) for one in _documents(session, typed, places)]
    hits += [(True, one) for one in told_apart(session, typed, asked)]
    words = (*_named(typed, places, may), *(one for one in named if _fits(typed, one.words)))
    hits += [(_is_called(typed, one.words), one) for one in words]
    if "staff" in places:
        hits += [(one.words == text.strip(), one) for one in _people(session, typed)]
    if "stock" in places:
        hits += [(plain(one.words) == typed, one) for one in _lots(session, typed)]
    if "clients" in places:
        clients = _offered_clients(session, typed, closed=True).records
        for client, under in zip(clients, _under(clients), strict=True):
            found = Found(client.name, f"{client.code}  {under}", "clients", client.id)
            hits.append((_of_client(client, typed).exact, found))
    if "products" in places:
        for one in _offered_products(session, typed).records:
            found = Found(one.name, f"{one.code}  {one.line}", "products", one.id)
            hits.append((_of_product(one, typed).exact, found))
    if len(typed) >= _LEAST_OF_STEP:
        steps = named_steps(partial(_fits, typed), places, may)
        hits += [(_is_called(typed, one.words), one) for one in steps]
    if not hits:
        theirs = begun_by_others(partial(_fits, typed), may)
        return (
            run_together(session, typed, asked)
            or alone(typed, asked)
            or of_others(typed, asked)
            or list(islice(theirs, 1))
        )
    # What is exactly so called comes before what only holds the words; else by kind.
    return [found for _exact, found in sorted(hits, key=lambda hit: not hit[0])]


def find_clients(session: Session, text: str, *, closed: bool = False) -> Offers:
    """Clients for a look-up field: (code, words), one's own and one's area first among equals."""
    found = _offered_clients(session, plain(text), closed=closed)
    if not found.records and not closed:
        return Offers(why_not=_closed_words(session, plain(text)))
    alike = Counter(spelled(client.name) for client in found.records)
    return Offers(
        (
            (
                client.code,
                f"{client.title} {client.address or client.area}".strip()
                if alike[spelled(client.name)] > 1
                else client.title,
            )
            for client in found.records
        ),
        found.equals,
    )


def _closed_words(session: Session, typed: str) -> str:
    """That the client that is meant is closed; "" where none of the closed ones is called so."""
    closed = _offered_clients(session, typed, closed=True).records if typed else []
    if not closed:
        return ""
    return _("{client} is closed: choose another client.").format(client=closed[0].title)


def find_products(session: Session, text: str) -> Offers:
    """Products for a look-up field: (code, words)."""
    found = _offered_products(session, plain(text))
    return Offers(((one.code, one.offered) for one in found.records), found.equals)


def find_reps(session: Session, text: str) -> Offers:
    """Reps for a look-up field: (code, words)."""
    return find_staff(session, text, "rep")


def find_staff(session: Session, text: str, role: str | None = None) -> Offers:
    """People for a look-up field: (code, words)."""

    def look(typed: str) -> list[Staff]:
        found = _staff_called(session, typed)
        return [one for one in found if role is None or role in {held.role for held in one.roles}]

    def nearness(one: Staff, typed: str) -> tuple[Near]:
        return (near(typed, one.code, one.name, search_words((one.name,), (one.code,))),)

    found = search(plain(text), look, nearness)
    return Offers(((one.code, one.title) for one in found.records), found.equals)


# A client, whether it is one's own, and whether it lies where one's own lie.
_Theirs = tuple[Client, bool, bool]


def _people(session: Session, typed: str) -> Iterator[Found]:
    """Who works here, by name, pinyin or code."""
    for one in _staff_called(session, typed):
        roles = role_words(held.role for held in one.roles)
        yield Found(one.name, f"{one.code}  {roles}", "staff", one.id)


def _staff_called(session: Session, typed: str) -> Sequence[Staff]:
    """Who works here and is so called. Names alone are read of all: pinyin tells of each."""
    names = select(Staff.id, Staff.name, Staff.code).where(Staff.active)
    found = [
        key for key, name, code in session.execute(names) if typed in search_words((name,), (code,))
    ]
    if not found:
        return ()
    return session.scalars(select(Staff).where(Staff.id.in_(found)).order_by(Staff.code_key)).all()


def names_of(session: Session, pages: Sequence[tuple[str, int]]) -> list[Found]:
    """What was opened on pages, by what it is called; without what is there no more."""
    found = []
    for page, key in pages:
        words = _called(session, page, key)
        if words:
            found.append(Found(words[0], words[1], page, key))
    return found


def _called(session: Session, page: str, key: int) -> tuple[str, str] | None:
    if page == "clients":
        client = session.get(Client, key)
        return (client.name, f"{client.code}  {client.area}") if client else None
    if page == "products":
        product = session.get(Product, key)
        return (product.name, product.code) if product else None
    for column, number, where, words in _DOCUMENTS:
        if where == page:
            name = session.scalar(select(number).where(column == key).limit(1))
            if name:
                return name, _(words)
    return None


def _clients_called(session: Session, typed: str, those: ColumnElement[bool]) -> Sequence[Client]:
    """What of those clients is meant, the likeliest first."""
    return _offered_clients(session, typed, closed=True, those=those).records


def _offered_clients(
    session: Session, typed: str, *, closed: bool, those: ColumnElement[bool] | None = None
) -> Ranked[Client]:
    me = person_id(session) or 0  # nobody has 0: clients without a rep are nobody's own
    own = func.coalesce(Client.rep_id == me, false())
    beside = Client.area.in_(select(Client.area).where(Client.rep_id == me, Client.area != ""))

    def look(words: str) -> list[_Theirs]:
        query = select(Client, own, beside).where(contains(Client, words))
        if not closed:
            query = query.where(Client.state != "closed")
        if those is not None:
            query = query.where(those)
        order = (nearest_first(Client, words), own.desc(), beside.desc())
        query = query.order_by(*order, *by_name()).limit(LOOKED_AT)
        return [
            (client, bool(mine), bool(near_me)) for client, mine, near_me in session.execute(query)
        ]

    def nearness(row: _Theirs, words: str) -> tuple[Near, bool, bool]:
        client, mine, near_me = row
        return _of_client(client, words), not mine, not near_me

    found = search(typed, look, nearness)
    return Ranked([client for client, _mine, _near_me in found.records], found.equals)


def _offered_products(session: Session, typed: str) -> Ranked[Product]:
    def look(words: str) -> Iterable[Product]:
        query = select(Product).where(contains(Product, words))
        query = query.order_by(nearest_first(Product, words), Product.code_key)
        return session.scalars(query.limit(LOOKED_AT))

    return search(typed, look, lambda one, words: (_of_product(one, words),))


def _of_client(client: Client, typed: str) -> Near:
    return near(typed, client.code, client.name, client.search_text)


def _of_product(one: Product, typed: str) -> Near:
    return near(typed, one.code, one.name, one.search_text, one.barcode or "")


def _under(clients: Sequence[Client]) -> list[str]:
    """Area and segment of each; of those that look alike the address instead."""
    alike = Counter(spelled(client.name) for client in clients)
    return [
        client.address or client.area
        if alike[spelled(client.name)] > 1
        else f"{client.area} {client.segment}".strip()
        for client in clients
    ]


def _documents(session: Session, typed: str, places: Mapping[str, str]) -> Iterator[Found]:
    number = number_in(as_number(typed))
    if not any(sign.isdigit() for sign in number) or "-" not in number:
        return
    for key, column, page, words in _DOCUMENTS:
        if page in places:
            rows = session.execute(
                select(key, column)
                .where(column.startswith(number, autoescape=True))
                .order_by(column, key.desc())  # the delivery that stands before a cancelled one
                .limit(MOST)
            )
            for found, name in rows:
                yield Found(name, _(words), page, found)
    for scan in _SCANS:
        form = scan.form.fullmatch(number)
        found = session.scalar(scan.found(form)) if form and scan.page in places else None
        if found is not None:
            yield Found(number, _(scan.words), scan.page, found)


def _lots(session: Session, typed: str) -> Iterator[Found]:
    """Lots by their code, typed or scanned from a pack (D8): what lies there first."""
    if len(typed) < _LEAST_OF_LOT:
        return
    code = as_number(typed)
    rows = session.scalars(
        select(Lot)
        .where(func.lower(Lot.code).startswith(code.lower(), autoescape=True))
        .order_by(Lot.warehouse.desc(), Lot.expires, Lot.id)
        .limit(MOST)
    )
    for lot in rows:
        under = f"{_('lot')}  {lot.product.name}  {lot.expires}"
        yield Found(lot.code, under, "stock", lot.id)


def _named(typed: str, places: Mapping[str, str], may: Callable[[str], bool]) -> Iterator[Found]:
    for name, words in places.items():
        if _fits(typed, words):
            yield Found(words, _("page"), name)
    yield from begun_by(partial(_fits, typed), places, may)


def _is_called(typed: str, words: str) -> bool:
    """Whether words are exactly these; a page's own stand behind its family's."""
    return plain(words.rpartition(" · ")[2]) == typed


def _fits(typed: str, words: str) -> bool:
    said = plain(words)
    return typed in said or typed in initials(said) or typed in spelled(said)
