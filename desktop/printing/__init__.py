"""Paper: a frozen dataclass goes in, PDF bytes come out. No SQL, no Qt.

ReportLab and the fonts are loaded when the first paper is rendered, not when this is imported.
"""

from collections.abc import Mapping

from desktop.basics.layout import Layout
from desktop.printing.door import Missing
from desktop.printing.paper import KINDS, Paper
from desktop.printing.parts import drawn

__all__ = ["KINDS", "Missing", "Paper", "Pdf", "layouts_in", "missing_from", "render"]


class Pdf(bytes):
    """A PDF, what of its papers no font could print (it stands there as 〓), and their layouts."""

    missing: tuple[Missing, ...] = ()
    layouts: tuple[Layout, ...] = ()


def layouts_in(pdf: bytes) -> tuple[Layout, ...]:
    """The layouts of those papers that ``render`` made that come back filled in."""
    return pdf.layouts if isinstance(pdf, Pdf) else ()


def missing_from(pdf: bytes) -> tuple[Missing, ...]:
    """What couldn't be printed on papers that ``render`` made."""
    return pdf.missing if isinstance(pdf, Pdf) else ()


def render(*papers: Paper, marks: Mapping[str, str] | None = None) -> Pdf:
    """One PDF of any papers, each from a new page on; the same papers give the same bytes.

    It is called after the first of them and bears the day of that one's issue. ``marks`` says by
    number what stands above the papers that are drafts or copies. ValueError when there is none,
    TypeError for what is no paper.
    """
    if not papers:
        raise ValueError("no paper")
    for one in papers:
        if not isinstance(one, Paper):
            raise TypeError(type(one).__name__)
    made = drawn(papers, marks)
    pdf = Pdf(made.data)
    pdf.missing, pdf.layouts = made.missing, made.layouts
    return pdf
