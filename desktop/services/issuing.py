"""Papers on their way out: kept as they were issued first, and counted print by print.

One number never stands on two different papers: what isn't firm yet says that it is a draft, and
from its second print on an issued paper says that it is a copy.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from sqlalchemy import func, select

from desktop.basics.layout import KEPT_AS
from desktop.basics.masking import mask_phones
from desktop.basics.roles import sees_numbers
from desktop.models import IssuedPaper, PaperPrint
from desktop.printing import layouts_in, missing_from, render
from desktop.printing.door import told
from desktop.printing.frozen import from_json, to_json
from desktop.queries.facts.asked_once import ASKED, HELD
from desktop.queries.facts.parts import some_at_once
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


# Makes the papers of the documents that it is given, in their order.
GatherAll = Callable[[Sequence[str]], Iterable[object]]


class Pile:
    """Papers that go out as one PDF: gathered inside a change, and drawn after it.

    ``with`` it they are kept and counted at the block's end, all together. With ``look`` they are
    only looked at: the next print is counted when it is made.
    """

    def __init__(self, session: Change, *, look: bool) -> None:
        self._session, self._look = session, look
        person = session.person
        self._sees_numbers = person is not None and sees_numbers(person.roles)
        self._issued: dict[tuple[str, str], Any] = {}
        self._looked_up: set[tuple[str, str]] = set()
        self._new: list[IssuedPaper] = []
        self._printed: Counter[tuple[str, str]] = Counter()
        self._prints: list[PaperPrint] = []
        self._papers: list[Any] = []
        self._laid_out: Callable[[Any], Any] = lambda paper: paper
        self._marks: dict[str, str] = {}

    def __enter__(self) -> "Pile":
        # What is gathered is only read: of 400 notes each would read its order and goods again.
        self._session.info[HELD] = []
        # Nor does it ask anything twice: what is put on it is written when all of it is there.
        self._session.info[ASKED] = {}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.info.pop(HELD, None)
        self._session.info.pop(ASKED, None)
        if error is None:
            self._session.write_many(self._new)
            self._session.write_many(self._prints)

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
        self.keep_each(kind, [document], lambda _documents: [gather()], remark)

    def keep_each(
        self, kind: str, documents: Sequence[str], gather: GatherAll, remark: str = ""
    ) -> None:
        """Put papers of a kind on it as ``keep`` does each, those that are new gathered at once."""
        papers = self.issued_each(kind, documents, gather)
        for paper in papers:
            self._put(paper)
        self._count_each(kind, documents, [paper.number for paper in papers], remark)

    def keep_manifest(self, run: str, gather: Callable[[], object], *, notes: bool = True) -> None:
        """Put a run's manifest on it with its delivery notes, each of which counts for itself.

        Without ``notes`` these go out on other paper.
        """
        paper = self.issued("manifest", run, gather)
        self._put(paper if notes else paper.alone)
        self._count("manifest", run, paper.number)
        if notes:
            numbers = [note.number for stop in paper.stops for note in stop.notes]
            self._count_each("delivery_note", numbers, numbers, "")

    def keep_notes(
        self, run: str, gather: Callable[[], object], orders: Collection[str] | None = None
    ) -> None:
        """Put the notes of these orders, or all, on it as they stand on their run's manifest."""
        stops = self.issued("manifest", run, gather).stops
        notes = [
            note for stop in stops for note in stop.notes if orders is None or note.order in orders
        ]
        for note in notes:
            self._put(note)
        numbers = [note.number for note in notes]
        self._count_each("delivery_note", numbers, numbers, "")

    def issued(self, kind: str, document: str, gather: Callable[[], object]) -> Any:
        """The paper as it was issued first, or issued now and kept."""
        return self.issued_each(kind, [document], lambda _documents: [gather()])[0]

    def issued_each(self, kind: str, documents: Sequence[str], gather: GatherAll) -> list[Any]:
        """The papers of these documents, as ``issued`` gives each."""
        self._read_issued(kind, documents)
        left = [one for one in dict.fromkeys(documents) if (kind, one) not in self._issued]
        for document, paper in zip(left, gather(left) if left else (), strict=True):
            data = to_json(paper)
            self._issued[kind, document] = from_json(kind, data)
            self._new.append(
                IssuedPaper(
                    kind=kind,
                    document_id=document,
                    number=document,
                    issued_on=self._session.today,
                    issued_by_id=self._session.actor_id,
                    data=data,
                )
            )
        return [self._issued[kind, document] for document in documents]

    def expect(self, kind: str, documents: Sequence[str]) -> None:
        """Look up at once what was issued and printed before of these documents."""
        self._read_issued(kind, documents)
        self._read_printed(kind, documents)

    def _read_issued(self, kind: str, documents: Sequence[str]) -> None:
        """Know what was issued before of these documents."""
        unknown = [one for one in documents if (kind, one) not in self._looked_up]
        self._looked_up.update((kind, one) for one in unknown)
        for some in some_at_once(unknown):
            kept = select(IssuedPaper.document_id, IssuedPaper.data).where(
                IssuedPaper.kind == kind,
                IssuedPaper.document_id.in_(some),
            )
            for document, data in self._session.execute(kept):
                self._issued.setdefault((kind, document), from_json(kind, data))

    def issued_before(self, kind: str, document: str) -> Any | None:
        """The paper of it that is kept already, if there is one."""
        self._read_issued(kind, [document])
        return self._issued.get((kind, document))

    def was_issued(self, kind: str, document: str) -> bool:
        """Whether a paper of it is kept already."""
        return self.issued_before(kind, document) is not None

    def draw(self) -> bytes:
        """The PDF; to be called when the change is over, so that a batch holds nobody up.

        Phones are as whoever prints it may see them (E6); what is kept is whole.
        """
        papers = self._papers if self._sees_numbers else map(mask_phones, self._papers)
        return render(*papers, marks=self._marks)

    def _count(self, kind: str, document: str, number: str, remark: str = "") -> None:
        """Count a print; mark it as a copy when it isn't the first."""
        self._count_each(kind, [document], [number], remark)

    def _count_each(
        self, kind: str, documents: Sequence[str], numbers: Sequence[str], remark: str
    ) -> None:
        """Count a print of each of these documents, whose papers have these numbers."""
        self._read_printed(kind, documents)
        for document, number in zip(documents, numbers, strict=True):
            before = self._printed[kind, document]
            copy = f"第 {before + 1} 次打印（补打）" if before else ""
            if words := "　".join(filter(None, (remark, copy))):
                self._marks[number] = words
            if not self._look:
                self._printed[kind, document] += 1
                self._prints.append(
                    PaperPrint(
                        kind=kind,
                        document_id=document,
                        printed_on=self._session.today,
                        printed_by_id=self._session.actor_id,
                    )
                )

    def _read_printed(self, kind: str, documents: Sequence[str]) -> None:
        """Know how often each of these documents was printed before."""
        unknown = [one for one in documents if (kind, one) not in self._printed]
        self._printed.update(dict.fromkeys(((kind, one) for one in unknown), 0))
        for some in some_at_once(unknown):
            counted = (
                select(PaperPrint.document_id, func.count(PaperPrint.id))
                .where(PaperPrint.kind == kind, PaperPrint.document_id.in_(some))
                .group_by(PaperPrint.document_id)
            )
            for document, number in self._session.execute(counted):
                self._printed[kind, document] = number
