"""What the trade earns on average on each category (B4)."""

from collections.abc import Sequence

from sqlalchemy import select

from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import CategoryMargin
from desktop.queries.facts.goods import category_margins
from desktop.queries.margins import margins_version
from desktop.services.change import Change
from desktop.services.checks import invalid, need_same_version
from desktop.services.office import Office
from desktop.services.written import need_fields, written


def set_margin(office: Office, draft: MarginDraft) -> None:
    """Set the margin of one category, anew or over what was set."""
    need_fields(draft)
    with office.transaction("margin.set") as session:
        session.allow()
        _set(session, draft)


def set_margins(office: Office, version: int, drafts: Sequence[MarginDraft]) -> None:
    """Change the margins as one list; raises ChangedElsewhere (E2). What is left out isn't set."""
    given: dict[str, MarginDraft] = {}
    for place, draft in enumerate(drafts, 1):
        _check_line(place, draft)
        if given.setdefault(draft.category.strip(), draft) is not draft:
            raise invalid("margins", _("This category stands here twice."), Spot(place, "category"))
    with office.transaction("margin.set") as session:
        session.allow()
        need_same_version(margins_version(category_margins(session)), version)
        for there in session.scalars(select(CategoryMargin)):
            if there.category not in given:
                session.delete(there)
        for draft in given.values():
            _set(session, draft)


def _set(session: Change, draft: MarginDraft) -> None:
    category = draft.category.strip()
    there = session.scalar(select(CategoryMargin).where(CategoryMargin.category == category))
    if there is None:
        session.add(CategoryMargin(**written(draft)))
    else:
        there.trade_margin = draft.trade_margin


def _check_line(place: int, draft: MarginDraft) -> None:
    try:
        need_fields(draft)
    except Refused as error:
        raise invalid("margins", error.message, Spot(place, error.field or "")) from error
