"""What a session holds already, so that it isn't read again."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from desktop.models import Base
from desktop.queries.facts.parts import some_at_once

Record = TypeVar("Record", bound=Base)
Key = TypeVar("Key", bound=Hashable)


def held(session: Session, kind: type[Record], keys: Iterable[Key]) -> dict[Key, Record]:
    """Those of the records with these keys that the session holds, by key; nothing is asked."""
    records = ((key, session.identity_map.get(session.identity_key(kind, key))) for key in keys)
    return {key: one for key, one in records if isinstance(one, kind)}


def held_or_read(
    session: Session, kind: type[Record], keys: Iterable[int | None], *options: ORMOption
) -> dict[int, Record]:
    """The records with these keys, by key; those that the session doesn't hold are read at once.

    Whoever then asks the session for one of them asks the database nothing, as long as somebody
    holds them. A key that no record has, and None, is left out.
    """
    wanted = sorted({key for key in keys if key is not None})
    found = held(session, kind, wanted)
    missing = [key for key in wanted if key not in found]
    (key_of,) = kind.__mapper__.primary_key
    for some in some_at_once(missing):
        those = select(kind).where(key_of.in_(some))
        for record in session.scalars(those.options(*options)):
            (key,) = session.identity_key(instance=record)[1]
            found[key] = record
    return found
