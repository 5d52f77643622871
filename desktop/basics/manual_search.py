"""Searching the manual as people type: its own words, other names, pinyin, a wrong sign.

What else people call a thing is a table of the manual itself (用语, "别的叫法"), so that it is
told once and can be read there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.basics.manual_text import HEADING, ROLE, TABLE, Chapter, plain
from desktop.basics.pinyin import initials, spelled

OTHER_NAMES = "别的叫法"
_MOST_HITS = 60
_ASKING = re.compile("怎么样|怎么办|怎么|怎样|如何|在哪里|在哪|哪里|为什么|吗|呢|[？?]")
_CELLS = "、"


@dataclass(frozen=True)
class Hit:
    """A place where words were found: the chapter, the heading above it, the line itself.

    ``words`` are those of the line that were meant, as they stand there.
    """

    name: str
    title: str
    heading: str
    line: str
    words: tuple[str, ...] = ()


class _Line:
    """A line of the manual: how late it comes among hits, where it is, how it sounds."""

    def __init__(self, rank: int, chapter: Chapter, heading: str, text: str) -> None:
        self.rank, self.chapter, self.heading, self.text = rank, chapter, heading, text
        self.plain = plain(text)

    @cached_property
    def _read(self) -> tuple[list[str], list[int]]:
        """How each sign is read (a mark or blank is ``|``), and where it begins in ``sound``."""
        signs = [spelled(sign) or "|" for sign in self.plain]
        begins, at = [], 0
        for sign in signs:
            begins.append(at)
            at += len(sign)
        return signs, begins

    @cached_property
    def sound(self) -> str:
        """The line as it is spelled."""
        return "".join(self._read[0])

    @cached_property
    def initials(self) -> str:
        """The first letter of each sign."""
        return "".join(initials(sign) or "|" for sign in self.plain)

    def sounding(self, sound: str) -> str:
        """The first words of the line that are read like this, "" if there are none."""
        _signs, begins = self._read
        at = self.sound.find(sound)
        while at >= 0:
            if at in begins:
                end = sum(begin < at + len(sound) for begin in begins)
                return self.plain[begins.index(at) : end]
            at = self.sound.find(sound, at + 1)
        return ""

    def beginning(self, letters: str) -> str:
        """The first words of the line whose signs begin with these letters."""
        at = self.initials.find(letters)
        return self.plain[at : at + len(letters)] if at >= 0 else ""

    def hit(self, words: tuple[str, ...]) -> Hit:
        """This line as it was found by these words of it."""
        return Hit(self.chapter.name, self.chapter.title, self.heading, self.text, words)


class ManualIndex:
    """The lines of the manual, to be searched as one types."""

    def __init__(self, chapters: Sequence[Chapter]) -> None:
        self.chapters = chapters
        self.other_names = dict(_other_names(chapters))
        self._lines = [one for chapter in chapters for one in _lines_of(chapter)]
        self._text = "\n".join(line.plain for line in self._lines)

    def listen(self) -> None:
        """Learn how all lines sound: a quarter of a second, so not on the GUI thread."""
        for line in self._lines:
            _known = line.sound, line.initials

    def find(self, typed: str) -> list[Hit]:
        """The lines that have every one of the words; titles first, then headings, then text.

        Text of a chapter about it goes before other text, and roles' days, which only lead on,
        last. Where no line has the words or another name of them, lines are found that have what
        the manual knows of them, then what sounds alike (对帐, duizhang), then their initials (dz).
        """
        words = [plain(word) for word in typed.split()]
        if not words:
            return []
        parts = [part for word in words for part in self._parts(word)]
        return self._with(words) or self._with(parts) or self._like(words)

    def _with(self, words: Sequence[str]) -> list[Hit]:
        meant = [list(self._names(word)) for word in words]
        return _ranked(self._lines, lambda line: [_first(line.plain, names) for names in meant])

    def _names(self, word: str) -> Iterator[str]:
        """A word and what the manual calls it instead."""
        yield word
        for other, name in self.other_names.items():
            if other in word:
                yield word.replace(other, name)
                yield name

    def _parts(self, word: str) -> list[str]:
        """What is asked in one go, in words that the manual has: 送货单怎么打 is 送货单.

        A sign that stands alone tells too little, but where it is all there is.
        """
        parts: list[str] = []
        for asked in _ASKING.split(word):
            at = 0
            while at < len(asked):
                sizes = range(len(asked) - at, 1, -1)
                size = next((one for one in sizes if self._knows(asked[at : at + one])), 1)
                if size > 1:
                    parts.append(asked[at : at + size])
                at += size
        return parts or [word]

    def _knows(self, word: str) -> bool:
        return word in self.other_names or word in self._text

    def _like(self, words: Sequence[str]) -> list[Hit]:
        sounds = [spelled(word) for word in words]
        if not all(len(sound) > 1 for sound in sounds):
            return []
        found = _ranked(self._lines, lambda line: [line.sounding(sound) for sound in sounds])
        if found or not all(word.isascii() for word in words):
            return found
        return _ranked(self._lines, lambda line: [line.beginning(word) for word in words])


def _first(text: str, names: Iterable[str]) -> str:
    return next((name for name in names if name in text), "")


def _ranked(lines: Iterable[_Line], look: Callable[[_Line], list[str]]) -> list[Hit]:
    """Those lines in which all was found that was looked for, in their order."""
    ranked: list[tuple[int, Hit]] = []
    titled: dict[str, bool] = {}
    for line in lines:
        found = look(line)
        if line.rank == 0:
            titled[line.chapter.name] = all(found)
        if not all(found):
            continue
        role = line.chapter.name.startswith(ROLE)
        later = 2 if role else 0 if titled[line.chapter.name] else 1
        ranked.append((line.rank + later * (line.rank > 1), line.hit(tuple(found))))
    ranked.sort(key=lambda one: one[0])
    return [hit for _rank, hit in ranked[:_MOST_HITS]]


def _other_names(chapters: Iterable[Chapter]) -> Iterator[tuple[str, str]]:
    """What else people call a thing, by that name."""
    for chapter in chapters:
        for rows in _tables_of_names(chapter):
            for others, name in rows:
                yield from ((plain(other), plain(name)) for other in others.split(_CELLS))


def _tables_of_names(chapter: Chapter) -> Iterator[Sequence[tuple[str, ...]]]:
    heading = ""
    for block in chapter.blocks:
        if block.kind == HEADING:
            heading = block.text
        elif block.kind == TABLE and heading == OTHER_NAMES:
            yield block.rows[1:]


def _lines_of(chapter: Chapter) -> Iterator[_Line]:
    """Each line of a chapter but what only tells other names."""
    heading = ""
    yield _Line(0, chapter, "", chapter.title)
    for block in chapter.blocks:
        if block.kind == HEADING:
            heading = block.text
            yield _Line(1, chapter, heading, heading)
        elif block.kind == TABLE:
            if heading != OTHER_NAMES:
                yield from (_Line(2, chapter, heading, "　".join(row)) for row in block.rows[1:])
        elif block.spans:
            yield _Line(2, chapter, heading, block.text)
