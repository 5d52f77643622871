"""A long pile is drawn in parts: the pages of all, in order, in one PDF."""

import re

import pypdfium2
import pytest

from desktop.printing import parts, render
from tests.printing import papers, pdf

PILE = (
    papers.statement(),
    papers.contract(),
    papers.manifest(3),
    papers.receipt(),
    papers.statement(80),
)


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two papers, drawn here: what is in them is the same."""
    monkeypatch.setattr(parts, "PART", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 1)


def test_parts_bound_together_read_as_one_whole(small_parts: None) -> None:
    bound = render(*PILE)
    alone = [page for paper in PILE for page in pdf.texts(render(paper))]
    assert pdf.texts(bound) == alone
    document = pypdfium2.PdfDocument(bound)
    assert document.get_metadata_dict()["Title"] == PILE[0].called()
    assert bound == render(*PILE)
    assert len(re.findall(rb"/Type /Catalog", bound)) == 1


def test_each_object_stands_where_the_table_says(small_parts: None) -> None:
    bound = render(*PILE)
    start = int(bound.rstrip().rsplit(b"\n", 2)[1])
    for number, line in enumerate(bound[start:].split(b"trailer")[0].splitlines()[3:], 1):
        assert bound[int(line[:10]) :].startswith(b"%d 0 obj\n" % number)
