"""Several PDFs of ours as one: their objects one after the other under new numbers.

It knows only what ReportLab writes: one table of objects at the end, streams after their
dictionaries, and no strings but in the document's description.
"""

import re
from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = b"\nstream\n"
_NOTHING = b"null\n"


class _Whole:
    """One of the PDFs taken apart: what is in its objects, by their numbers."""

    def __init__(self, pdf: bytes) -> None:
        end = int(_found(rb"startxref\n(\d+)\n%%EOF\s*\Z", pdf))
        table, trailer = pdf[end:].split(b"trailer", 1)
        starts = [int(line[:10]) for line in table.splitlines()[3:]]
        self.head = pdf[: min(starts)]
        places = [*sorted(starts), end]
        ends = dict(pairwise(places))
        self.objects = [_content(pdf[start : ends[start]]) for start in starts]
        self.root, self.info = (
            int(_found(rb"/%s (\d+) 0 R" % name, trailer)) for name in (b"Root", b"Info")
        )
        self.pages = int(_found(rb"/Pages (\d+) 0 R", self.objects[self.root - 1]))
        self.count = int(_found(rb"/Count (\d+)", self.objects[self.pages - 1]))


def bound(pdfs: Sequence[bytes]) -> bytes:
    """One PDF with the pages of all, which is called and described as the first."""
    wholes = [_Whole(pdf) for pdf in pdfs]
    first, shift = wholes[0], 0
    tree = 1 + sum(len(one.objects) for one in wholes)
    objects: list[bytes] = []
    kids: list[int] = []
    for one in wholes:
        for number, content in enumerate(one.objects, 1):
            left_out = one is not first and number in (one.root, one.info)
            objects.append(_NOTHING if left_out else _shifted(content, shift))
        place = one.pages + shift - 1
        under_tree = b"/Parent %d 0 R /Type /Pages" % tree
        objects[place] = objects[place].replace(b"/Type /Pages", under_tree)
        kids.append(one.pages + shift)
        shift += len(one.objects)
    root = objects[first.root - 1]
    objects[first.root - 1] = root.replace(b"/Pages %d 0 R" % first.pages, b"/Pages %d 0 R" % tree)
    under = b" ".join(b"%d 0 R" % one for one in kids)
    pages = sum(one.count for one in wholes)
    objects.append(b"<<\n/Count %d /Kids [ %s ] /Type /Pages\n>>\n" % (pages, under))
    return _written(first, objects)


def _written(first: _Whole, objects: Sequence[bytes]) -> bytes:
    pieces, place, table = [first.head], len(first.head), [b"0000000000 65535 f \n"]
    for number, content in enumerate(objects, 1):
        table.append(b"%010d 00000 n \n" % place)
        pieces.append(b"%d 0 obj\n%sendobj\n" % (number, content))
        place += len(pieces[-1])
    named = sha256(b"".join(pieces)).hexdigest()[:32].encode()
    size = len(objects) + 1
    pieces += [
        b"xref\n0 %d\n" % size,
        *table,
        b"trailer\n<<\n/ID [<%s><%s>]\n" % (named, named),
        b"/Info %d 0 R\n/Root %d 0 R\n/Size %d\n>>\n" % (first.info, first.root, size),
        b"startxref\n%d\n%%%%EOF\n" % place,
    ]
    return b"".join(pieces)


def _found(pattern: bytes, where: bytes) -> bytes:
    found = re.search(pattern, where)
    if found is None:
        raise ValueError(pattern)
    return found[1]


def _content(whole: bytes) -> bytes:
    """What stands between an object's number and its end."""
    return whole[whole.index(b" obj\n") + 5 : whole.rindex(b"endobj")]


def _shifted(content: bytes, shift: int) -> bytes:
    """Refer to objects by their new numbers; what is in a stream refers to none."""
    if not shift:
        return content
    about, stream, data = content.partition(_STREAM)
    return _REFERENCE.sub(lambda match: b"%d 0 R" % (int(match[1]) + shift), about) + stream + data
