"""The backups of this computer's office: taken daily, checked, saved elsewhere, restored (E5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import N_, _
from desktop.basics.office_clock import office_day
from desktop.basics.order_key import order_key
from desktop.queries.listing import Wanted
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.choose_file import choose_file, choose_target
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Action, Given, opening
from desktop.views.kit.doing.undo import say_written
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.parts import button, keep_if
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tasks import Progress
from desktop.views.kit.words import joined

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading

_MEGABYTE = 1_000_000
_ELSEWHERE = -1


@dataclass(frozen=True)
class BackupRow:
    """A backup: when it was taken, how many changes have come since, and its file."""

    words: str
    since: int | None
    path: Path
    size: int


class CheckedBackup(NamedTuple):
    """A backup, and what is wrong with it; nothing when it was opened and found good."""

    backup: BackupRow
    problem: str


def _size(row: BackupRow) -> str:
    return f"{row.size / _MEGABYTE:.1f} MB"


def _since(row: BackupRow) -> str:
    return "—" if row.since is None else f"{row.since:,}"


_SORTS: Mapping[str, Callable[[BackupRow], Any]] = {
    "taken": lambda row: row.words,
    # The fewer changes since, the newer; of one that can't be read nobody knows.
    "since": lambda row: (row.since is None, row.since or 0),
    "file": lambda row: order_key(row.path.name),
    "size": lambda row: row.size,
}


class BackupsPage(ListPage[BackupRow]):
    """The daily backups, the newest first."""

    name: ClassVar[str] = "backups"
    title: ClassVar[str] = N_("Backups")
    search_words: ClassVar[str] = N_("day")
    nothing_open: ClassVar[str] = N_("Choose a backup on the left.")
    empty_title: ClassVar[str] = N_("No backups here")
    columns = (
        Column(N_("Taken"), lambda row: row.words, 150, "taken"),
        Column(N_("Changes since"), _since, 110, "since", right=True),
        Column(N_("File"), lambda row: row.path.name, 160, "file", stretch=True),
        Column(N_("Size"), _size, 80, "size", right=True),
    )
    shares: ClassVar[tuple[int, int]] = (46, 54)

    @property
    def empty_words(self) -> str:  # type: ignore[override]
        """Why there is none, and what to do."""
        if self.desk.backups is None:
            return N_("The training office needs none: it can be built again at any time.")
        if self.on_server:
            return N_("Of an office on a server take one each day, on one PC: Ctrl+B.")
        return N_("The program takes one each day at its start; take one now with Ctrl+B.")

    def __init__(self, desk: Desk) -> None:
        self._elsewhere: Path | None = None
        super().__init__(desk)

    @property
    def on_server(self) -> bool:
        """Whether the office is on a server, where no backup takes its place."""
        return self.desk.office.engine.dialect.name != "sqlite"

    def tools(self) -> Sequence[QWidget]:
        """A backup now, besides the daily one; and one that comes from elsewhere."""
        now = button(_("Back up now"), self.back_up, "primary", "Ctrl+B")
        other = button(_("Restore from a file"), self.look_at_file, "", "Ctrl+U")
        for made in (now, other):
            keep_if(made, self.desk.backups is not None)
        return button(_("Database connection"), self.desk.connection.emit), other, now

    def listing(self) -> Listing[BackupRow]:
        return Listing(self._found, self._rows)

    def make_detail(self) -> "BackupView":
        return BackupView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} backups").format(number=number)

    def _files(self) -> dict[int, Path]:
        from desktop.services.backup import backups_in

        taken = backups_in(self.desk.backups) if self.desk.backups is not None else []
        found = {_ELSEWHERE: self._elsewhere} if self._elsewhere is not None else {}
        # The newest has the highest key; those of an older program have no number.
        return found | {len(taken) - at: one.path for at, one in enumerate(taken)}

    def _found(self, session: "Reading", wanted: Wanted) -> list[int]:
        found = [
            key for key, path in self._files().items() if wanted.search.lower() in path.name.lower()
        ]
        if by := _SORTS.get(wanted.sort):
            rows = self._rows(session, found)
            found.sort(key=lambda key: by(rows[key]), reverse=wanted.descending)
        return found

    def _rows(self, session: "Reading", keys: Sequence[int]) -> dict[int, BackupRow]:
        from desktop.queries.chains import heads

        files, now = self._files(), heads(session).trail.number
        return {key: self._row(key, files[key], now) for key in keys if key in files}

    def _row(self, key: int, path: Path, now: int) -> BackupRow:
        from desktop.services.backup import UNREADABLE, read_card

        size = path.stat().st_size
        try:
            card = read_card(path)
        except UNREADABLE:
            return BackupRow(path.stem, None, path, size)
        elsewhere = _("from elsewhere") if key == _ELSEWHERE else ""
        since = max(now - card.heads.trail.number, 0)
        return BackupRow(joined(elsewhere, card.made_at), since, path, size)

    def row(self, session: "Reading", key: int) -> CheckedBackup:
        """A backup, and what is wrong with it (nothing when it was opened and found good)."""
        from desktop.basics.errors import DatabaseTrouble
        from desktop.services.backup import check_backup

        found = self._rows(session, [key])[key]
        try:
            check_backup(found.path)
        except DatabaseTrouble as trouble:
            return CheckedBackup(found, trouble.message)
        return CheckedBackup(found, "")

    def path_of(self, key: int) -> Path:
        """Where a backup of the list lies."""
        return self._files()[key]

    def back_up(self) -> None:
        """Take a backup now, besides the daily one."""
        office, folder = self.desk.office, self.desk.backups
        if folder is None:
            return

        def work(progress: Progress) -> int:
            from desktop.services.backup import backups_in, take_backup

            take_backup(office.engine, folder, office_day(), progress)
            return len(backups_in(folder))

        def done(key: int) -> None:
            self.desk.say(_("Backup taken and checked"))
            self.saved(key)

        self.desk.tasks.read(self, work, done, words=_("Back up now"))

    def look_at_file(self) -> None:
        """A backup from elsewhere joins the list, to be looked at and restored like the others."""
        kinds = _("Backups (*.zxbackup *.db)")
        path = choose_file(self.desk, self, _("Restore from a file"), kinds, "backups")
        if path is not None:
            self._elsewhere = path
            self.saved(_ELSEWHERE)


class BackupView(Detail[CheckedBackup]):
    """One backup, and what can be done with it."""

    page: BackupsPage

    def blocks(self) -> Sequence[Block[CheckedBackup]]:
        return Head(_head), Facts(_facts)

    def steps(self) -> Sequence[Action]:
        return (
            Action(
                "restore",
                N_("Restore this backup"),
                self._restore,
                then=lambda _kept: self.desk.replaced.emit(),
            ),
            opening("check", N_("Check the data"), self.check, "Ctrl+J"),
            opening("sheet", N_("Check sheet"), self.show_sheet, "Ctrl+P"),
            opening("save", N_("Save a copy elsewhere"), self.save_copy, "Ctrl+S", primary=True),
        )

    def load(self, session: "Reading", key: int) -> CheckedBackup:
        return self.page.row(session, key)

    def ask_moves(self, row: CheckedBackup, key: int) -> Sequence["Move"]:
        from desktop.services.moves import Move

        good, problem = not row.problem, row.problem
        sheet = self.free("sheet", "check.sheet")
        checks = [Move("check", True, ""), *sheet]
        refused = problem or self._elsewhere_only()
        return [*checks, Move("restore", not refused, refused), Move("save", good, problem)]

    def _elsewhere_only(self) -> str:
        """Why a good backup can't be restored here; nothing where it can."""
        if not self.page.on_server:
            return ""
        from desktop.services.server_backup import into_new_words

        return into_new_words(self.desk.office.engine.url)

    def check(self, _row: CheckedBackup) -> None:
        """Hold the office's data against itself, and against the name cards of its backups."""
        office, folder = self.desk.office, self.desk.backups

        def work(progress: Progress) -> str | None:
            from desktop.services.backup import noted_in
            from desktop.services.checking import check_office

            return check_office(office, noted_in(folder) if folder is not None else (), progress)

        def done(wrong: str | None) -> None:
            tone = "wrong" if wrong else "good"
            self.bar.strip.say(wrong or _("Everything fits."), tone)

        self.desk.tasks.read(self, work, done, words=_("Check the data"))

    def show_sheet(self, _row: CheckedBackup) -> None:
        """How far the data had come, on paper: to be signed and kept by somebody else (L3)."""
        self.desk.show_issued(_("Check sheet"), "check_sheet")

    def save_copy(self, row: CheckedBackup) -> None:
        """Copy the backup to a stick or a network drive."""
        path = row.backup.path
        asked, kinds = _("Save a copy elsewhere"), _("Backups (*.zxbackup *.db)")
        name = path.with_suffix(".zxbackup").name  # opened by a double click where it is installed
        wanted = choose_target(self.desk, self, asked, name, kinds, "backups")
        if wanted is None:
            return

        def work(_progress: Progress) -> Path:
            from desktop.services.backup import copy_backup

            return copy_backup(path, wanted)

        def done(target: Path) -> None:
            say_written(self.desk, _("Saved: {file}").format(file=target), target)

        self.desk.tasks.read(self, work, done, words=_("Save a copy elsewhere"))

    def _restore(self, office: "Office", key: int, given: Given) -> Path:
        from desktop.services.backup import restore_over

        return restore_over(office, self.page.path_of(key), given.confirmed)


def _head(row: CheckedBackup) -> Heading:
    chip = (_("no good"), "wrong") if row.problem else (_("checked: good"), "good")
    return Heading(row.backup.words, [chip])


def _facts(row: CheckedBackup) -> Sequence[Fact]:
    return (
        Fact(_("File"), str(row.backup.path)),
        Fact(_("Changes since"), _since(row.backup)),
        Fact(_("Size"), _size(row.backup)),
        Fact(_("Problem"), row.problem, "wrong"),
    )
