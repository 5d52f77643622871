"""What an empty list says and offers: how its first record comes in, and who brings it."""

from typing import Protocol

from PySide6.QtWidgets import QPushButton

from desktop.basics.i18n import _
from desktop.basics.roles import who_may
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import EmptyState, button


class Beginning(Protocol):
    """The page of the list: what belongs there, and what begins its first record."""

    @property
    def desk(self) -> Desk: ...
    @property
    def empty_title(self) -> str: ...
    @property
    def new_words(self) -> str: ...
    @property
    def new_action(self) -> str: ...
    @property
    def edit_kind(self) -> str: ...
    @property
    def empty_words(self) -> str: ...
    def start_new(self) -> None: ...


def first_ways(page: Beginning, *, may_new: bool) -> list[QPushButton]:
    """The buttons for the first record, and for many of them from a file."""
    found = []
    if page.new_words and may_new:
        found.append(button(_(page.new_words), page.start_new))
    if page.edit_kind and page.desk.may("import"):
        link = Link("import", filter=page.edit_kind)
        found.append(button(_("Bring in lists"), lambda: page.desk.open(link)))
    return found


def first_words(page: Beginning, *, may_new: bool) -> str:
    """What belongs here; and who begins it, where it isn't the signed-in person."""
    words = [_(page.empty_words)] if page.empty_words else []
    if page.new_words and not may_new:
        words.append(_("Begun by: {roles}.").format(roles=who_may(page.new_action)))
    if page.edit_kind and not page.desk.may("import"):
        lists = _("Whole lists from Excel are brought in by: {roles}.")
        words.append(lists.format(roles=who_may("import")))
    return "\n".join(words)


def say_why_empty(none: EmptyState, page: Beginning, *, may_new: bool, chosen: bool) -> None:
    """Say why nothing is there: nothing at all, or nothing of what was ``chosen``."""
    if chosen:
        none.say(_("Nothing fits."), _("Change the filter or what is searched for."))
    else:
        none.say(_(page.empty_title), first_words(page, may_new=may_new))
