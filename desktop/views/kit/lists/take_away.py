"""Taking a list away as it is seen: as an Excel workbook, or on paper."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Generic

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.basics.seen_list import SeenList
from desktop.queries.lists import Filter
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.undo import say_written
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.lists.to_edit import ask_target, take_out_to_edit
from desktop.views.kit.parts import button, keep_if, line
from desktop.views.kit.tables.record_table import Column, Row
from desktop.views.kit.tasks import Progress
from desktop.views.kit.words import joined

if TYPE_CHECKING:
    from desktop.queries.listing import Wanted

_CHUNK = 500

# The list as it is wanted now: its query, how it is wanted, and what was chosen, in words.
Seen = Callable[[], tuple[Listing[Row], "Wanted", str]]
# As it is seen: its columns in their order, and the chosen records, if several are (None for all).
Narrowed = Callable[[], tuple[Sequence[Column[Row]], Sequence[int] | None]]


class TakeAway(QWidget, Generic[Row]):
    """Quiet buttons under a list: what is chosen is taken, else all, not only what was looked at.

    ``edit_kind`` is the kind of import that a list with every field can be brought in by again.
    """

    def __init__(
        self,
        desk: Desk,
        name: str,
        columns: Sequence[Column[Row]],
        seen: Seen[Row],
        edit_kind: str = "",
        *,
        narrowed: Narrowed[Row] | None = None,
    ) -> None:
        super().__init__()
        self._desk = desk
        self._name = name
        self._seen = seen
        self._narrowed: Narrowed[Row] = narrowed or (lambda: (columns, None))
        self.export = button(_("Excel"), self._export, "link", "", _("Export (Ctrl+Shift+E)"))
        self.print = button(_("Print"), self._print, "link", "", _("Print (Ctrl+Shift+P)"))
        self.edit = button(
            _("Excel to edit"),
            lambda: take_out_to_edit(desk, self, edit_kind, name),
            "link",
            "",
            _("Every field of all records, to be changed in Excel and brought in again"),
        )
        keep_if(self.edit, bool(edit_kind) and desk.may("import"))
        self.setLayout(line(self.edit, self.export, self.print, spacing=4))
        for made, keys in ((self.export, "Ctrl+Shift+E"), (self.print, "Ctrl+Shift+P")):
            shortcut = QShortcut(QKeySequence(keys), made)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(made.click)

    def offer(self, number: int) -> None:
        """Grey both while there is nothing to take."""
        for made in (self.export, self.print):
            made.setEnabled(number > 0)

    def _export(self) -> None:
        target = ask_target(self._desk, self, self._name)
        if target is None:
            return
        gather = self._gather()

        def work(progress: Progress) -> Path | None:
            from desktop.services.lists import list_workbook
            from desktop.services.write_file import write_file

            seen = gather(progress)
            return None if seen is None else write_file(target, list_workbook(seen))

        def done(written: Path | None) -> None:
            if written is not None:
                say_written(self._desk, _("Saved: {file}").format(file=written), written)

        self._desk.tasks.read(self, work, done, words=_("Excel"))

    def _print(self) -> None:
        gather, office = self._gather(whole=False), self._desk.office

        def make() -> bytes:
            from desktop.services.lists import list_paper

            seen = gather(Progress())
            assert seen is not None
            return list_paper(office, seen)

        self._desk.show_paper(f"{self._name} {self._desk.today}", make)

    def _gather(self, *, whole: bool = True) -> Callable[[Progress], SeenList | None]:
        """What reads all of the list off the GUI thread, as it is wanted now.

        ``whole``: for a workbook, where nothing is short or two in one.
        """
        listing, wanted, kept = self._seen()
        seen, keys = self._narrowed()
        columns = _whole(seen) if whole else seen
        name, office = self._name, self._desk.office

        def gather(progress: Progress) -> SeenList | None:
            texts: list[tuple[str, ...]] = []
            with office.reading() as session:
                ids = list(listing.ids(session, wanted) if keys is None else keys)
                for start in range(0, len(ids), _CHUNK):
                    if progress.cancelled:
                        return None
                    some = ids[start : start + _CHUNK]
                    rows = listing.rows(session, some)
                    texts += [
                        tuple(one.text(rows[key]) for one in columns) for key in some if key in rows
                    ]
                    session.expunge_all()
                    progress.report(start + len(some), len(ids))
            return SeenList(name, kept, tuple(one.seen for one in columns), tuple(texts))

        return gather


def kept_words(filters: Sequence[Filter], wanted: "Wanted", number: int) -> str:
    """How a list is filtered and searched, and how many are chosen of it, if several are."""
    words = [_(one.words) for one in filters if one.name == wanted.filter != ""]
    if wanted.search:
        words.append(f"“{wanted.search}”")
    if number:
        words.append(_("{number} chosen").format(number=number))
    return joined(*words)


def _whole(columns: Sequence[Column[Row]]) -> Sequence[Column[Row]]:
    found: list[Column[Row]] = []
    for one in columns:
        parts = [
            replace(one, heading=heading, text=text, stretch=one.stretch and place == 0)
            for place, (heading, text) in enumerate(one.whole)
        ]
        found += parts or [one]
    return found
