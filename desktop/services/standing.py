"""Whether an office still stands as this program opened it: of its version, and not moved away.

A window may be open for days. Meanwhile another PC brings the office up to date, or it is moved:
what an older program wrote then, or what was written where nobody looks any more, would be wrong.
So each change asks, and the words for it are here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, Label, literal_column, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from desktop.basics.errors import DatabaseTrouble, OfficeGone
from desktop.basics.i18n import _
from desktop.services.trouble import no_tables_words, telling_trouble
from desktop.services.versions import HEAD, newer_program

# What a statement that is asked anyway can ask besides.
VERSION: Label[str] = literal_column("(SELECT version_num FROM alembic_version)").label("version")
PLACE: Label[str | None] = literal_column("(SELECT place FROM moved_office)").label("moved_to")
_ASK = select(VERSION, PLACE)


class OfficeMoved(OfficeGone):
    """An office that was moved to another database: nobody goes on working here."""


class NewerOffice(OfficeGone):
    """An office that a newer program wrote. ``updates`` is where it has newer ones looked for."""

    def __init__(self, version: str, updates: str, message: str = "") -> None:
        super().__init__(message or newer_program(version))
        self.version, self.updates = version, updates


def need_standing(session: Session) -> None:
    """Refuse to go on in an office that isn't as it was opened; raises OfficeGone."""
    version, moved_to = session.execute(_ASK).one()
    judge(version, moved_to)


def judge(version: str, moved_to: str | None) -> None:
    """Raise OfficeGone where an office that is open is of another version by now, or moved."""
    if version != HEAD:
        words = _(
            "Another PC has brought this office up to date meanwhile (version {version}), so "
            "nothing can be saved from this window any more. What you typed is kept: close the "
            "program, install the newer one where it isn't yet, and open it again."
        )
        raise NewerOffice(version, "", words.format(version=version))
    if moved_to:
        words = _(
            "This office was moved to {place} meanwhile, so nothing can be saved here any more. "
            "What you typed is kept: close the program, and open it there."
        )
        raise OfficeMoved(words.format(place=moved_to))


@contextmanager
def telling_how_it_stands(engine: Engine) -> Iterator[None]:
    """Around any work in an office: raises DatabaseTrouble for what its driver says.

    What fails since the tables aren't those of this program any more is told as that, and so are
    tables that can't be found.
    """
    try:
        with telling_trouble(engine):
            yield
    except DBAPIError as error:
        try:
            with Session(engine) as session:
                need_standing(session)
        except SQLAlchemyError:
            if words := no_tables_words(engine.url, error):
                raise DatabaseTrouble(words) from error
        raise
