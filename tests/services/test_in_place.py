"""An office's file that goes out of its place while it is open: nothing is told as saved then."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from desktop.basics.errors import DatabaseTrouble, SavedAlready
from desktop.models import Collection
from desktop.queries.check import first_wrong
from desktop.services.payments import record_collection
from desktop.services.trouble import is_well
from tests.office import Team, new_team

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows holds a file that is open")


@pytest.fixture
def team(tmp_path: Path) -> Team:
    folder = tmp_path / "office"
    folder.mkdir()
    made = new_team(f"sqlite:///{(folder / 'office.db').as_posix()}")
    record_collection(made.k1, "C1", 100)
    return made


def place(team: Team) -> Path:
    return Path(str(team.office.engine.url.database))


def collected(team: Team) -> list[int]:
    with team.office.reading() as session:
        return [one.amount_fen for one in session.query(Collection).order_by(Collection.id)]


def sides(file: Path) -> list[Path]:
    return [file.with_name(file.name + end) for end in ("", "-wal", "-shm")]


def moved(file: Path, there: Path) -> None:
    there.mkdir()
    for one in sides(file):
        if one.exists():
            one.rename(there / one.name)


def put_back(file: Path, there: Path) -> None:
    for one in there.iterdir():
        one.rename(file.parent / one.name)


def test_a_file_that_was_moved_away_takes_no_save_and_goes_on_when_it_is_back(
    team: Team, tmp_path: Path
) -> None:
    cashier, file = team.k1, place(team)
    moved(file, tmp_path / "elsewhere")
    for _try in range(2):  # also on a connection that is opened anew
        with pytest.raises(DatabaseTrouble, match="不在原来的地方"):
            record_collection(cashier, "C1", 200)
    assert not file.exists()  # nor is an empty one made in its place
    assert not is_well(team.office.engine)
    put_back(file, tmp_path / "elsewhere")
    assert is_well(team.office.engine)
    record_collection(cashier, "C1", 300)
    assert collected(team) == [100, 300]
    with team.office.reading() as session:
        assert first_wrong(session) is None
    team.office.engine.dispose()


def test_a_folder_that_was_removed_takes_no_save_and_shows_nothing(team: Team) -> None:
    cashier = team.k1
    shutil.rmtree(place(team).parent)
    with pytest.raises(DatabaseTrouble):
        record_collection(cashier, "C1", 200)
    with pytest.raises(DatabaseTrouble):
        collected(team)
    team.office.engine.dispose()


def test_what_goes_in_the_midst_of_a_change_is_not_told_as_saved(
    team: Team, tmp_path: Path
) -> None:
    cashier, file = team.k1, place(team)
    with (
        pytest.raises(DatabaseTrouble, match="不在原来的地方"),
        cashier.transaction("collection.record"),
    ):
        moved(file, tmp_path / "elsewhere")
    put_back(file, tmp_path / "elsewhere")
    assert collected(team) == [100]
    team.office.engine.dispose()


def test_what_goes_with_the_commit_itself_is_known_once_it_is_back(
    team: Team, tmp_path: Path
) -> None:
    cashier, file = team.k1.saving("the form's key", {"amount": 200}), place(team)
    pool = team.office.engine.pool

    def go(_driver: object, _record: object, _reset: object) -> None:
        if not (tmp_path / "elsewhere").exists():
            moved(file, tmp_path / "elsewhere")

    event.listen(pool, "reset", go)
    with pytest.raises(DatabaseTrouble, match="不会存两遍"):
        record_collection(cashier, "C1", 200)
    event.remove(pool, "reset", go)
    put_back(file, tmp_path / "elsewhere")
    with pytest.raises(SavedAlready):
        record_collection(cashier, "C1", 200)
    assert collected(team) == [100, 200]
    team.office.engine.dispose()


def test_another_file_in_its_place_is_opened_anew(team: Team, tmp_path: Path) -> None:
    cashier, file = team.k1, place(team)
    record_collection(cashier, "C1", 200)
    with sqlite3.connect(file) as source, sqlite3.connect(tmp_path / "copy.db") as target:
        source.backup(target)
    target.close()
    source.close()
    for one in sides(file):
        one.unlink(missing_ok=True)
    shutil.copy(tmp_path / "copy.db", file)
    with pytest.raises(DatabaseTrouble):
        record_collection(cashier, "C1", 300)
    record_collection(cashier, "C1", 400)
    assert collected(team) == [100, 200, 400]
    team.office.engine.dispose()
