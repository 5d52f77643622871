"""The words that an office chooses from: changed by hand, or begun with a starter set."""

from collections.abc import Mapping

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import WordLists
from desktop.models.word_list import WORD_LISTS
from desktop.queries.word_lists import lacking_words, same_word
from desktop.services.change import Change
from desktop.services.checks import invalid, need_version
from desktop.services.office import Office

LONGEST_WORD = 30
MOST_WORDS = 200


def edit_word_lists(office: Office, version: int, lists: Mapping[str, str]) -> None:
    """Change the lists, a word a line; raises ChangedElsewhere (E2).

    What is written down of clients and surveys keeps its word.
    """
    kept = {name: "\n".join(_words(name, lists[name])) for name in WORD_LISTS}
    with office.transaction("words.edit") as session:
        record = _record(session)
        session.allow()
        need_version(record, version)
        for name, text in kept.items():
            setattr(record, name, text)


def take_starter(office: Office) -> int:
    """Add what the lists lack of the starter set; says how many words that were.

    Refuses (``wrong_state``) when they lack nothing.
    """
    with office.transaction("words.start") as session:
        record = _record(session)
        session.allow()
        lacking = lacking_words(record)
        if not any(lacking.values()):
            raise Refused("wrong_state", _("All words of the starter set are there already."))
        for name, words in lacking.items():
            setattr(record, name, "\n".join((*record.words(name), *words)))
        return sum(len(words) for words in lacking.values())


def _record(session: Change) -> WordLists:
    """The lists; an office that is older than they are has them from its first change on (E1)."""
    record = session.get(WordLists, 1)
    if record is None:
        record = WordLists(id=1)
        session.add(record)
        session.flush()
    return record


def _words(name: str, text: str) -> list[str]:
    """The words of a list, without blank lines; refuses one that stands there twice."""
    words = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    seen: set[str] = set()
    for word in words:
        if len(word) > LONGEST_WORD:
            message = _("“{word}” is too long: {limit} characters at most, one word a line.")
            raise invalid(name, message.format(word=word, limit=LONGEST_WORD))
        if same_word(word) in seen:
            raise invalid(name, _("“{word}” stands there twice.").format(word=word))
        seen.add(same_word(word))
    if len(words) > MOST_WORDS:
        raise invalid(name, _("{limit} words at most.").format(limit=MOST_WORDS))
    return words
