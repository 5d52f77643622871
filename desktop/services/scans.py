"""Scans of papers that came back: read and gathered by paper; nothing is entered here."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop.basics.i18n import _
from desktop.basics.layout import UNREAD_KINDS, Layout
from desktop.basics.os_reason import os_reason
from desktop.basics.watch import Cancelled, Nobody, Watch
from desktop.queries.scanned import ScanTarget, layout_of, scan_target
from desktop.scans import (
    TWO,
    Answer,
    Found,
    Grey,
    ReadPage,
    codes_in,
    pages_of,
    read_page,
    why_unread,
)
from desktop.services.office import Office

LARGEST_BYTES = 200 * 1024**2
_MOST_ROWS = 4  # that are told one by one
Answers = Mapping[tuple[str, str], Answer]


@dataclass(frozen=True)
class ScannedPaper:
    """A paper that was found in scans: what it is, which of its pages were read, what they say.

    ``answers`` are by row and field, ``pictures`` (PNG) by row. ``paths`` are the files.
    """

    layout: Layout
    target: ScanTarget
    pages: frozenset[int]
    answers: Answers
    pictures: Mapping[str, bytes]
    paths: tuple[Path, ...]

    @property
    def missing(self) -> Sequence[int]:
        """Its pages with something to tick that weren't read."""
        pages = enumerate(self.layout.pages, 1)
        return [number for number, page in pages if page.ticks and number not in self.pages]

    @property
    def ticked(self) -> int:
        """How many fields have an answer that is sure."""
        return sum(bool(one.values) and not one.doubt for one in self.answers.values())

    @property
    def doubtful(self) -> int:
        """How many fields a person has to look at."""
        return sum(bool(one.doubt) for one in self.answers.values())

    def with_more(self, other: "ScannedPaper") -> "ScannedPaper":
        """It with what another scan of the same paper says; where they differ nothing is sure."""
        answers = dict(self.answers)
        for key, one in other.answers.items():
            answers[key] = _both(answers[key], one) if key in answers else one
        return replace(
            self,
            target=other.target,
            pages=self.pages | other.pages,
            answers=answers,
            pictures={**self.pictures, **other.pictures},
            paths=tuple(dict.fromkeys((*self.paths, *other.paths))),
        )


def _both(one: Answer, other: Answer) -> Answer:
    if one == other:
        return one
    if not other.values and not other.doubt:
        return one
    if not one.values and not one.doubt:
        return other
    values = tuple(dict.fromkeys((*one.values, *other.values)))
    return replace(one, values=values, doubt=one.doubt or other.doubt or TWO)


@dataclass
class ReadScans:
    """What files hold: papers of ours, and in words what can't be read, by file and page.

    ``stamps`` are of the files as they were read.
    """

    papers: list[ScannedPaper] = field(default_factory=list)
    troubles: list[tuple[Path, int, str]] = field(default_factory=list)
    stamps: dict[Path, str] = field(default_factory=dict)

    def add(self, paper: ScannedPaper) -> None:
        """Lay a paper beside the others, or with its other pages."""
        for place, one in enumerate(self.papers):
            if one.layout.digest == paper.layout.digest:
                self.papers[place] = one.with_more(paper)
                return
        self.papers.append(paper)


def read_scans(office: Office, paths: Sequence[Path], watch: Watch | None = None) -> ReadScans:
    """Read scans and photos; ``watch`` hears of every page before it is read.

    Raises Cancelled within a page once it is given up: nothing of it stays then.
    """
    read = ReadScans()
    for path in paths:
        _read_file(office, path, read, watch or Nobody())
    return read


def _read_file(office: Office, path: Path, read: ReadScans, watch: Watch) -> None:
    read.stamps[path] = stamp_of(path)
    bare: dict[int, str] = {}  # pages without a code of ours: what else they bear, if anything
    number = 0
    try:
        # Closed here, whatever happens: left to the collector, another thread would close a PDF.
        with closing(_pages(path)) as pages:
            for number, grey in enumerate(pages, 1):
                _go_on(watch, path, number)
                found, others = codes_in(grey)
                if not found:
                    bare[number] = others[0] if others else ""
                for code in found:
                    _go_on(watch, path, number)
                    paper, trouble = _paper(office, path, grey, code)
                    if paper is not None:
                        read.add(paper)
                    if trouble:
                        read.troubles.append((path, number, trouble))
    except OSError as error:
        read.stamps[path] = ""  # it is tried again
        read.troubles.append((path, 0, os_reason(error)))
    except ValueError:
        read.troubles.append((path, 0, _unreadable(path, number)))
    read.troubles += ((path, page, words) for page, words in _told(bare))


def _go_on(watch: Watch, path: Path, number: int) -> None:
    if watch.cancelled:
        raise Cancelled(_("The reading was given up: nothing of it was taken."))
    watch.report(0, 0, _("{file}, page {page}").format(file=path.name, page=number))


def _unreadable(path: Path, read: int) -> str:
    """What is said of a file that is none of ours, or is broken after so many pages."""
    if path.suffix.lower() in UNREAD_KINDS:
        return _("Photos in HEIC can't be read. Send it as JPG, or have the phone take JPG.")
    if read:
        words = _("It is broken after page {page}: scan the pages after it once more.")
        return words.format(page=read)
    if stamp_of(path).endswith(":0"):
        return _("There is nothing in it (0 bytes). Scan or send it once more.")
    return _("It is no picture and no PDF that can be read, or far too large.")


def _pages(path: Path) -> Generator[Grey, None, None]:
    if path.stat().st_size > LARGEST_BYTES:
        raise ValueError(path.name)
    return pages_of(path.read_bytes())


def _told(bare: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Pages without a code of ours in words, each sort of them in one; the page where it is one.

    A run's papers are scanned as they lie, its delivery notes among them.
    """
    others = [page for page, code in bare.items() if code]
    nothing = [page for page, code in bare.items() if not code]
    if len(others) == 1:
        words = _("This paper has nothing to tick: {code}.")
        yield others[0], words.format(code=bare[others[0]])
    elif others:
        words = _("Pages {pages} have nothing to tick: {code} and others.")
        yield 0, words.format(pages=_runs_of(others), code=bare[others[0]])
    if len(nothing) == 1:
        words = _("No page code can be read on it: is it whole, sharp and a paper to tick?")
        yield nothing[0], words
    elif nothing:
        words = _("No page code on pages {pages}: are they whole, sharp and papers to tick?")
        yield 0, words.format(pages=_runs_of(nothing))


def _runs_of(numbers: Sequence[int]) -> str:
    """Numbers in their order as people write them: 3–7, 9."""
    runs: list[list[int]] = []
    for one in numbers:
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return _(", ").join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _paper(office: Office, path: Path, grey: Grey, code: Found) -> tuple[ScannedPaper | None, str]:
    with office.reading() as session:
        layout = layout_of(session, code.says.digest)
        target = scan_target(session, layout, office.today) if layout is not None else None
    if layout is None or target is None:
        words = _("{number} wasn't printed by this office: by another one, or before a restore.")
        return None, words.format(number=code.says.number)
    try:
        page = read_page(grey, code, layout)
    except ValueError:
        page = None
    if page is None:
        return None, _unread(grey, code, layout)
    return _of_page(layout, target, page, path), ""


def _unread(grey: Grey, code: Found, layout: Layout) -> str:
    """What to do with a page whose code was found and that couldn't be read."""
    found = why_unread(grey, code, layout)
    if found.cut and found.rows:
        words = _("{number}, page {page} is cut off: {rows} can't be seen. Scan the whole page.")
    elif found.cut:
        words = _("{number}, page {page} is cut off at its edge. Scan the whole page.")
    else:
        words = _(
            "{number}, page {page}: its corners can't be made out. Lay it flat and photograph it"
            " from straight above, with all four corners."
        )
    rows = _(", ").join(_shown(found.rows))
    return words.format(number=code.says.number, page=code.says.page, rows=rows)


def _shown(rows: Sequence[str]) -> Sequence[str]:
    """The first and the last of many rows."""
    return rows if len(rows) <= _MOST_ROWS else (f"{rows[0]}–{rows[-1]}",)


def _of_page(layout: Layout, target: ScanTarget, page: ReadPage, path: Path) -> ScannedPaper:
    answers = {(one.row, one.field): one for one in page.answers}
    return ScannedPaper(layout, target, frozenset((page.page,)), answers, page.pictures, (path,))


def stamp_of(path: Path) -> str:
    """When a file was written last, and how large it is; "" where that can't be known now."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_mtime_ns}:{found.st_size}"
