"""What an empty list says and offers: how its first record comes in, and who brings it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from desktop.basics.i18n import _
from desktop.basics.roles import who_may
from desktop.views.kit.desk import Link
from desktop.views.kit.parts import button

if TYPE_CHECKING:
    from desktop.views.kit.lists.list_page import ListPage


def first_ways(page: "ListPage[Any]", *, may_new: bool) -> list[QPushButton]:
    """The buttons for the first record, and for many of them from a file."""
    found = []
    if page.new_words and may_new:
        found.append(button(_(page.new_words), page.start_new))
    if page.edit_kind and page.desk.may("import"):
        link = Link("import", filter=page.edit_kind)
        found.append(button(_("Bring in lists"), lambda: page.desk.open(link)))
    return found


def first_words(page: "ListPage[Any]", *, may_new: bool) -> str:
    """What belongs here; and who begins it, where it isn't the signed-in person."""
    words = [_(page.empty_words)] if page.empty_words else []
    if page.new_words and not may_new:
        words.append(_("Begun by: {roles}.").format(roles=who_may(page.new_action)))
    if page.edit_kind and not page.desk.may("import"):
        lists = _("Whole lists from Excel are brought in by: {roles}.")
        words.append(lists.format(roles=who_may("import")))
    return "\n".join(words)
