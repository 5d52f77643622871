"""``zhongxiao pictures``: every page of the training office as PNG, for the manual and for eyes."""

import argparse
import json
import os
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb

if TYPE_CHECKING:
    from desktop.services.office import Office


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
    "wang": (
        *("today", "suggestions:submitted", "works", "lines", "cases", "settlements"),
        *("map", "routes", "trials", "reports", "audit"),
    ),
    "chen": ("visits", "proposals", "suggestions-new"),
    "yang": (
        *("clients", "agreements", "agreements-new", "benefits", "products", "orders-new"),
        *("lists", "rebates:promised"),
        *("calendar", "stock", "settings", "staff", "import"),
    ),
    "peng": ("board", "vehicles", "runs", "runs-new", "deliveries"),
    "jiang": ("payouts", "payments", "fund"),
}


def manual_pictures(folder: Path) -> Iterator[Path]:
    """The pictures of the manual, small in file size."""
    _without_screen()
    from desktop.cli.pictured import send_letters_to_picture
    from desktop.offices import open_training
    from desktop.views.pictures import take_connection, take_for_manual, take_paper

    office, day = open_training()
    for code, names in _MANUAL.items():
        yield from take_for_manual(office.on(day, office.find_person(code)), folder, names)
    yield take_paper(_sheet(office, day), folder / "proposal-sheet.png")
    yield take_connection(office.on(day, office.find_person("yang")), folder)
    with TemporaryDirectory() as scratch:
        copied, day = _copied_training(Path(scratch))
        clerk = copied.on(day, copied.find_person("yang"))
        send_letters_to_picture(clerk, day)
        yield from take_for_manual(clerk, folder, ["letters"])
        copied.engine.dispose()


def _sheet(office: "Office", day: date) -> bytes:
    """The first proposal's sheet; issued it would stand in the audit trail, which is pictured."""
    from desktop.models import Proposal
    from desktop.printing import render
    from desktop.queries.papers.proposal import proposal_sheet

    with office.reading() as session:
        return render(proposal_sheet(session, session.get_one(Proposal, 1), day))


def one_of_each(folder: Path) -> Iterator[Path]:
    """Every page once, at laptop size, without a screen."""
    _without_screen()
    from desktop.offices import open_training

    yield from each_page(folder, *open_training())


def each_page(folder: Path, office: "Office", day: date) -> Iterator[Path]:
    """Every page once, at laptop size, as somebody sees it whose work it is."""
    from desktop.views.pages import PAGES
    from desktop.views.pictures import LAPTOP, Shot, take_pictures

    left = {entry.name for entry in PAGES}
    for code in _people(office):
        person = office.find_person(code)
        mine = [entry for entry in PAGES if entry.name in left]
        wanted = [entry.name for entry in mine if person and entry.is_for(person.roles)]
        if wanted:
            yield from take_pictures(office.on(day, person), folder, Shot(LAPTOP), wanted)
            left -= set(wanted)


def every_picture(folder: Path) -> Iterator[Path]:
    """Every page and form for each person, in both sizes, light and dark.

    Tabs, steps, papers and what stands besides the pages are taken once in each look; the pages
    of an office that was begun just now are taken too.
    """
    _without_screen()
    from desktop.views.pictures import (
        LAPTOP,
        MONITOR,
        Shot,
        take_apart,
        take_everything,
        take_pictures,
    )

    with TemporaryDirectory() as scratch:
        office, day = _copied_training(Path(scratch))
        empty = begin_empty(Path(scratch) / "empty")
        for size, dark in product((LAPTOP, MONITOR), (False, True)):
            shot = Shot(size, dark)
            seen: set[str] = set()
            for code in _people(office):
                signed_in = office.on(day, office.find_person(code))
                yield from take_everything(signed_in, folder / code, shot, seen)
            yield from take_pictures(empty, folder / "empty", shot, training=False)
            clerk = office.on(day, office.find_person("yang"))
            yield from take_apart(clerk, folder / "apart", shot)
        for one in (office, empty):
            one.engine.dispose()


def _without_screen() -> None:
    """Let Qt draw on no screen, one as large as the largest picture: lists must find room."""
    screen = {"name": "pictures", "x": 0, "y": 0, "width": 1920, "height": 1080}
    fine = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    file = Path(mkdtemp(prefix="zhongxiao-")) / "screen.json"
    file.write_text(json.dumps({"screens": [screen | fine]}), encoding="utf-8")
    if not os.environ.get("QT_QPA_PLATFORM"):
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={file.as_posix()}"
    from desktop.views.pictures import hush_size_hints

    hush_size_hints()


def _copied_training(folder: Path) -> "tuple[Office, date]":
    """A copy of the training office: taking pictures issues papers and makes a conflict."""
    from desktop.offices import open_training
    from desktop.services.backup import back_up

    office, _day = open_training()
    back_up(office.engine, folder / "training.db")
    office.engine.dispose()
    return open_training(folder)


def begin_empty(folder: Path) -> "Office":
    """An office that was begun just now, whose one person holds every role."""
    from desktop.basics.roles import ROLES
    from desktop.offices import sign_in_as, start_own
    from desktop.services.staff import add_staff

    names = ("name", "city", "maker", "address", "phone", "code", "person", "password")
    begun = dict.fromkeys(names, "") | {"name": "新办事处", "code": "admin", "person": "管理员"}
    office = start_own(folder, begun)
    add_staff(sign_in_as(office, "admin"), "all", "全能", ROLES)
    return sign_in_as(office, "all")


def _people(office: "Office") -> list[str]:
    """One person of the training office for each set of roles."""
    from desktop.queries.listing import Wanted
    from desktop.queries.staff import staff_ids, staff_rows

    with office.reading() as session:
        rows = staff_rows(session, staff_ids(session, Wanted()))
    first: dict[tuple[str, ...], str] = {}
    for row in rows.values():
        first.setdefault(row.roles, row.code)
    return list(first.values())
