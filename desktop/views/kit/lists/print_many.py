"""The papers of all that is chosen in a list, in one go: previewed, and counted once handed out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.lists.many import ManyAct

if TYPE_CHECKING:
    from desktop.services.office import Reading
    from desktop.services.papers.declared import WhichPaper


class Numbered(Protocol):
    """A row of a list that has a number."""

    @property
    def number(self) -> str: ...


# Which papers those are of the chosen records, by their keys.
Which = Callable[["Reading", Sequence[int]], Sequence["WhichPaper"]]


def by_key(_session: "Reading", keys: Sequence[int]) -> Sequence["WhichPaper"]:
    """Papers of what has no number of its own, or a paper by what is listed."""
    from desktop.services.papers.declared import WhichPaper

    return [WhichPaper(key=key) for key in keys]


def by_number(rows: Callable[["Reading", Sequence[int]], Mapping[int, "Numbered"]]) -> Which:
    """The papers of documents by their numbers, of which ``rows`` tells."""

    def which(session: "Reading", keys: Sequence[int]) -> Sequence["WhichPaper"]:
        from desktop.services.papers.declared import WhichPaper

        found = rows(session, keys)
        return [WhichPaper(found[key].number) for key in keys if key in found]

    return which


def printing(desk: Desk, words: str, kind: str, which: Which) -> ManyAct:
    """An act that issues the papers of a kind of all that is chosen, as one PDF."""
    office = desk.office

    def made(keys: Sequence[int], *, look: bool) -> bytes:
        from desktop.services.papers.registry import issue_several

        with office.reading() as session:
            papers = [replace(one, look=look) for one in which(session, keys)]
        return issue_several(office, kind, papers)

    def show(keys: Sequence[int]) -> None:
        title = _("{paper}, {number}").format(paper=_(words), number=len(keys))
        desk.paper.emit(title, partial(made, keys, look=True), partial(made, keys, look=False))

    return ManyAct(f"print {kind}", "paper.issue", words, begin=show)
