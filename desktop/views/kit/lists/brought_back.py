"""A form of a list page that was thrown away, opened again as it was."""

from typing import Protocol

from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.doing.thrown import Thrown
from desktop.views.kit.forms.form import Place


class FormPage(Protocol):
    """What is needed of the page on which the form stood."""

    @property
    def desk(self) -> Desk: ...
    @property
    def name(self) -> str: ...
    @property
    def panel(self) -> EditPanel: ...
    def edit_new(self, link: Link) -> Edit | None: ...
    def edit(self, edit: Edit, place: Place | None = None) -> None: ...
    def start_new(self, link: Link | None = None) -> None: ...
    def open_item(self, key: int) -> None: ...


def bring_form_back(page: FormPage, thrown: Thrown) -> Thrown | None:
    """Open it with what stood in it; what had to go for it is given, to be thrown away itself."""
    instead = page.panel.make_room(thrown)
    page.desk.memory.keep_draft(thrown.edit.draft_key, thrown.draft)
    if thrown.panel is page.panel:
        page.edit(thrown.edit, thrown.place)
    else:
        _open_anew(page, thrown)
    return instead


def _open_anew(page: FormPage, thrown: Thrown) -> None:
    """The page was made anew since, for another day: so is the form."""
    fresh = page.edit_new(Link(page.name))
    if fresh is not None and fresh.draft_key == thrown.edit.draft_key:
        page.start_new()
    elif thrown.item is not None:
        page.open_item(thrown.item)
