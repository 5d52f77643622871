"""What one process saves while another is at long work: all of it stands, neither is broken off."""

import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import URL, Connection, func, select

from desktop.basics.watch import Watch
from desktop.models import Client, Collection, Order
from desktop.services import move_office as moving
from desktop.services.checking import check_office
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.move_office import move_office
from desktop.services.moved_rows import Holding
from desktop.services.office import Office
from tests.office import new_team

pytestmark = pytest.mark.untraced

_LISTS, _CLIENTS = "DE", 1_000
_BEGIN = """
import sys, time
from pathlib import Path
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
office = Office(open_database(read_url(sys.argv[1])))
def of(code):
    return office.on(office.today, office.find_person(code))
"""
_SAVING = (
    _BEGIN
    + """
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
over = Path(sys.argv[2])
cashier, rep, saved = of("k1"), of("r1"), 0
print("ready", flush=True)
while not over.exists():
    record_collection(cashier, "C1", 100)
    add_order(rep, "C2", [OrderedLine("P1", "支", 3)])
    saved += 1
    print("saved", time.monotonic(), flush=True)
    time.sleep(0.005)
print("all", saved)
"""
)
_LONG = (
    _BEGIN
    + """
from datetime import timedelta
from desktop.basics.calendar import Quarter
from desktop.services.backup import back_up
from desktop.services.imports import ImportOrder, import_file
from desktop.services.settlements import prepare_settlement
folder = Path(sys.argv[2])
def work(name, do):
    began = time.monotonic()
    do()
    print(name, began, time.monotonic(), flush=True)
for file in sorted(folder.glob("*.xlsx")):
    work("import", lambda: import_file(of("ad"), ImportOrder("clients", file)))
work("backup", lambda: back_up(office.engine, folder / "backup.db"))
work("settle", lambda: prepare_settlement(of("c1"), Quarter.of(office.today - timedelta(days=95))))
"""
)


def begun(code: str, *told: object) -> "subprocess.Popen[str]":
    """A process of this program that runs some lines of its own."""
    command = [sys.executable, "-c", code, *map(str, told)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def list_of_clients(path: Path, first: str) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["客户编号", "客户名称"])
    for at in range(_CLIENTS):
        sheet.append([f"{first}{at}", f"店{first}{at}"])
    book.save(path)


def test_what_is_saved_beside_an_import_a_backup_and_a_settlement_all_stands(
    database_url: str, tmp_path: Path
) -> None:
    team, over = new_team(database_url), tmp_path / "over"
    team.office.engine.dispose()
    for first in _LISTS:
        list_of_clients(tmp_path / f"{first}.xlsx", first)
    saving = begun(_SAVING, database_url, over)
    assert saving.stdout is not None
    assert saving.stdout.readline() == "ready\n"
    long = begun(_LONG, database_url, tmp_path)
    said, _none = long.communicate(timeout=240)
    over.touch()
    told = saving.communicate(timeout=60)[0].splitlines()
    assert (long.returncode, saving.returncode) == (0, 0), said

    *each, whole = told
    moments = [float(one.split()[1]) for one in each]
    began, ended = said.split()[1], said.split()[-1]
    assert any(float(began) < one < float(ended) for one in moments), said
    saved = int(whole.split()[1])
    with team.office.reading() as session:
        assert session.scalar(select(func.sum(Collection.amount_fen))) == 100 * saved
        assert session.scalar(select(func.count(Order.id))) == saved
        assert session.scalar(select(func.count(Client.id))) == 2 + len(_LISTS) * _CLIENTS
    assert check_office(team.office) is None
    team.office.engine.dispose()


_OPENING = """
import sys
from desktop.basics.errors import OfficeError
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection
try:
    office = Office(open_database(read_url(sys.argv[1])))
    cashier = office.on(office.today, office.find_person("k1"))
    print("opened", flush=True)
    record_collection(cashier, "C1", 100)
except OfficeError as error:
    print(type(error).__name__, error, flush=True)
"""


def test_whoever_opens_an_office_that_is_being_moved_is_told_and_saves_nothing_into_it(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_team(database_url).office.engine.dispose()
    target = read_url(str(tmp_path / "moved.db"))
    opening: list[subprocess.Popen[str]] = []
    told: list[str] = []
    whole = moving.copied_whole

    def meanwhile(source: Connection, there: URL, watch: Watch) -> dict[str, Holding]:
        opening.append(begun(_OPENING, database_url))
        assert opening[0].stdout is not None
        told.append(opening[0].stdout.readline())
        return whole(source, there, watch)

    monkeypatch.setattr(moving, "copied_whole", meanwhile)
    move_office(read_url(database_url), target)
    told.append(opening[0].communicate(timeout=60)[0])
    if database_url.startswith("sqlite"):
        assert told[0].startswith("DatabaseTrouble")  # a file is held alone
    else:
        assert told[0] == "opened\n"
        assert told[1].startswith("OfficeMoved")
    there = Office(open_database(target))
    with there.reading() as session:
        assert session.scalar(select(func.count(Collection.number))) == 0
    assert check_office(there) is None
    there.engine.dispose()
