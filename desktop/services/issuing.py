"""Papers on their way out: kept as they were issued first, and counted print by print.

One number never stands on two different papers: what isn't firm yet says that it is a draft, and
from its second print on an issued paper says that it is a copy.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import func, select

from desktop.basics.layout import KEPT_AS
from desktop.basics.masking import mask_phones
from desktop.basics.roles import sees_numbers
from desktop.models import IssuedPaper, PaperPrint
from desktop.printing import layouts_in, missing_from, render
from desktop.printing.door import told
from desktop.printing.frozen import from_json, to_json
from desktop.services.change import Change
from desktop.services.office import Office


def keep_layouts(office: Office, pdf: bytes) -> None:
    """Keep how the papers that come back are laid out, so that their scans can be read."""
    layouts = {one.digest: one for one in layouts_in(pdf)}
    if not layouts:
        return
    with office.transaction("paper.issue") as session:
        session.allow()
        kept = select(IssuedPaper.document_id).where(
            IssuedPaper.kind == KEPT_AS, IssuedPaper.document_id.in_(layouts)
        )
        for digest in layouts.keys() - set(session.scalars(kept)):
            session.add(
                IssuedPaper(
                    kind=KEPT_AS,
                    document_id=digest,
                    number=layouts[digest].number,
                    issued_on=session.today,
                    issued_by_id=session.actor_id,
                    data=layouts[digest].to_json(),
                )
            )


def unprinted(pdf: bytes) -> str:
    """What no font could print on a paper, in words for a person; empty when nothing lacks."""
    return told(missing_from(pdf))


class Pile:
    """Papers that go out as one PDF: gathered inside a change, and drawn after it.

    With ``look`` they are only looked at: the next print is counted when it is made.
    """

    def __init__(self, session: Change, *, look: bool) -> None:
        self._session, self._look = session, look
        person = session.person
        self._sees_numbers = person is not None and sees_numbers(person.roles)
        self._papers: list[Any] = []
        self._laid_out: Callable[[Any], Any] = lambda paper: paper
        self._marks: dict[str, str] = {}

    @contextmanager
    def laid_out(self, form: Callable[[Any], Any]) -> Iterator[None]:
        """Lay what is put on it meanwhile out as another form; it is kept and counted as it is."""
        before, self._laid_out = self._laid_out, form
        try:
            yield
        finally:
            self._laid_out = before

    def _put(self, paper: Any) -> None:
        self._papers.append(self._laid_out(paper))

    def draft(self, paper: Any, words: str, *, notes: bool = False) -> None:
        """Put a paper on it that may still change, and say so, with ``notes`` on its notes too."""
        self._put(paper)
        # The notes of a run that isn't loaded have no number yet.
        for number in (paper.number, "") if notes else (paper.number,):
            self._marks[number] = f"草稿：{words}" if words else "草稿"

    def blank(self, paper: Any) -> None:
        """Put a paper on it that is for those who work here: it is neither kept nor counted."""
        self._put(paper)

    def keep(
        self, kind: str, document: str, gather: Callable[[], object], remark: str = ""
    ) -> None:
        """Put a paper on it as it was issued first, or is issued now and kept."""
        paper = self.issued(kind, document, gather)
        self._put(paper)
        self._count(kind, document, paper.number, remark)

    def keep_manifest(self, run: str, gather: Callable[[], object], *, notes: bool = True) -> None:
        """Put a run's manifest on it with its delivery notes, each of which counts for itself.

        Without ``notes`` these go out on other paper.
        """
        paper = self.issued("manifest", run, gather)
        self._put(paper if notes else paper.alone)
        self._count("manifest", run, paper.number)
        for stop in paper.stops if notes else ():
            for note in stop.notes:
                self._count("delivery_note", note.number, note.number)

    def keep_notes(self, run: str, gather: Callable[[], object], order: str) -> None:
        """Put an order's notes on it as they stand on its run's manifest."""
        for stop in self.issued("manifest", run, gather).stops:
            for note in stop.notes:
                if note.order == order:
                    self._put(note)
                    self._count("delivery_note", note.number, note.number)

    def issued(self, kind: str, document: str, gather: Callable[[], object]) -> Any:
        """The paper as it was issued first, or issued now and kept."""
        kept = self._session.scalar(
            select(IssuedPaper.data).where(
                IssuedPaper.kind == kind, IssuedPaper.document_id == document
            )
        )
        if kept is None:
            kept = to_json(gather())
            self._session.add(
                IssuedPaper(
                    kind=kind,
                    document_id=document,
                    number=document,
                    issued_on=self._session.today,
                    issued_by_id=self._session.actor_id,
                    data=kept,
                )
            )
        return from_json(kind, kept)

    def was_issued(self, kind: str, document: str) -> bool:
        """Whether a paper of it is kept already."""
        kept = select(IssuedPaper.id).where(
            IssuedPaper.kind == kind, IssuedPaper.document_id == document
        )
        return self._session.scalar(kept.limit(1)) is not None

    def draw(self) -> bytes:
        """The PDF; to be called when the change is over, so that a batch holds nobody up.

        Phones are as whoever prints it may see them (E6); what is kept is whole.
        """
        papers = self._papers if self._sees_numbers else map(mask_phones, self._papers)
        return render(*papers, marks=self._marks)

    def _count(self, kind: str, document: str, number: str, remark: str = "") -> None:
        """Count a print; mark it as a copy when it isn't the first."""
        before = self._session.scalar(
            select(func.count(PaperPrint.id)).where(
                PaperPrint.kind == kind, PaperPrint.document_id == document
            )
        )
        copy = f"第 {before + 1} 次打印（补打）" if before else ""
        if words := "　".join(filter(None, (remark, copy))):
            self._marks[number] = words
        if not self._look:
            self._session.add(
                PaperPrint(
                    kind=kind,
                    document_id=document,
                    printed_on=self._session.today,
                    printed_by_id=self._session.actor_id,
                )
            )
