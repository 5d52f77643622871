"""Whole files and offices in a program's hands: backed up, restored, begun, upgraded, moved …

What a fault must leave is either what stood before or what stands afterwards, never a thing
between the two; done once more, it comes to what it would have come to.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import func, select

from bench.faults.contents import but_for_keys, contents
from bench.faults.ground import Databases, office_at
from desktop.basics.watch import Nobody
from desktop.models import Client, Entry, Staff, StaffRole
from desktop.models.migrations import run
from desktop.models.protections import APPLICATION_ID
from desktop.offices import open_own, start_own
from desktop.services import updates
from desktop.services.backup import (
    back_up,
    backups_in,
    check_backup,
    daily_backup,
    restore,
    restore_to_server,
)
from desktop.services.checking import check_office
from desktop.services.database import exists, open_database
from desktop.services.engine import connect, read_url
from desktop.services.kept_connection import keep_connection, kept_connection
from desktop.services.move_office import move_office
from desktop.services.payments import record_collection
from desktop.services.standing import OfficeMoved
from desktop.services.versions import HEAD
from desktop.services.write_file import write_file
from desktop.views.kit.memory import Draft, Memory
from tests.office import MONDAY, office_of_story
from tests.released import Share

STORY = "every-account-moves"
_OLD = "0001"
_BEGINNING = {
    "name": "新办事处",
    "city": "C市",
    "maker": "",
    "address": "",
    "phone": "",
    "code": "ad",
    "person": "管理员",
    "password": "",
}
_CASHIER = select(Staff.code).join(StaffRole).where(StaffRole.role == "cashier").limit(1)
_SHOP = select(Client.code).where(Client.state == "active").limit(1)
_DAY = select(func.max(Entry.booked_on))
_STAFF = (
    "INSERT INTO staff (id, code, name, phone, active, version)"
    " VALUES ({id}, 'r{id}', '业务员', '', true, 1)"
)


@dataclass(frozen=True)
class Handling:
    """Something that is done in a folder, and how what it is about is told afterwards.

    ``quiet``: nothing is said when it fails, as nobody asked for it.
    """

    name: str
    lay: Callable[[Path], object]
    do: Callable[[Path], object]
    look: Callable[[Path], str]
    quiet: bool = False


@cache
def _offices() -> tuple[Path, Path]:
    """An office in which every account moved, and the same with one collection more."""
    folder = Path(mkdtemp(prefix="zhongxiao-handled-"))
    first, later = folder / "first.db", folder / "later.db"
    office_of_story(STORY, f"sqlite:///{first}").engine.dispose()
    shutil.copyfile(first, later)
    with office_at(_url(later)) as office:
        with office.reading() as session:
            code, shop, day = (session.scalars(one).one() for one in (_CASHIER, _SHOP, _DAY))
        cashier = office.on(day, office.find_person(code))
        record_collection(cashier, shop, 12_300)
    return first, later


def throw_away_offices() -> None:
    """Remove what all handlings begin with."""
    if _offices.cache_info().currsize:
        shutil.rmtree(_offices()[0].parent, ignore_errors=True)
        _offices.cache_clear()


def _url(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


def _told(path: Path) -> str:
    """What stands in an office's file; what is wrong with it where something is."""
    with office_at(_url(path)) as office:
        return check_office(office, []) or contents(office)


def _lay_office(folder: Path) -> None:
    shutil.copyfile(_offices()[1], folder / "office.db")


# --- backups and the way back -----------------------------------------------------------------


def _lay_backup(folder: Path) -> None:
    _lay_office(folder)
    with office_at(_url(_offices()[0])) as office:
        back_up(office.engine, folder / "backup.zxbackup")


def _back_up(folder: Path) -> None:
    with office_at(_url(folder / "office.db")) as office:
        back_up(office.engine, folder / "backup.zxbackup")


def _look_at_backup(folder: Path) -> str:
    check_backup(folder / "backup.zxbackup")
    return "\n".join((_copied(folder / "backup.zxbackup"), _told(folder / "office.db")))


def _copied(backup: Path) -> str:
    """What stands in a backup, asked of a copy: nothing is written beside it."""
    copy = backup.with_name("copy.db")
    shutil.copyfile(backup, copy)
    try:
        return _told(copy)
    finally:
        for file in backup.parent.glob("copy.db*"):
            file.unlink()


def _take_daily(folder: Path, day: date = MONDAY) -> None:
    with office_at(_url(folder / "office.db")) as office:
        daily_backup(office.engine, folder / "backups", day)


def _lay_daily(folder: Path) -> None:
    _lay_office(folder)
    _take_daily(folder, MONDAY - timedelta(days=1))


def _look_at_daily(folder: Path) -> str:
    backups = backups_in(folder / "backups")
    for one in backups:
        check_backup(one.path)
    return "\n".join((*(f"{one.number} {one.day}" for one in backups), _told(folder / "office.db")))


def _restore(folder: Path) -> None:
    restore(folder / "backup.zxbackup", folder / "office.db")


def _look_at_office(folder: Path) -> str:
    exists(read_url(str(folder / "office.db")))  # a restoring that was broken off is finished
    return _told(folder / "office.db")


# --- begun, brought up to date ----------------------------------------------------------------


def _begin(folder: Path) -> None:
    start_own(folder, dict(_BEGINNING)).engine.dispose()


def _look_at_begun(folder: Path) -> str:
    office = open_own(folder)
    if office is None:
        return "none"
    try:
        return check_office(office, []) or but_for_keys(office)
    finally:
        office.engine.dispose()


def _lay_older(folder: Path) -> None:
    engine = connect(read_url(str(folder / "office.db")))
    run.upgrade(engine, _OLD)
    with engine.execution_options(change=True).begin() as connection:
        for key in range(1, 40):
            connection.exec_driver_sql(_STAFF.format(id=key))
    engine.dispose()
    with closing(sqlite3.connect(folder / "office.db")) as made:
        made.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        made.execute("PRAGMA journal_mode = WAL")


def _open(folder: Path) -> None:
    open_database(read_url(str(folder / "office.db"))).dispose()


def _look_at_upgraded(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "office.db")) as raw:
        version = str(raw.execute("SELECT version_num FROM alembic_version").fetchone()[0])
        if version == HEAD:
            return _told(folder / "office.db")
        whole = "\n".join(raw.iterdump())
    for left in folder.glob("*.backup.db"):
        check_backup(left)
    return f"{version} {hashlib.sha256(whole.encode()).hexdigest()}"


# --- notes, drafts, files ---------------------------------------------------------------------

_DRAFT = "collection.new"


def _draft(text: str) -> Draft:
    return Draft({"client": "C1", "note": text}, "key")


def _keep_draft(folder: Path) -> None:
    memory = Memory(folder)
    for end in range(3):
        memory.keep_draft(_DRAFT, _draft("后" * 4_000 + "完"[end:]))


def _look_at_draft(folder: Path) -> str:
    found = Memory(folder).draft(_DRAFT)
    return "lost" if found is None else str(found.values["note"]).rstrip("完")


def _look_at_connection(folder: Path) -> str:
    return kept_connection(folder) or "none"


def _lay_release(folder: Path) -> Share:
    share = Share(folder / "share")
    share.release(content=b"installer" * 400_000)
    (folder / "key").write_bytes(share.keys[0])
    return share


def _take_update(folder: Path) -> None:
    keys = [(folder / "key").read_bytes()]
    looked = updates.look_for_update(str(folder / "share"), keys, "0.1.0")
    assert looked.offer is not None, looked.words
    updates.take_update(looked.offer, folder / "taken", Nobody(), keys=keys, running="0.1.0")


def _look_at_update(folder: Path) -> str:
    return "\n".join(
        f"{one.name} {hashlib.sha256(one.read_bytes()).hexdigest()}"
        for one in sorted((folder / "taken").glob("*.exe"))
    )


def _look_at_paper(folder: Path) -> str:
    return hashlib.sha256((folder / "单据.pdf").read_bytes()).hexdigest()


HANDLINGS = (
    Handling("backup over an older one", _lay_backup, _back_up, _look_at_backup),
    Handling("daily backup", _lay_daily, _take_daily, _look_at_daily),
    Handling("restore", _lay_backup, _restore, _look_at_office),
    Handling("an office begun", lambda _folder: None, _begin, _look_at_begun),
    Handling("upgrade", _lay_older, _open, _look_at_upgraded),
    Handling(
        "draft kept",
        lambda folder: Memory(folder).keep_draft(_DRAFT, _draft("前")),
        _keep_draft,
        _look_at_draft,
        quiet=True,
    ),
    Handling(
        "connection noted",
        lambda folder: keep_connection(folder, "postgresql://a/office"),
        lambda folder: keep_connection(folder, "postgresql://b/office"),
        _look_at_connection,
    ),
    Handling("update fetched", _lay_release, _take_update, _look_at_update),
    Handling(
        "paper written over an older one",
        lambda folder: write_file(folder / "单据.pdf", b"%PDF-1" * 10_000),
        lambda folder: write_file(folder / "单据.pdf", b"%PDF-2" * 90_000),
        _look_at_paper,
    ),
)


# --- to a server and back ---------------------------------------------------------------------


def between(place: Databases) -> Sequence[Handling]:
    """What is done between a file and a server."""
    url = place.url("handled")

    def lay_to_server(folder: Path) -> None:
        _lay_office(folder)
        place.make("handled")

    def lay_from_server(folder: Path) -> None:
        lay_to_server(folder)
        move_office(read_url(str(folder / "office.db")), read_url(url))
        (folder / "office.db").unlink()

    def look(source: str, target: str) -> str:
        """Where the office is worked in, and what stands there."""
        try:
            open_database(read_url(source)).dispose()
        except OfficeMoved:
            return f"there {_without_mark(target)}"
        return f"here {_without_mark(source)}"

    def lay_backup(folder: Path) -> None:
        _lay_backup(folder)
        place.make("handled")

    def lay_server_and_backup(folder: Path) -> None:
        lay_from_server(folder)
        _lay_backup(folder)

    def look_at_server(_folder: Path) -> str:
        return _without_mark(url) if exists(read_url(url)) else "none"

    def own(folder: Path) -> str:
        return _url(folder / "office.db")

    return (
        Handling(
            "move to a server",
            lay_to_server,
            lambda folder: move_office(read_url(own(folder)), read_url(url)),
            lambda folder: look(own(folder), url),
        ),
        Handling(
            "move to a file",
            lay_from_server,
            lambda folder: move_office(read_url(url), read_url(own(folder))),
            lambda folder: look(url, own(folder)),
        ),
        Handling(
            "backup of a server's office",
            lay_server_and_backup,
            lambda folder: _back_up_server(url, folder),
            lambda folder: _copied(folder / "backup.zxbackup"),
        ),
        Handling(
            "restore to a server",
            lay_backup,
            lambda folder: restore_to_server(folder / "backup.zxbackup", read_url(url)),
            look_at_server,
        ),
    )


def _back_up_server(url: str, folder: Path) -> None:
    with office_at(url) as office:
        back_up(office.engine, folder / "backup.zxbackup")


def _without_mark(url: str) -> str:
    """What stands in an office, wherever it lies and whether it was moved or not."""
    with office_at(url) as office:
        return check_office(office, []) or but_for_keys(office)
