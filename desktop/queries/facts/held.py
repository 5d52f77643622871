"""What a session holds already, so that it isn't read again."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from sqlalchemy.orm import Session

from desktop.models import Base

Record = TypeVar("Record", bound=Base)
Key = TypeVar("Key", bound=Hashable)


def held(session: Session, kind: type[Record], keys: Iterable[Key]) -> dict[Key, Record]:
    """Those of the records with these keys that the session holds, by key; nothing is asked."""
    records = ((key, session.identity_map.get(session.identity_key(kind, key))) for key in keys)
    return {key: one for key, one in records if isinstance(one, kind)}
