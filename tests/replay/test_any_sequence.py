"""Whatever is done in whatever order: the books balance, and nothing half done stays."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from desktop.basics.calendar import Quarter
from desktop.models import Client, Entry, Lot, Posting, StockMove
from desktop.queries.check import first_wrong
from desktop.queries.facts.funds import fund_quarters
from desktop.replay.replay import Replayed, replay, state_after
from desktop.replay.scenario import read_scenario
from desktop.services.backup import back_up
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from tests.office import new_office
from tests.postgres import Server
from tests.queries.reports.ledger_sums import need_sums_of_the_ledger
from tests.replay.sequences import sequences


def played(
    folder: Path, scenario: dict[str, Any], url: str | None = None
) -> tuple[Office, Replayed]:
    """A scenario, replayed into a fresh database."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "sequence.json"
    file.write_text(json.dumps(scenario, ensure_ascii=False), encoding="utf-8")
    number = len(list(folder.glob("*.db")))
    office = new_office(url or f"sqlite:///{(folder / str(number)).as_posix()}.db")
    return office, replay(office, read_scenario(file))


def need_sound_books(office: Office) -> None:
    """Entries balance and are numbered without gaps; funds and reports stand as the accounts."""
    need_sums_of_the_ledger(office)
    with office.reading() as session:
        assert first_wrong(session) is None
        unbalanced = (
            select(Posting.entry_number)
            .group_by(Posting.entry_number)
            .having(func.sum(Posting.amount_fen) != 0)
        )
        assert session.scalars(unbalanced).all() == []
        numbers = session.scalars(select(Entry.number).order_by(Entry.number)).all()
        assert list(numbers) == list(range(1, len(numbers) + 1))
        funds = fund_quarters(session, Quarter(2028, 4))
        accounts = dict(
            session.execute(
                select(Posting.client_id, -func.sum(Posting.amount_fen))
                .where(Posting.account == "fund")
                .group_by(Posting.client_id)
            ).all()
        )
        for client_id in session.scalars(select(Client.id)):
            closing = funds[client_id][-1].closing_fen if client_id in funds else 0
            assert closing == accounts.get(client_id, 0)


def need_conserved_stock(office: Office, state: dict[str, Any]) -> None:
    """What came of each lot lies somewhere, nowhere less than nothing, as its moves add up (D3)."""
    for product, lots in state.get("stock", {}).items():
        for code, lot in lots.items():
            came = lot["received"] + lot["difference"]
            lies = {place: lot[place] for place in ("warehouse", "runs", "clients", "written_off")}
            assert came == sum(lies.values()), (product, code)
            assert min(lies.values()) >= 0, (product, code)
    with office.reading() as session:
        moved: dict[int, Counter[str]] = {}
        for move in session.scalars(select(StockMove)):
            there = moved.setdefault(move.lot_id, Counter())
            there[move.to_place] += move.quantity
            there[move.from_place] -= move.quantity
        for lot in session.scalars(select(Lot)):
            there = moved.get(lot.id, Counter())
            assert (there["warehouse"], there["runs"]) == (lot.warehouse, lot.runs)
            assert (there["clients"], there["written_off"]) == (lot.clients, lot.written_off)


def dumped(source: Path, target: Path) -> Path:
    """An SQLite office as SQL text, read into a new file."""
    with sqlite3.connect(source) as office, sqlite3.connect(target) as fresh:
        # Triggers come last, or they would guard the rows that are being read back.
        virtual = office.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
        # What an index of words holds stands in its own tables; it isn't told a second time.
        twice = tuple(f'INSERT INTO "{name}" ' for (name,) in virtual)
        lines = [line for line in office.iterdump() if not line.startswith(twice)]
        tables = [line for line in lines if not line.startswith("CREATE TRIGGER")]
        triggers = [line for line in lines if line.startswith("CREATE TRIGGER")]
        commit = tables.pop()
        fresh.executescript("\n".join([*tables, *triggers, commit]))
        fresh.execute(
            f"PRAGMA application_id = {office.execute('PRAGMA application_id').fetchone()[0]}"
        )
    return target


def need_nothing_of_the_refused(
    folder: Path, scenario: dict[str, Any], done: Replayed, state: dict[str, Any]
) -> None:
    """Without the events that were refused all ends in the same state: they changed nothing."""
    refused = {one.event.number for one in done.refused}
    kept = [event for number, event in enumerate(scenario["events"], 1) if number not in refused]
    # The last day stays the same, whoever was refused on it.
    last = {"on": scenario["events"][-1]["on"], "by": "r1", "do": "client.add"}
    kept.append({**last, "code": "C9", "name": "末店", "segment": "学校店"})
    other, again = played(folder, {**scenario, "events": kept})
    assert again.refused == []
    assert {**state_after(other, again), "refused": []} == {**state, "refused": []}
    other.engine.dispose()


def need_whole_copies(folder: Path, office: Office) -> None:
    """A backup and a dump hold the same tables, guards and rows, and can be opened."""
    source = Path(str(office.engine.url.database))
    held = contents(source)
    for copy in (
        back_up(office.engine, folder / "copy" / "backup.db"),
        dumped(source, folder / "copy" / "dump.db"),
    ):
        open_database(read_url(str(copy))).dispose()
        assert contents(copy) == held


def contents(file: Path) -> dict[str, list[Any]]:
    """All that stands in an SQLite file: what made it, and the rows of each table."""
    with closing(sqlite3.connect(file)) as office:
        made = office.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        rows = {
            name: office.execute(f'SELECT * FROM "{name}"').fetchall()
            for kind, name, sql in made
            if kind == "table" and not sql.startswith("CREATE VIRTUAL")
        }
    return {name: sorted(found, key=repr) for name, found in {"": made, **rows}.items()}


@settings(max_examples=11, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=sequences())
def test_anything_done_in_any_order_is_whole(
    tmp_path_factory: Any, scenario: dict[str, Any]
) -> None:
    # One test, as playing a sequence costs more than all that is asked of it afterwards.
    folder = tmp_path_factory.mktemp("any")
    office, done = played(folder, scenario)
    state = state_after(office, done)
    need_sound_books(office)
    need_conserved_stock(office, state)
    need_whole_copies(folder, office)
    need_nothing_of_the_refused(folder, scenario, done, state)
    office.engine.dispose()


@settings(max_examples=4, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenario=sequences())
def test_both_databases_agree(
    tmp_path_factory: Any, postgres_server: Server, scenario: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("both")
    office, done = played(folder, scenario)
    with postgres_server.database() as url:
        other, again = played(folder, scenario, url)
        assert state_after(other, again) == state_after(office, done)
        need_sound_books(other)
        need_conserved_stock(other, state_after(other, again))
        other.engine.dispose()
    office.engine.dispose()
