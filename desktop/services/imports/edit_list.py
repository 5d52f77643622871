"""All records of a kind with every field, to be changed in Excel and brought in again."""

from desktop.services.imports.registry import KINDS
from desktop.services.office import Office


def edited_kinds() -> tuple[str, ...]:
    """The kinds of lists that can be taken out and brought in again."""
    return tuple(name for name, kind in KINDS.items() if kind.edited is not None)


def edit_list(office: Office, kind: str) -> bytes:
    """An .xlsx of all records of a kind; of ``products`` one row a unit, with today's price.

    Brought in as it is it changes nothing; phones stand in it whole, so only who may
    import may take it (Refused).
    """
    from desktop.spreadsheets.listing import Format, write_rows

    edited = KINDS[kind].edited
    assert edited is not None
    with office.looking("import") as session:
        session.allow()
        lines = list(edited.rows(session))
    headings = [heading for heading, _form in edited.columns]
    return write_rows(edited.title, headings, lines, [Format[form] for _, form in edited.columns])
