"""Scans of papers that came back: each opens as the form that is filled in from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import ClassVar

from PySide6.QtCore import Qt

from desktop.basics.i18n import N_, _
from desktop.basics.layout import SCAN_KINDS
from desktop.basics.watch import Cancelled
from desktop.queries.scanned import ScanTarget, scan_target
from desktop.services.order_sheets import put_away
from desktop.services.scan_folder import LookedForScans, look_for_scans
from desktop.services.scans import ReadScans, ScannedPaper, read_scans
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.choose_file import choose_files, remember_folder
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.page import Page
from desktop.views.kit.parts import button, card, column, line
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.tasks import Progress
from desktop.views.kit.words import listed
from desktop.views.shared.watched_folder import LOOKING, WatchedFolder

_LOOK_MS = 10_000  # how often the watched folder is looked into
_FOLDER = "scans.folder"


@dataclass(frozen=True)
class ScanLine:
    """A paper that was read, or what couldn't be read: its file and why."""

    files: tuple[Path, ...]
    paper: ScannedPaper | None = None
    trouble: str = ""

    @property
    def can_open(self) -> bool:
        """Whether something can be entered from it."""
        return self.paper is not None and not self.paper.target.trouble

    def is_of(self, other: "ScanLine") -> bool:
        """Whether both are of the same paper, or tell the same of a file."""
        if self.paper is None or other.paper is None:
            return self == other
        return self.paper.layout.digest == other.paper.layout.digest

    @property
    def to_look_at(self) -> str:
        """What to know before it is entered, or why it can't be."""
        paper = self.paper
        if paper is None:
            return self.trouble
        missing = ", ".join(map(str, paper.missing))
        said = (
            paper.target.trouble,
            _("pages that weren't scanned: {pages}").format(pages=missing) if missing else "",
            paper.target.remark,
        )
        return _("; ").join(filter(None, said))


class ScansPage(Page):
    """What was scanned and waits for somebody to confirm it; nothing is entered by itself."""

    name: ClassVar[str] = "scans"
    title: ClassVar[str] = N_("Scans")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.lines: list[ScanLine] = []
        self._seen: dict[Path, str] = {}
        self._growing: Mapping[Path, str] = {}
        self._left = Event()  # set once the page is no more: whoever signs out waits for no scan
        self.destroyed.connect(self._left.set)
        said = _(
            "Scans saved in {folder} are read by themselves; one that was entered goes into its "
            "folder “{done}”."
        ).format(folder="{folder}", done=_("entered"))
        self.watched = WatchedFolder(desk, self, _FOLDER, said, _LOOK_MS, self.look)
        self.rows: Lines[Sequence[ScanLine], ScanLine] = Lines(
            _COLUMNS,
            lambda lines: lines,
            name=N_("Scans"),
            none=N_("No scan waits"),
            none_under=N_(
                "Scan visit sheets, manifests and survey forms that came back, and choose the "
                "files or drop them here: the ticks are read, you confirm them."
            ),
            ways=(button(_("Read scans …"), self._choose),),
            enter=self._open,
            fills=True,
        )
        self.choose = button(_("Read scans …"), self._choose, "primary", "Ctrl+O")
        self.away = button(_("Put away"), self._put_away, "", "Ctrl+Delete")
        watched = self.watched
        buttons = line(watched.start, watched.stop, None, self.away, self.choose)
        whole = column(watched.words, watched.remark, self.rows, buttons)
        around = column(card(whole))
        around.setContentsMargins(14, 12, 14, 12)
        self.setLayout(around)
        self._show()
        watched.follow()

    def go(self, link: Link) -> None:
        """Read the files that were dropped on the window, or go on after a paper was entered."""
        said = dict(link.values)
        if link.do == "read":
            files = said.get("files", ())
            remember_folder(self.desk, "scans", files[0])
            self.read(files)
        elif link.do == "done":
            self._taken(str(said.get("digest", "")))

    def refresh(self) -> None:
        """What was entered or changed elsewhere meanwhile is told of the papers that wait."""
        layouts = [one.paper.layout for one in self.lines if one.paper]
        if layouts:
            today = self.desk.today
            self.desk.ask(
                self,
                lambda session: {one.digest: scan_target(session, one, today) for one in layouts},
                self._aim,
                slot="targets",
            )

    def _aim(self, targets: Mapping[str, ScanTarget]) -> None:
        aimed = [_aimed(one, targets) for one in self.lines]
        if aimed != self.lines:
            self.lines = aimed
            self._show()

    @property
    def busy(self) -> bool:
        """What was read from files that a person chose would have to be read again."""
        return bool(self.lines)

    def hold_focus(self) -> None:
        (self.rows if self.lines else self.choose).setFocus(Qt.FocusReason.TabFocusReason)

    # --- reading ------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = _("Scans ({kinds})").format(kinds=" ".join(f"*{one}" for one in sorted(SCAN_KINDS)))
        if paths := choose_files(self.desk, self, _("Read scans …"), kinds, "scans"):
            self.read(paths)

    def read(self, paths: Sequence[Path]) -> None:
        """Read files off the GUI thread, and lay their papers beside those that wait."""
        office, left = self.desk.office, self._left

        def work(progress: Progress) -> ReadScans:
            return read_scans(office, paths, _UntilLeft(progress, left))

        words = _("Reading the scans")
        self.desk.tasks.read(self, work, self._take, self._given_up, words=words)

    def _given_up(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            self.desk.say(error.message)  # the person's own wish, nothing wrong
        else:
            self.desk.tasks.tell(error)

    def _take(self, read: ReadScans) -> None:
        chosen = self.lines[self.rows.place] if 0 <= self.rows.place < len(self.lines) else None
        # What couldn't be read of a file that was still being written is no news any more.
        again = read.stamps.keys()
        self.lines = [one for one in self.lines if one.paper or not again & {*one.files}]
        waiting = {one.paper.layout.digest: at for at, one in enumerate(self.lines) if one.paper}
        for paper in read.papers:
            at = waiting.get(paper.layout.digest)
            before = self.lines[at].paper if at is not None else None
            if at is None or before is None:
                self.lines.append(ScanLine(paper.paths, paper))
            else:
                more = before.with_more(paper)
                self.lines[at] = ScanLine(more.paths, more)
        for path, page, why in read.troubles:
            words = _("page {page}: {why}").format(page=page, why=why) if page else why
            one = ScanLine((path,), None, words)
            if one not in self.lines:
                self.lines.append(one)
        self._show()
        if self.lines and self.isVisible():
            self.rows.pick(self._place_of(chosen))

    def _place_of(self, line: ScanLine | None) -> int:
        """Where a line stands now; the first one where it is gone."""
        places = (at for at, one in enumerate(self.lines) if line is not None and one.is_of(line))
        return next(places, 0)

    # --- the watched folder -------------------------------------------------------------

    def look(self) -> None:
        """Look into the watched folder for what was scanned since."""
        folder, office = self.watched.folder, self.desk.office
        if folder is None:
            return
        seen, growing, left = dict(self._seen), self._growing, self._left

        def work(progress: Progress) -> LookedForScans:
            return look_for_scans(office, folder, seen, growing, _UntilLeft(progress, left))

        self.desk.tasks.read(self, work, self._looked, self._given_up, slot=LOOKING)

    def _looked(self, found: LookedForScans) -> None:
        self.watched.say_trouble(found.trouble)
        self._growing = found.growing
        self._seen.update(found.read.stamps)
        if found.read.papers or found.read.troubles:
            self._take(found.read)
        if found.more:
            self.look()

    # --- entering -----------------------------------------------------------------------

    def _open(self, chosen: ScanLine) -> None:
        paper = chosen.paper
        if paper is None:
            self.desk.say(chosen.to_look_at)
            return
        today = self.desk.today
        self.desk.ask(
            self,
            lambda session: scan_target(session, paper.layout, today),
            lambda target: self._enter(paper, target),
            slot="open",
        )

    def _enter(self, paper: ScannedPaper, target: ScanTarget) -> None:
        """Open what is entered from a paper, unless somebody entered it since it was read."""
        self._aim({paper.layout.digest: target})
        if target.trouble:
            self.desk.say(target.trouble)
            return
        self.desk.open(Link(target.page, target.key, do="scan", values=(("paper", paper),)))

    def _taken(self, digest: str) -> None:
        """A paper was entered: it goes, and its files once nothing of them waits any more."""
        done = [one for one in self.lines if one.paper and one.paper.layout.digest == digest]
        for one in done:
            self._let_go(one)
        self.hold_focus()

    def _put_away(self) -> None:
        if 0 <= self.rows.place < len(self.lines):
            self._let_go(self.lines[self.rows.place])

    def _let_go(self, done: ScanLine) -> None:
        self.lines.remove(done)
        wait = {path for one in self.lines for path in one.files}
        for path in done.files:
            if path.parent == self.watched.folder and path not in wait:
                self._move_away(path)
        self._show()

    def _move_away(self, path: Path) -> None:
        self.watched.move_away(lambda: put_away(path, _("entered")))

    def _show(self) -> None:
        self.rows.show_item(tuple(self.lines))
        self.away.setEnabled(bool(self.lines))


class _UntilLeft:
    """Watches over a reading: it is given up by a person, or as its page is no more."""

    def __init__(self, progress: Progress, left: Event) -> None:
        self._progress, self._left = progress, left

    @property
    def cancelled(self) -> bool:
        return self._progress.cancelled or self._left.is_set()

    def report(self, done: int, total: int, words: str = "") -> None:
        self._progress.report(done, total, words)


def _aimed(line: ScanLine, targets: Mapping[str, ScanTarget]) -> ScanLine:
    """A line with what its paper is about now."""
    paper = line.paper
    target = targets.get(paper.layout.digest) if paper is not None else None
    if paper is None or target is None:
        return line
    return replace(line, paper=replace(paper, target=target))


def _read_words(row: ScanLine) -> str:
    if row.paper is None:
        return "—"
    return _("{ticked} read, {doubtful} to look at").format(
        ticked=row.paper.ticked, doubtful=row.paper.doubtful
    )


def _tone(row: ScanLine) -> str:
    return "careful" if row.can_open else "wrong"


_COLUMNS: tuple[Column[ScanLine], ...] = (
    Column(N_("File"), lambda row: listed(path.name for path in row.files), 200, stretch=True),
    Column(N_("Paper"), lambda row: row.paper.target.title if row.paper else "?", 250),
    Column(
        N_("Ticks"),
        _read_words,
        150,
        tone=lambda row: "careful" if row.paper and row.paper.doubtful else "",
    ),
    Column(N_("Look at"), lambda row: row.to_look_at, 330, tone=_tone, wraps=True),
)
