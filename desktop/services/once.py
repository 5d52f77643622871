"""Every change is made once, whatever breaks: it writes its key, and the trail names it.

A form's key is as old as the form. A save may be tried again: the program was killed after the
commit and its draft came back, or the server's answer was lost on the way. The key tells then that
it was saved already.
"""

import hmac
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from desktop.basics.errors import DatabaseTrouble, NeedsConfirmation, SavedAlready
from desktop.basics.i18n import _
from desktop.basics.this_pc import this_pc
from desktop.models import Base, ChangeKey
from desktop.services import audit
from desktop.services.change import Change
from desktop.services.rows import Rows, table_of

_log = logging.getLogger(__name__)
_PATIENCE_S = (0.0, 0.5, 2.0)  # how long a server is waited for that went away during a save


@dataclass(frozen=True)
class Once:
    """A change's key; a form's has a digest of what is saved with it."""

    key: str
    content: str = ""


def once(key: str, values: Mapping[str, Any]) -> Once:
    """The key of a form with what stands in it; only the key's holder can compute the digest."""
    told = "\n".join(f"{name}={values[name]!r}" for name in sorted(values))
    return Once(key, hmac.digest(key.encode(), told.encode(), "sha256").hex())


def own_key() -> Once:
    """The key of a change that has no form."""
    return Once(token_hex(16))


@contextmanager
def made_once(session: Change, form: Once) -> Iterator[None]:
    """Within a change: refuse a form that was saved before, and write the key of this one.

    What has no form and writes nothing leaves no key. Raises SavedAlready; NeedsConfirmation when
    a form was saved with other values than now.
    """
    if form.content:
        form = _unsaved(session, form)
    within, session.key = session.key, form.key
    made: list[tuple[str, str]] = []

    def note() -> None:
        _note_made(session, made)

    session.hearing.append(note)
    try:
        yield
        session.flush()
        if form.content or form.key in session.told:
            _write_key(session, form, made)
    finally:
        session.hearing.remove(note)
        session.key = within


def _write_key(session: Change, form: Once, made: list[tuple[str, str]]) -> None:
    kind, record_id = made[0] if made else ("", "")
    row = {
        "key": form.key,
        "content": form.content,
        "action": session.action,
        "confirmed": ",".join(sorted(session.confirmed or ())),
        "record_kind": kind,
        "record_id": record_id,
        "saved_at": session.moment,
        "saved_by_id": session.person.id if session.person else None,
        "pc": this_pc(),
    }
    Rows(session.connection(), table_of(ChangeKey), tuple(row)).write([tuple(row.values())])
    # The trail tells of it: whoever takes the key away could have the form saved a second time.
    audit.record(session, ChangeKey.__tablename__, form.key, row)


def _unsaved(session: Change, form: Once) -> Once:
    """This form, unless it was saved already; what is saved on purpose beside it gets a key."""
    before = session.get(ChangeKey, form.key)
    if before is None:
        return form
    what = _title(session, before)
    if before.content == form.content:
        message = _("This was saved already, as {what}: nothing was done a second time.")
        if not what:
            message = _("This was saved already: nothing was done a second time.")
        raise SavedAlready(message.format(what=what))
    if "another" not in (session.confirmed or ()):
        raise NeedsConfirmation(
            "another",
            _(
                "This form was saved already ({what}), with other values than stand here now. "
                "Save what stands here too?"
            ).format(what=what or _("done")),
        )
    return _unsaved(session, Once(f"{form.key}/{form.content[:16]}", form.content))


def _title(session: Session, saved: ChangeKey) -> str:
    """How a message names what came of a form; empty when it is there no more."""
    records = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    if saved.record_kind not in records:
        return ""
    record: Base | None = session.get(records[saved.record_kind], int(saved.record_id))
    return record.title if record is not None else ""


def _note_made(session: Change, made: list[tuple[str, str]]) -> None:
    """Remember the first record that has a name of its own: it is what the form was about."""
    for record in (*session.written.new, *session.written.dirty):
        if made:
            return
        if type(record).title is not Base.title:
            key, *more = record.identity
            if isinstance(key, int) and not more:
                made.append((type(record).__tablename__, str(key)))


@contextmanager
def answer_may_be_lost(engine: Engine, form: Once) -> Iterator[None]:
    """Around a commit: when the connection breaks, look whether the change's key was written.

    If it was, all is well. Raises DatabaseTrouble that says whether it was saved.
    """
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        _log.warning("the connection broke during a save: looking whether it was saved")
        if not _landed(engine, form):
            raise DatabaseTrouble(
                _("The connection to the database broke: this was not saved. Save it again.")
            ) from error


def _landed(engine: Engine, form: Once) -> bool:
    """Whether a change's key stands in the database now; the change has ended by then."""
    for seconds in _PATIENCE_S:
        time.sleep(seconds)
        try:
            # A change waits in the line for the one that broke off, which then has ended.
            with Session(engine.execution_options(change=True)) as session:
                saved = session.scalars(
                    select(ChangeKey.content).where(ChangeKey.key.startswith(form.key))
                ).all()
                return form.content in saved
        except DBAPIError:
            continue
    raise DatabaseTrouble(
        _(
            "The connection to the database broke while this was being saved, and it can't be "
            "reached. What you typed is kept: save it again once the database is back. If it "
            "was saved, it will not be saved twice."
        )
    )
