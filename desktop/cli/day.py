"""``zhongxiao run``: opens the training office and shows the day's work."""

import argparse
import sys
from datetime import date
from pathlib import Path

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb
from desktop.queries.today import DayWork
from desktop.services.office import Office

_BAR = 30


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "run", _("show the day's work of the training office"), _run)
    parser.add_argument("--out", type=Path, default=Path("out"), help=_("where papers are put"))


def _run(given: argparse.Namespace) -> int:
    from desktop.queries.today import day_work, last_day

    office = training_office()
    with office.reading() as session:
        day = last_day(session) or office.today
    office = _at_work(office, day)
    with office.reading() as session:
        work = day_work(session, day, _("Training office"))
    _show(work)
    for paper in _papers(office, work, given.out):
        print(_("Paper: {file}").format(file=paper))
    return 0


def training_office() -> Office:
    """The training office, built in the user's data folder when it isn't there."""
    from desktop.basics.resources import resource
    from desktop.cli.own_office import training_database
    from desktop.replay.replay import replay
    from desktop.replay.scenario import read_scenario
    from desktop.services.database import exists, make_database, open_database

    url = training_database()
    if exists(url):
        return Office(open_database(url))
    # It is built beside its place and moved there whole, so a broken-off build leaves nothing.
    target = Path(url.database or "")
    half = target.with_suffix(".building.db")
    for leftover in half.parent.glob(half.name + "*"):
        leftover.unlink()
    engine = make_database(url.set(database=str(half)))
    replay(Office(engine), read_scenario(resource("training", "office.json")), _progress)
    print(file=sys.stderr)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    half.replace(target)
    return Office(open_database(url))


def _progress(done: int, total: int) -> None:
    filled = _BAR * done // total
    bar = "█" * filled + "·" * (_BAR - filled)
    words = _("Building the training office")
    print(f"\r{words} {bar} {100 * done // total} %", end="", file=sys.stderr, flush=True)


def _at_work(office: Office, day: date) -> Office:
    from desktop.services.people import first_administrator

    return office.on(day, office.find_person(first_administrator(office)))


def _show(work: DayWork) -> None:
    from desktop.basics.calendar import weekday
    from desktop.queries.today import money_words, role_words

    print(f"{work.office}  {work.day} {weekday(work.day)}\n")
    print(_("What waits"))
    for one in work.waiting:
        print(f"  {role_words(one.role)}: {one.words} {one.number}")
    print("\n" + _("Visits today"))
    for visit in work.visits:
        said = visit.suggestion or _("— no confirmed suggestion bound yet —")
        print(f"  {visit.rep}  {visit.client_code} {visit.client}  {said}")
    print("\n" + _("Runs today"))
    for run in work.runs:
        state = _("loaded") if run.loaded else _("planned")
        stops = _("{number} stops").format(number=run.stops)
        print(f"  {run.number}  {run.vehicle} {run.driver}  {stops}  {state}")
    print("\n" + money_words(work) + "\n")


def _papers(office: Office, work: DayWork, folder: Path) -> list[Path]:
    """The papers of one client and one run."""
    from desktop.basics.calendar import Quarter
    from desktop.services.papers import (
        issue_manifest,
        issue_proposal,
        issue_statement,
        newest_proposal,
        write_paper,
    )

    written = []
    found = newest_proposal(office)
    if found:
        number, client = found
        quarter = Quarter.of(work.day).previous()
        written.append((f"proposal-{number}.pdf", issue_proposal(office, number)))
        written.append(
            (f"statement-{client}-{quarter.text}.pdf", issue_statement(office, client, quarter))
        )
    if work.runs:
        run = work.runs[0].number
        written.append((f"manifest-{run}.pdf", issue_manifest(office, run)))
    for name, pdf in written:
        write_paper(folder / name, pdf)
    return [folder / name for name, _pdf in written]
