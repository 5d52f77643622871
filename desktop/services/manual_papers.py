"""The manual and the roles' cards as papers; the office, where one is open, stands on them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import desktop
from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.basics.manual_text import (
    HEADING,
    ITEM,
    ROLE,
    TABLE,
    Block,
    Chapter,
    read_chapter,
    whole_manual,
)
from desktop.basics.office_clock import office_day
from desktop.basics.roles import ROLES
from desktop.services.office import Office

if TYPE_CHECKING:
    from desktop.printing import Pdf
    from desktop.printing.letterhead import Letterhead
    from desktop.printing.role_card import RoleCard


def manual_paper(office: Office | None = None) -> "Pdf":
    """The whole manual as a PDF, with contents and outline."""
    from desktop.printing import render
    from desktop.printing.manual_book import ManualBook

    version = desktop.__version__
    return render(ManualBook(_issuer(office), _day(office), version, whole_manual()))


def card_paper(roles: Sequence[str], office: Office | None = None) -> "Pdf":
    """The cards of roles, a page each; with an office they say who has the others.

    Raises Unreadable for what is no role.
    """
    from desktop.printing import render

    people = _people(office)
    cards = [_card(role_called(role), office) for role in roles]
    return render(*(_named(card, people) for card in cards))


def role_called(word: str) -> str:
    """A role by its name in code or by its word (出纳)."""
    for name, role in ROLES.items():
        if word in (name, role.words, _(role.words)):
            return name
    known = ", ".join(f"{name} ({_(role.words)})" for name, role in ROLES.items())
    raise Unreadable(
        _("There is no role {word}. There are: {known}.").format(word=word, known=known)
    )


def _card(role: str, office: Office | None) -> "RoleCard":
    from desktop.printing.role_card import CardAsk, CardKey, RoleCard

    chapter = read_chapter(ROLE + role)
    tasks, keys, asks, limits = _parts(chapter)
    return RoleCard(
        _issuer(office),
        _day(office),
        chapter.title,
        chapter.blocks[0].text,
        tuple(block.text for block in tasks if block.kind == ITEM),
        tuple(CardKey(*row) for row in _rows(keys)),
        tuple(CardAsk(*row) for row in _rows(asks)),
        tuple(block.text for block in limits if block.kind == ITEM),
    )


def _parts(chapter: Chapter) -> list[list[Block]]:
    """What stands under each of a role's four headings."""
    parts: list[list[Block]] = []
    for block in chapter.blocks:
        if block.kind == HEADING:
            parts.append([])
        elif parts:
            parts[-1].append(block)
    return parts


def _rows(blocks: Sequence[Block]) -> Sequence[tuple[str, ...]]:
    (table,) = (block for block in blocks if block.kind == TABLE)
    return table.rows[1:]


def _named(card: "RoleCard", people: dict[str, str]) -> "RoleCard":
    """The card with the names of those who are to be asked."""
    named = tuple(replace(ask, names=people.get(ask.whom, "")) for ask in card.asks)
    return replace(card, asks=named)


def _people(office: Office | None) -> dict[str, str]:
    """Who has each role, by the role's word; nobody without an office."""
    from desktop.queries.listing import Wanted
    from desktop.queries.staff import staff_ids, staff_rows

    if office is None:
        return {}
    with office.reading() as session:
        rows = staff_rows(session, staff_ids(session, Wanted()))
    here = [row for row in rows.values() if row.active]
    return {
        _(role.words): "、".join(row.name for row in here if name in row.roles)
        for name, role in ROLES.items()
    }


def _issuer(office: Office | None) -> "Letterhead":
    from desktop.printing.letterhead import Letterhead
    from desktop.queries.papers.heads import letterhead

    if office is None:
        return Letterhead("众小", "")
    with office.reading() as session:
        return letterhead(session)


def _day(office: Office | None) -> date:
    return office_day() if office is None else office.today
