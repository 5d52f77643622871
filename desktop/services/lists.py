"""Lists as they are seen, written as a workbook or a paper (E4)."""

from desktop.basics.i18n import _
from desktop.basics.seen_list import SeenList
from desktop.basics.seen_values import values_seen
from desktop.services.checks import invalid
from desktop.services.office import Office

LONGEST_PAPER = 5_000


def list_workbook(seen: SeenList) -> bytes:
    """The list as an .xlsx: figures become numbers and days become days, codes stay text."""
    from desktop.spreadsheets.listing import OF_KIND, write_rows

    headings, rows, kinds = values_seen(seen)
    return write_rows(seen.name, headings, rows, [OF_KIND[kind] for kind in kinds])


def list_paper(office: Office, seen: SeenList) -> bytes:
    """The list as a PDF; a very long one is refused, for it is better read in a workbook."""
    from desktop.printing import render
    from desktop.printing.list_sheet import ListSheet
    from desktop.queries.papers.heads import letterhead

    need_paper_for(len(seen.rows))
    with office.reading() as session:
        head = letterhead(session)
    return render(ListSheet(head, office.today, seen))


def need_paper_for(rows: int) -> None:
    """Refuse (``invalid``) to print more lines than anybody reads on paper."""
    if rows > LONGEST_PAPER:
        words = _("{number} lines are too many for paper: export them, or filter the list.")
        raise invalid("rows", words.format(number=rows))
