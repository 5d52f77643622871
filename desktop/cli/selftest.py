"""``zhongxiao selftest``: does what an office does once, in a folder of its own, and reports.

An installed program is tried by it. A windowed one has no standard output: what it found stands
in a report (JSON, and beside it the same in words), and in its exit status. No office of this
computer is touched.
"""

import argparse
import json
import platform
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import desktop
from desktop.basics.i18n import _, ngettext
from desktop.basics.this_pc import Seen
from desktop.cli.selftest_words import OF_COMPUTER, OF_WINDOW, Outcome, Report, in_words
from desktop.cli.verb import Verbs, add_verb, print_json

if TYPE_CHECKING:
    from desktop.services.office import Office


@dataclass(frozen=True)
class Ground:
    """What the steps share: the folder of data, where pictures and papers go, the office.

    ``share`` is a folder of another computer, None where none was named.
    """

    data: Path
    out: Path
    office: "Office"
    day: date
    share: Path | None = None


def register(verbs: Verbs) -> None:
    """Add the verb."""
    words = _("try everything once in a folder of its own, and report")
    parser = add_verb(verbs, "selftest", words, _run)
    parser.add_argument("--report", type=Path, metavar="FILE.json", help=_("where the report goes"))
    parser.add_argument("--out", type=Path, help=_("keep the pictures and the paper here"))
    parser.add_argument("--data", type=Path, help=_("keep the data here"))
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        choices=tuple(STEPS),
        help=_("a step that can't run here"),
    )
    words = _("a folder of another computer: a backup goes there and comes back")
    parser.add_argument("--share", type=Path, metavar="FOLDER", help=words)


def _run(given: argparse.Namespace) -> int:
    with TemporaryDirectory(prefix="zhongxiao-", ignore_cleanup_errors=True) as scratch:
        data = given.data or Path(scratch) / "data"
        out = given.out or Path(scratch) / "out"
        report = examine(data, out, given.leave_out, share=given.share)
    if given.report:
        told = json.dumps(asdict(report), ensure_ascii=False, indent=1)
        given.report.parent.mkdir(parents=True, exist_ok=True)
        given.report.write_text(told, encoding="utf-8")
        # With the mark by which Notepad knows the encoding.
        given.report.with_suffix(".txt").write_text(in_words(report), encoding="utf-8-sig")
    else:
        print_json(asdict(report))
    return 0 if report.ok else 1


def examine(
    data: Path, out: Path, left_out: Sequence[str] = (), *, share: Path | None = None
) -> Report:
    """Take every step but those left out; a training office that lies in ``data`` is used."""
    out.mkdir(parents=True, exist_ok=True)
    ground, opened = _opened(data, out, share)
    outcomes = [opened]
    for name, step in STEPS.items():
        if name in left_out or (ground and not share and name == "share"):
            outcomes.append(Outcome(name, ok=True, seconds="0.0", left_out=True))
        elif ground is not None:
            outcomes.append(_taken(name, step, ground))
    if ground is not None:
        ground.office.engine.dispose()
    return Report(
        desktop.__version__,
        platform.python_version(),
        f"{platform.platform()} {platform.machine()}",
        all(one.ok for one in outcomes),
        tuple(outcomes),
    )


def _opened(data: Path, out: Path, share: Path | None) -> tuple[Ground | None, Outcome]:
    """The training office: its scenario is replayed into a new database where none lies."""
    made: list[Ground] = []

    def open_it(_ground: object) -> str:
        from desktop.offices import open_training

        office, day = open_training(data)
        made.append(Ground(data, out, office, day, share))
        return f"{office.engine.url.database}  {day}"

    outcome = _taken("scenario", open_it, None)
    return (made[0] if made else None), outcome


def _taken(name: str, step: "Step", ground: Ground | None) -> Outcome:
    begun = time.monotonic()
    try:
        seen = step(ground)  # type: ignore[arg-type]
        told, good, look = (
            (seen, True, False) if isinstance(seen, str) else (seen.words, True, not seen.good)
        )
    except Exception:  # noqa: BLE001 - whatever it is, it stands in the report
        told, good, look = traceback.format_exc(), False, False
    return Outcome(name, good, f"{time.monotonic() - begun:.1f}", told, look=look)


def _check(ground: Ground) -> str:
    """Everything that the office tells twice fits."""
    from desktop.services.checking import check_office

    if wrong := check_office(ground.office):
        raise RuntimeError(wrong)
    return _("all of it")


def _begin(ground: Ground) -> str:
    """An office is begun, backed up and opened from its backup, under a Chinese name."""
    from desktop.cli.pictures import begin_empty
    from desktop.offices import open_own
    from desktop.services.backup import back_up, restore

    folder = ground.data / "新办事处 一"
    if not (folder / "office.db").exists():
        begin_empty(folder).engine.dispose()
    office = open_own(folder)
    assert office is not None
    backup = back_up(office.engine, ground.out / "备份.zxbackup")
    office.engine.dispose()
    restore(backup, ground.out / "恢复" / "office.db")
    return str(backup)


def _workbook(ground: Ground) -> str:
    """A list goes out as a workbook, and comes in again without a change."""
    from desktop.services.imports.edit_list import edit_list
    from desktop.services.imports.run import ImportOrder, import_file

    file = ground.out / "客户.xlsx"
    clerk = _signed_in(ground)
    file.write_bytes(edit_list(clerk, "clients"))
    read = import_file(clerk, ImportOrder("clients", file, dry_run=True))
    if read.rejected or not read.rows:
        raise RuntimeError(f"{read.rows} rows, {read.rejected} rejected")
    return _("{number} rows").format(number=read.rows)


def _paper(ground: Ground) -> str:
    """A Chinese paper is drawn with our own font, and Qt shows it."""
    from desktop.queries.papers.proposal import newest_proposal
    from desktop.services.papers.registry import issue
    from desktop.views.pictures import take_paper

    office = _signed_in(ground)
    with office.reading() as session:
        found = newest_proposal(session)
    assert found is not None
    pdf = issue(office, "proposal", found[0])
    if not pdf.startswith(b"%PDF") or b"NotoSansSC" not in pdf:
        raise RuntimeError("no PDF with our font")
    (ground.out / "proposal.pdf").write_bytes(pdf)
    take_paper(pdf, ground.out / "proposal.png")
    return _("{number} bytes").format(number=len(pdf))


def _plans(_ground: Ground) -> str:
    """Shelf, lines, what to push, and runs in processes of their own."""
    from desktop.queries.plans.planned import solved

    said = []
    for kind, problem in _PROBLEMS.items():
        solved(kind, json.dumps(problem), "selftest")
        said.append(kind)
    return ", ".join(said)


def _window(ground: Ground) -> str:
    """The main window is shown with the office opened in it."""
    from desktop.starting import show_once

    return show_once(ground.data, ground.out / "window.png")


def _pages(ground: Ground) -> str:
    """Every page is shown to somebody whose work it is."""
    from desktop.cli.pictures import each_page

    shown = list(each_page(ground.out / "pages", ground.office, ground.day))
    return ngettext("{number} page", "{number} pages", len(shown)).format(number=len(shown))


def _of_window(name: str) -> "Step":
    """A step that Qt takes: what this computer shows a window."""

    def take(ground: Ground) -> Seen:
        from desktop.views import this_pc

        seen: Seen = getattr(this_pc, name)(ground.data)
        return seen

    return take


def _of_computer(name: str) -> "Step":
    """A step that needs no window: folders, rights, names."""

    def take(ground: Ground) -> Seen:
        from desktop.cli import selftest_pc

        folder = ground.share if name == "share" and ground.share is not None else ground.data
        seen: Seen = getattr(selftest_pc, name)(ground.office, folder)
        return seen

    return take


def _signed_in(ground: Ground) -> "Office":
    from desktop.services.staff import first_administrator

    office = ground.office
    return office.on(ground.day, office.find_person(first_administrator(office)))


_SHELF = {
    "levels": [{"width_mm": 900, "height_mm": 300}],
    "max_products": 3,
    "max_facings": 4,
    "products": [
        {
            "code": f"P{number}",
            "width_mm": 55 + number,
            "height_mm": 165,
            "value": 1000 * number,
            "must": number == 1,
            "category": "洁面",
        }
        for number in range(1, 6)
    ],
}
_LINES = {
    "radius_m": 300,
    "seconds": 2,
    "keep_today": True,
    "clients": [
        {
            "code": f"C{number}",
            "lat": 31.46,
            "lon": 104.74,
            "now": ["洁面"],
            "allowed": ["洁面", "香皂"],
            "fixed": [],
            "count": 1,
            "fit": {"洁面": 3, "香皂": 1},
        }
        for number in (1, 2)
    ],
}
_ROUTES = {
    "depot": {"lat": 31.46, "lon": 104.74, "opens": "07:00", "closes": "19:00"},
    "road_factor": "1.3",
    "kmh": 25,
    "seconds": 1,
    "vehicles": [
        {
            "code": "V1",
            "cartons": "160",
            "kg": None,
            "starts": "08:00",
            "ends": "18:00",
            "runs": 1,
            "reload_s": 1800,
            "per_run": "80.00",
            "per_km": "1.20",
            "per_hour": "20.00",
        }
    ],
    "drops": [
        {
            "code": f"C{number}",
            "lat": 31.46 + number / 200,
            "lon": 104.75,
            "cartons": "3.5",
            "kg": None,
            "opens": "08:00",
            "closes": "21:00",
            "service_s": 480,
        }
        for number in range(1, 7)
    ],
    "fixed": [],
    "matrix": None,
}
_NEXT = {"baskets": {"C1": ["P1", "P2"], "C2": ["P1"]}, "offered": ["P1", "P2", "P3"], "number": 2}
_PROBLEMS: Mapping[str, object] = {
    "shelf": _SHELF,
    "lines": _LINES,
    "routes": _ROUTES,
    "next": _NEXT,
}

Step = Callable[[Ground], str | Seen]
# In their order; the window comes last, as it is what takes longest.
STEPS: Mapping[str, Step] = {
    "check": _check,
    "begin": _begin,
    "workbook": _workbook,
    "paper": _paper,
    "plans": _plans,
    **{name: _of_window(name) for name in OF_WINDOW},
    **{name: _of_computer(name) for name in OF_COMPUTER},
    "window": _window,
    "pages": _pages,
}
