"""``zhongxiao run``: opens the training office; without a screen it shows the day's work."""

import argparse
import sys
from datetime import date
from pathlib import Path

from desktop.basics.i18n import _, ngettext
from desktop.cli.verb import Verbs, add_verb
from desktop.queries.day_work import DayWork
from desktop.services.office import Office

_BAR = 30


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "run", _("open the training office"), _run)
    parser.add_argument("--paper", action="store_true", help=_("show the day's work as words"))
    parser.add_argument("--out", type=Path, default=Path("out"), help=_("where papers are put"))


def _run(given: argparse.Namespace) -> int:
    from desktop.cli.pictures import one_of_each
    from desktop.offices import data_folder, open_training
    from desktop.queries.day_work import day_work
    from desktop.starting import has_screen, run_window

    if has_screen() and not given.paper:
        return run_window(data_folder(), training=True)
    if not given.paper:
        print(_("There is no screen here, so the day's work is written down instead.") + "\n")
    office, day = open_training(progress=_progress)
    office = _at_work(office, day)
    with office.reading() as session:
        work = day_work(session, day, _("Training office"))
    _show(work)
    for paper in _papers(office, work, given.out):
        print(_("Paper: {file}").format(file=paper))
    if not given.paper:
        for picture in one_of_each(given.out):
            print(_("Picture: {file}").format(file=picture))
    return 0


def _progress(done: int, total: int) -> None:
    words = _("Building the training office")
    if not sys.stderr.isatty():  # a file or a pipe: only that it is done
        if done == total:
            print(f"{words} 100 %", file=sys.stderr, flush=True)
        return
    filled = _BAR * done // total
    bar = "█" * filled + "·" * (_BAR - filled)
    end = "\n" if done == total else ""
    print(f"\r{words} {bar} {100 * done // total} %", end=end, file=sys.stderr, flush=True)


def _at_work(office: Office, day: date) -> Office:
    from desktop.services.staff import first_administrator

    return office.on(day, office.find_person(first_administrator(office)))


def _show(work: DayWork) -> None:
    from desktop.basics.calendar import weekday
    from desktop.basics.roles import role_words
    from desktop.queries.day_work import money_words

    print(f"{work.office}  {work.day} {weekday(work.day)}\n")
    print(_("What waits"))
    for one in work.waiting:
        print(f"  {role_words([one.kind.role])}: {_(one.kind.words)} {one.number}")
    print("\n" + _("Visits today"))
    for visit in work.visits:
        said = visit.suggestion or _("— no confirmed suggestion yet —")
        print(f"  {visit.rep}  {visit.client_code} {visit.client}  {said}")
    print("\n" + _("Runs today"))
    for run in work.runs:
        state = _("loaded") if run.loaded else _("planned")
        stops = ngettext("{number} stop", "{number} stops", run.stops).format(number=run.stops)
        print(f"  {run.number}  {run.vehicle} {run.driver}  {stops}  {state}")
    print("\n" + money_words(work) + "\n")


def _papers(office: Office, work: DayWork, folder: Path) -> list[Path]:
    """The papers of one client and one run."""
    from desktop.basics.calendar import Quarter
    from desktop.queries.papers.proposal import newest_proposal
    from desktop.services.papers.registry import issue
    from desktop.services.write_file import write_file

    written = []
    with office.reading() as session:
        found = newest_proposal(session)
    if found:
        number, client = found
        quarter = Quarter.of(work.day).previous()
        written.append((f"proposal-{number}.pdf", issue(office, "proposal", number)))
        statement = issue(office, "statement", client, quarter=quarter)
        written.append((f"statement-{client}-{quarter.text}.pdf", statement))
    if work.runs:
        run = work.runs[0].number
        written.append((f"manifest-{run}.pdf", issue(office, "manifest", run)))
    for name, pdf in written:
        write_file(folder / name, pdf)
    return [folder / name for name, _pdf in written]
