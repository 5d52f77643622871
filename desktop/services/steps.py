"""What can be done with a document and what forbids it now, declared once where the noun lives.

A service acts by the declaration; the window greys by the same one (``moves``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.orm import InstrumentedAttribute

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Base, Staff
from desktop.models.base import Moving, wrong_state
from desktop.services.change import Change
from desktop.services.checks import need_another
from desktop.services.find import find
from desktop.services.office import Office

Record = TypeVar("Record", bound=Base)
Told = ParamSpec("Told")


@dataclass(frozen=True)
class Noun(Generic[Record]):
    """A kind of document, as refusals and windows name it; ``by`` is a window's key, or its id."""

    name: str
    record: type[Record]
    by: SQLColumnExpression[int] | None = None

    def get(self, session: Change, key: int) -> Record | None:
        """The document that a window holds, if it is there."""
        if self.by is not None:
            return session.scalar(select(self.record).where(self.by == key))
        return session.get(self.record, key)

    def find(self, session: Change, document_id: int) -> Record:
        """The document with this id; refuses ``not_found``."""
        return find(session, self.record, document_id, self.name)


@dataclass(frozen=True)
class Step(Generic[Record, Told]):
    """An action on a document. ``check`` raises Refused where the document's state forbids it.

    The service calls it with what the person gave; the window calls it without, to grey the button
    of a step that nothing given could make possible. So ``check``'s own arguments have defaults.
    """

    action: str
    noun: Noun[Record]
    check: Callable[Concatenate[Change, Record, Told], object]

    def need(self, session: Change, record: Record, *told: Told.args, **named: Told.kwargs) -> None:
        """Refuse who may not (E1), then what forbids it now."""
        session.allow()
        self.check(session, record, *told, **named)

    @contextmanager
    def begin(
        self, office: Office, document_id: int, *told: Told.args, **named: Told.kwargs
    ) -> Iterator[tuple[Change, Record]]:
        """The one change in which the step is taken, with its document; or a refusal."""
        with office.transaction(self.action) as session:
            record = self.noun.find(session, document_id)
            self.need(session, record, *told, **named)
            yield session, record


def anytime(_session: Change, _document: Base) -> None:
    """A step that nothing forbids: who may, can."""


def to(
    state: str, *, not_by: InstrumentedAttribute[int] | None = None
) -> Callable[[Change, Moving], None]:
    """A step that the document's table of moves allows; ``not_by`` holds who can't decide."""

    def check(session: Change, document: Moving) -> None:
        if not_by is not None:
            need_another(session, getattr(document, not_by.key))
        document.require_move(state)

    return check


def before_effect(*decided: str) -> Callable[[Change, Moving], None]:
    """Throwing away what binds nobody yet: a draft, or by a manager alone (``not_allowed``) what
    managers ``decided`` already.
    """

    def check(session: Change, document: Moving) -> None:
        if document.state in decided:
            if session.person is not None and "manager" not in session.person.roles:
                raise Refused("not_allowed", _("It is decided: a manager can throw it away."))
        elif document.state != "draft":
            raise wrong_state(document)

    return check


def own_waiting(*makers: InstrumentedAttribute[Any]) -> Callable[[Change, Moving], None]:
    """Taking back one's own, while it waits: who made it or handed it in may think again.

    Anybody else (``not_allowed``) asks a manager, who returns it with a word.
    """

    def check(session: Change, document: Moving) -> None:
        if document.state != "submitted":
            raise wrong_state(document)
        own = dict.fromkeys(getattr(document, maker.key) for maker in makers)
        if session.person is not None and session.person.id not in own:
            names = _(", ").join(session.get_one(Staff, one).name for one in own if one is not None)
            message = _("{names} can take this back, who made it; a manager can return it.")
            raise Refused("not_allowed", message.format(names=names))

    return check
