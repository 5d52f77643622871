"""The words that an office chooses from, and those of them that it lacks of the starter set."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.resources import resource
from desktop.basics.typed import narrow
from desktop.models import Client, ConsumerGroup, Survey, WordLists
from desktop.models.word_list import WORD_LISTS

# Where each list's words are written down.
_USED = {
    "segments": Client.segment,
    "shop_types": Survey.shop_type,
    "buyer_groups": ConsumerGroup.name,
    "areas": Client.area,
}
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class WordListsDetail:
    """Every list by its name; ``lacking`` is what it lacks of the starter set."""

    version: int
    lists: Words
    lacking: Words


def word_lists_detail(session: Session) -> WordListsDetail:
    """The office's lists as they stand."""
    # An office that is older than the lists has none yet: they are version 1 when they are written.
    kept = session.get(WordLists, 1) or WordLists(version=1, **dict.fromkeys(WORD_LISTS, ""))
    lists = {name: kept.words(name) for name in WORD_LISTS}
    return WordListsDetail(kept.version, lists, lacking_words(kept))


def lacking_words(kept: WordLists) -> Words:
    """What each list lacks of the starter set that ships with the program."""
    starter = json.loads(resource("starter", "words.json").read_text(encoding="utf-8"))
    return {name: _without(starter[name], kept.words(name)) for name in WORD_LISTS}


def has_words(session: Session) -> bool:
    """Whether the office has any word to choose from."""
    kept = session.get(WordLists, 1)
    return kept is None or any(kept.words(name) for name in WORD_LISTS)


def words_to_choose(session: Session, name: str) -> tuple[str, ...]:
    """The words of a list, then those that are in use without standing in it, the usual first."""
    record = session.get(WordLists, 1)
    kept = record.words(name) if record is not None else ()
    column = _USED[name]
    query = select(column).where(column != "").group_by(column)
    used = session.scalars(query.order_by(func.count().desc(), column)).all()
    return (*kept, *_without(used, kept))


def offered_segments(session: Session, _typed: str) -> list[tuple[str, str]]:
    """Segments for a field: each with itself as its words."""
    return _pairs(session, "segments")


def offered_shop_types(session: Session, _typed: str) -> list[tuple[str, str]]:
    """Kinds of shops for a field."""
    return _pairs(session, "shop_types")


def offered_groups(session: Session, _typed: str) -> list[tuple[str, str]]:
    """Groups of buyers for a field."""
    return _pairs(session, "buyer_groups")


def offered_areas(session: Session, _typed: str) -> list[tuple[str, str]]:
    """Areas for a field."""
    return _pairs(session, "areas")


def _pairs(session: Session, name: str) -> list[tuple[str, str]]:
    return [(word, word) for word in words_to_choose(session, name)]


def same_word(word: str) -> str:
    """What two spellings of one word have in common: letter case and width don't matter."""
    return narrow(word).strip().casefold()


def _without(words: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    there = {same_word(word) for word in known}
    return tuple(word for word in words if same_word(word) not in there)
