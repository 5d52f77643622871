"""What one office costs a server: room, memory a connection, work a change; ``-m bench.cluster``.

The sums for many offices in docs/scaling.md rest on these figures. Unlike the tests' server, this
one waits for its disk, as an office's must.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from desktop.offices import open_training
from desktop.queries.client_page import open_client
from desktop.queries.clients import client_ids, client_rows
from desktop.queries.listing import Wanted
from desktop.queries.waiting import surroundings
from desktop.services.change import Person
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.listening import Listening
from desktop.services.move_office import move_office
from desktop.services.office import Office, Reading
from desktop.services.payments import record_collection
from tests import postgres

_SAVES, _LOOKS, _S = 200, 100, 8
_ROWS = 40  # that a window shows of a list
_TICK_S = 1 / os.sysconf("SC_CLK_TCK")
_NOTIFYING = "INSERT INTO t VALUES (1);\n{told}COMMIT;\n"


@dataclass
class Cluster:
    """A server under measure: its address, its folder, and its first process."""

    address: str
    folder: Path
    first: int

    def url(self, database: str) -> Any:
        """The URL of a database."""
        return read_url(f"postgresql://postgres@/{database}{self.address}")

    def sql(self, database: str, *statements: str) -> Any:
        """Run statements; the last one's single figure."""
        import psycopg

        where = str(self.url(database)).replace("+psycopg", "")
        with psycopg.connect(where, autocommit=True) as connection:
            for statement in statements[:-1]:
                connection.execute(statement.encode())
            found = connection.execute(statements[-1].encode())
            return found.fetchone()[0] if found.description else None  # type: ignore[index]

    def processes(self) -> list[int]:
        """All of the server's processes."""
        found = [self.first]
        for one in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                fields = one.read_text().rpartition(")")[2].split()
                if int(fields[1]) == self.first:
                    found.append(int(one.parent.name))
        return found

    def worked_s(self) -> float:
        """The processor's time that it has taken so far, those that ended included."""
        total = 0
        for one in self.processes():
            with suppress(OSError):
                fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
                taken = fields[11:15] if one == self.first else fields[11:13]
                total += sum(int(ticks) for ticks in taken)
        return total * _TICK_S


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server of its own that waits for the disk."""
    safe = ("fsync", "synchronous_commit", "full_page_writes", "max_connections")
    kept = (one for one in postgres.OPTIONS if not one.startswith(safe))
    postgres.OPTIONS = (*kept, "max_connections=300")  # type: ignore[assignment]
    with tempfile.TemporaryDirectory(prefix="zhongxiao-cluster-", ignore_cleanup_errors=True) as at:
        folder = Path(at)
        folder.chmod(0o755)
        address, call = postgres.launch(folder)
        try:
            first = int((folder / "data" / "postmaster.pid").read_text().split()[0])
            yield Cluster(address, folder, first)
        finally:
            call("pg_ctl", "--mode=immediate", "stop")


def room(server: Cluster, training: Path) -> None:
    """How much disk an empty office takes, and half a year of some 300 shops."""
    server.sql("postgres", "CREATE DATABASE empty TEMPLATE template0")
    make_database(server.url("empty")).dispose()
    size = "SELECT pg_database_size(current_database()) / 1000000"
    print(f"an empty office: {server.sql('empty', 'VACUUM FULL', size)} MB")
    server.sql("postgres", "CREATE DATABASE office TEMPLATE template0")
    begun = time.perf_counter()
    moved = move_office(read_url(str(training)), server.url("office"))
    took = time.perf_counter() - begun
    told = server.sql("office", "SELECT count(*) FROM audit")
    entries = server.sql("office", "SELECT count(*) FROM entry")
    days = server.sql("office", "SELECT count(DISTINCT day) FROM audit")
    span = server.sql("office", "SELECT max(day) - min(day) FROM audit WHERE action <> 'import'")
    print(
        f"the training office: {moved.rows} rows, {server.sql('office', size)} MB, "
        f"{told} lines of the trail, {entries} entries on {days} days ({span} from first to last); "
        f"moved in {took:.1f} s"
    )


def memory(server: Cluster) -> None:
    """What a connection takes of memory that it shares with no other."""
    before = set(server.processes())
    engine = open_database(server.url("office"))
    office = Office(engine)
    listening = Listening(engine, lambda: True, lambda _n: None, lambda: None, lambda: None)
    time.sleep(1)
    idle = _private_mb(set(server.processes()) - before)
    with office.reading() as session:
        person = session.execute(text("SELECT id FROM staff ORDER BY id LIMIT 1")).scalar_one()
        for _look in range(20):
            surroundings(session, person, frozenset({"manager"}), office.today)
        working = _private_mb(set(server.processes()) - before)
    listening.stop()
    engine.dispose()
    print(f"memory of connections, private: idle {idle} MB, after Today twenty times {working} MB")


def _private_mb(processes: set[int]) -> list[float]:
    found = []
    for one in processes:
        with suppress(OSError):
            if b"[local]" not in Path(f"/proc/{one}/cmdline").read_bytes():
                continue  # one of the server's own, which clears up
            rows = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
            kb = sum(int(row.split()[1]) for row in rows if row.startswith("Private"))
            found.append(round(kb / 1_000, 1))
    return sorted(found)


def work(server: Cluster) -> None:
    """What a collection, and a look at what waits, take of the server."""
    office = Office(open_database(server.url("office")))
    with office.reading() as session:
        ask = (
            "SELECT s.code FROM staff s JOIN staff_role r ON r.staff_id = s.id"
            " WHERE r.role = 'cashier'"
        )
        cashier = office.find_person(session.execute(text(ask)).scalars().first() or "")
        shops = (
            session.execute(text("SELECT code FROM client WHERE state = 'active'")).scalars().all()
        )
    desk = office.on(None, cashier)
    assert cashier is not None
    record_collection(desk, shops[0], 100)
    wal, cpu, begun = _wal(server), server.worked_s(), time.perf_counter()
    for turn in range(_SAVES):
        record_collection(desk, shops[turn % len(shops)], 100 + turn)
    took = (time.perf_counter() - begun) / _SAVES * 1_000
    spent = (server.worked_s() - cpu) / _SAVES * 1_000
    written = (_wal(server) - wal) / _SAVES / 1_000
    print(
        f"a collection: {took:.1f} ms, of the server's processor {spent:.2f} ms, "
        f"{written:.1f} kB of log"
    )
    _repeated(server, office, "a look at what waits", lambda session: _look(session, cashier))
    _repeated(
        server,
        office,
        "a look, the list of clients and an open file read again",
        lambda session: _look_and_read(session, cashier),
    )
    office.engine.dispose()


def _repeated(
    server: Cluster, office: Office, words: str, ask: Callable[[Reading], object]
) -> None:
    """Ask many times, each in a reading of its own, and print what one of them took."""
    cpu, begun = server.worked_s(), time.perf_counter()
    for _turn in range(_LOOKS):
        with office.reading() as session:
            ask(session)
    took = (time.perf_counter() - begun) / _LOOKS * 1_000
    spent = (server.worked_s() - cpu) / _LOOKS * 1_000
    print(f"{words}: {took:.1f} ms, of the server's processor {spent:.2f} ms")


def _look(session: Reading, person: Person) -> None:
    surroundings(session, person.id, frozenset({"manager"}), date.today())


def _look_and_read(session: Reading, person: Person) -> None:
    """What a window asks after somebody else's change, with a client's file open."""
    _look(session, person)
    day = date.today()
    found = client_ids(session, Wanted(), person.id, day)
    client_rows(session, found[:_ROWS], day)
    open_client(session, found[0], day)


def _wal(server: Cluster) -> int:
    return int(server.sql("postgres", "SELECT pg_current_wal_lsn() - '0/0'"))


def news(server: Cluster) -> None:
    """Commits a second over eight databases, bare and with a notice each."""
    programs = server.folder / "programs"
    places = programs if programs.is_dir() else postgres.server_programs()
    assert places is not None
    bench = next(iter(places.rglob("pgbench")))
    for number in range(8):
        server.sql("postgres", f"CREATE DATABASE news_{number} TEMPLATE template0")
        server.sql(f"news_{number}", "CREATE TABLE t (a integer)")
    for name, told in (("bare", ""), ("with a notice", "SELECT pg_notify('c', '1');\n")):
        script = server.folder / f"{name.split()[0]}.sql"
        script.write_text("BEGIN;\n" + _NOTIFYING.format(told=told))
        runs = [
            subprocess.Popen(
                [
                    *(bench, "-n", "-c", "2", "-T", str(_S), "-f", script, "-U", "postgres"),
                    *("-h", server.address.partition("=")[2], f"news_{number}"),
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            for number in range(8)
        ]
        said = [one.communicate()[0] for one in runs]
        rows = [row for one in said for row in one.splitlines() if row.startswith("tps")]
        total = sum(int(row.split()[2].partition(".")[0]) for row in rows)
        print(f"commits {name}, 8 databases, 16 connections: {total} a second")


def main() -> None:
    """Measure, and print a line each."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, cluster() as server:
        office, _day = open_training(Path(folder))
        office.engine.dispose()
        room(server, Path(folder) / "training.db")
        memory(server)
        work(server)
        news(server)


if __name__ == "__main__":
    main()
