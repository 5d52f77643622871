"""What can be done with all that is chosen in a list, declared by its page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.undo import UndoBy
from desktop.views.kit.forms.fields import Field, Words

if TYPE_CHECKING:
    from desktop.services.office import Office


@dataclass(frozen=True)
class Chosen:
    """The records that are chosen, by their keys in the list's order."""

    keys: tuple[int, ...]


@dataclass(frozen=True)
class Done:
    """What came of an act: how many records it was done to, and what takes all of it back."""

    number: int
    undo: Callable[["Office"], object] | None = None


@dataclass(frozen=True)
class ManyAct:
    """Something to do with several records at once, whole or not at all.

    ``action`` is what permissions call it, ``name`` what the page does. ``work(office, keys,
    given)`` runs off the GUI thread: one service function in one transaction. ``words`` and
    ``done`` are msgids, the latter with a ``{number}``; ``ask``, ``note``, ``sure``, ``shortcut``
    and ``primary`` are those of an ``Action``. With ``begin`` it only opens something: a paper, or
    another page's form.
    """

    name: str
    action: str
    words: str
    work: Callable[["Office", Sequence[int], Given], Done] | None = None
    done: str = ""
    ask: Sequence[Field] = ()
    note: Words = ""
    sure: str = ""
    shortcut: str = ""
    primary: bool = False
    begin: Callable[[Sequence[int]], object] | None = None

    def as_action(self, desk: Desk) -> Action:
        """The same as a step of what is chosen, which is the open item then."""

        def work(office: "Office", _key: int, given: Given) -> Done:
            assert self.work is not None
            return self.work(office, given.held(Chosen).keys, given)

        def then(result: Done) -> None:
            words = _(self.done).format(number=result.number)
            undo, after = result.undo, desk.office.deeds.number
            desk.say(words, UndoBy(desk, words, after, undo) if undo and result.number else None)

        def begin(chosen: Chosen) -> None:
            assert self.begin is not None
            self.begin(chosen.keys)

        return Action(
            self.name,
            self.words,
            work,
            ask=self.ask,
            note=self.note,
            sure=self.sure,
            shortcut=self.shortcut,
            primary=self.primary,
            then=None if self.begin else then,
            begin=begin if self.begin else None,
        )
