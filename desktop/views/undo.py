"""Taking back what was saved just now: the values that stood before are saved again."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from desktop.basics.i18n import _
from desktop.views.actions import Given
from desktop.views.desk import Desk, Once

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.views.edit_panel import Edit


class Undo:
    """One saved change of a record, and how it stood before.

    ``version`` is the record's after the change: what somebody else saved since is never undone.
    """

    def __init__(
        self, desk: Desk, edit: "Edit", before: Mapping[str, Any], given: Given, version: int
    ) -> None:
        self._desk = desk
        self._edit = edit
        self._before = before
        self._confirmed = given.confirmed
        self._version = version

    def __call__(self) -> None:
        """Save what stood before; what can't be taken back says why in the window's strip."""
        form = self._edit.form()
        form.show_values(self._before)
        values = form.values()
        form.deleteLater()
        if values is None:  # what stood there then is nothing that may be saved now
            self._desk.say(_("This can't be taken back."))
            return
        given = Given({**values, "version": self._version}, self._confirmed)
        office = self._desk.saving(Once(str(uuid4()), {}, self._confirmed))

        def done(result: Any) -> None:
            self._desk.say(_("Taken back: it is as it was before."))
            self._edit.saved(result)

        self._desk.tasks.change(self._desk, lambda _progress: self._edit.save(office, given), done)


def version_now(office: "Office", edit: "Edit") -> int | None:
    """The version of the record that was saved just now; None for what has none."""
    if edit.load is None:
        return None
    with office.reading() as session:
        return edit.load(session).get("version")
