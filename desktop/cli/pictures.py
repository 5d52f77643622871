"""``zhongxiao pictures``: every page of the training office as PNG, for the manual and for eyes."""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "pictures", _("write pictures of every page"), _run)
    parser.add_argument("--out", type=Path, default=Path("out"), help=_("where pictures are put"))
    parser.add_argument(
        "--all", action="store_true", help=_("each role, both sizes, light and dark")
    )
    anew = add_verb(verbs, "manual-pictures", _("write the manual's pictures anew"), _run_manual)
    anew.add_argument("--out", type=Path, help=_("where pictures are put"))


def _run(given: argparse.Namespace) -> int:
    for picture in (every_picture if given.all else one_of_each)(given.out):
        print(picture)
    return 0


def _run_manual(given: argparse.Namespace) -> int:
    from desktop.basics.resources import manual

    for picture in manual_pictures(given.out or manual("pictures")):
        print(picture)
    return 0


# Who shows a page best in the manual; ``-new`` is its form.
_MANUAL = {
    "wang": ("today", "suggestions", "cases", "settlements", "audit"),
    "chen": ("visits", "proposals", "suggestions-new"),
    "yang": (
        *("clients", "agreements", "agreements-new", "benefits", "products", "orders-new"),
        *("settings", "staff", "import"),
    ),
    "peng": ("runs", "runs-new", "deliveries"),
    "jiang": ("payouts", "payments", "fund"),
}


def manual_pictures(folder: Path) -> Iterator[Path]:
    """The pictures of the manual, small in file size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.offices import open_training
    from desktop.views.pictures import take_for_manual

    office, day = open_training()
    for code, names in _MANUAL.items():
        yield from take_for_manual(office.on(day, office.find_person(code)), folder, names)


def one_of_each(folder: Path) -> Iterator[Path]:
    """Every page once, at laptop size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.offices import open_training
    from desktop.views.pages import PAGES
    from desktop.views.pictures import LAPTOP, Shot, take_pictures

    office, day = open_training()
    left = {entry.name for entry in PAGES}
    for code in _people():
        person = office.find_person(code)
        mine = [entry for entry in PAGES if entry.name in left]
        wanted = [
            entry.name
            for entry in mine
            if person and (not entry.roles or not person.roles.isdisjoint(entry.roles))
        ]
        if wanted:
            shot = Shot(LAPTOP)
            yield from take_pictures(
                office.on(day, person), folder, shot, forms=False, pages=wanted
            )
            left -= set(wanted)


def every_picture(folder: Path) -> Iterator[Path]:
    """Every page and form for each person, in both sizes, light and dark."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.offices import open_training
    from desktop.views.pictures import LAPTOP, MONITOR, Shot, take_pictures

    office, day = open_training()
    for code in _people():
        signed_in = office.on(day, office.find_person(code))
        for size in (LAPTOP, MONITOR):
            for dark in (False, True):
                yield from take_pictures(signed_in, folder / code, Shot(size, dark))


def _people() -> list[str]:
    """One person of the training office for each set of roles."""
    from desktop.offices import open_training
    from desktop.queries.listing import Wanted
    from desktop.queries.staff import staff_ids, staff_rows

    office, _day = open_training()
    with office.reading() as session:
        rows = staff_rows(session, staff_ids(session, Wanted()))
    first: dict[tuple[str, ...], str] = {}
    for row in rows.values():
        first.setdefault(row.roles, row.code)
    return list(first.values())
