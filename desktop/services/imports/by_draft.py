"""Lists of what is no more than its draft, each known by the draft's first field."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.basics.fields import Editable, editable, minutes_of, stored
from desktop.basics.i18n import _
from desktop.basics.order_key import order_key
from desktop.basics.weekdays import weekday_signs
from desktop.models import Base
from desktop.services.change import Change
from desktop.services.flushing import plain_record
from desktop.services.imports.alike import ByCode
from desktop.services.imports.kind import EditList, ImportKind, columns_of, exported
from desktop.services.imports.outcome import RowSaid, Say, What, said_fields
from desktop.services.imports.taking import Taking
from desktop.services.written import written
from desktop.spreadsheets.declared import DeclaredRow, declared_rows
from desktop.spreadsheets.list_kind import ListKind

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value

# Refuses a draft that can't be.
Check = Callable[[Any], None]


def kind_by_draft(
    listed: ListKind, title: str, draft: type[Any], record: type[Base], check: Check
) -> ImportKind:
    """A kind of import whose records hold what ``draft`` declares; ``title`` is its workbook's."""
    return ImportKind(
        listed,
        lambda reading, _today: declared_rows(reading, draft),
        lambda session, taking: _Drafts(session, taking, draft, record, check).take(),
        EditList(
            title,
            columns_of(exported(draft)),
            lambda session: _all_rows(session, draft, record),
        ),
    )


class _Drafts:
    """A list on its way in: a known one is brought up to date, others are new."""

    def __init__(
        self,
        session: Change,
        taking: Taking,
        draft: type[Any],
        record: type[Base],
        check: Check,
    ) -> None:
        self._session, self._taking = session, taking
        self._draft, self._record, self._check = draft, record, check
        self._fields = {one.name: one for one in editable(draft)}
        self._needed = [one for one in editable(draft) if one.needed]
        self._known_by = editable(draft)[0]
        self._there = ByCode(
            (getattr(one, self._known_by.name), one) for one in session.scalars(select(record))
        )

    def take(self) -> None:
        """Write every good row."""
        taking = self._taking
        for row in taking.watched(taking.rows, self._session):
            code = row.given[self._known_by.name]
            if why_not := self._there.why_not(code):
                taking.reading.refuse(row.row, self._known_by.called, why_not)
            elif taking.is_first(row.row, self._known_by.called, code):
                self._take(row, code)
        taking.write(self._session)
        taking.write_made(self._session)

    def _take(self, row: DeclaredRow, code: str) -> None:
        there = self._there.get(code)
        if there is None:
            self._add(row, code)
        else:
            self._change(row, code, there)

    def _add(self, row: DeclaredRow, code: str) -> None:
        draft = self._draft_of(row, row.given)
        if draft is None:
            return
        made = plain_record(self._record, written(draft))
        self._taking.made.append(made)
        self._there.add(code, made)
        self._taking.outcome.add_new(self._said(row, code, dict.fromkeys(row.given, "")))

    def _change(self, row: DeclaredRow, code: str, there: Base) -> None:
        before = stored(self._draft, there)
        changed = {
            name: before.get(name, "")
            for name, value in row.given.items()
            if before.get(name) != value
        }
        if changed and self._draft_of(row, {**before, **row.given}) is None:
            return
        for name in changed:
            setattr(there, name, row.given[name])
        self._taking.outcome.add_known(bool(changed), self._said(row, code, changed))

    def _draft_of(self, row: DeclaredRow, wanted: Mapping[str, Any]) -> Any:
        """What a row makes of its record; None when it was refused."""
        for one in self._needed:
            if wanted.get(one.name) in (None, ""):
                self._refuse_blank(row, one)
                return None
        draft = self._draft(**wanted)
        return draft if self._taking.fits(row.row, partial(self._check, draft)) else None

    def _refuse_blank(self, row: DeclaredRow, field: Editable) -> None:
        reason = _("this cell must not be blank")
        if field.called not in self._taking.reading.header.columns:
            words = _("the list has no column “{column}”, which a new one needs")
            reason = words.format(column=field.column or _(field.words))
        self._taking.reading.refuse(row.row, field.called, reason)

    def _said(self, row: DeclaredRow, code: str, before: Mapping[str, Any]) -> Say:
        """What comes of a row; ``before`` stood where it says something else."""

        def say(what: What) -> RowSaid:
            changed = {name: (was, row.given[name]) for name, was in before.items()}
            told = said_fields(changed, lambda name, value: self._fields[name].said(value))
            named = tuple((self._fields[name].called, old, new) for name, old, new in told)
            return RowSaid(row.row.number, what, code, "", named)

        return say


def _all_rows(session: Change, draft: type[Any], record: type[Base]) -> Iterator[Sequence["Value"]]:
    fields = exported(draft)
    known_by = editable(draft)[0].name
    for one in sorted(
        session.scalars(select(record)), key=lambda one: order_key(getattr(one, known_by))
    ):
        yield tuple(_cell(field, getattr(one, field.name)) for field in fields)


def _cell(field: Editable, value: Any) -> "Value":
    if field.kind == "weekdays":
        return weekday_signs(value)
    if field.kind == "minutes" and value is not None:
        return Decimal(minutes_of(value))
    found: Value = value
    return found
