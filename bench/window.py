"""The window's first paint against a bare Qt window; 100,000 clients against raw SQL."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import insert

from bench.measure import Result, compare
from desktop.models import Client
from desktop.queries.clients import client_ids, client_rows
from desktop.queries.listing import Wanted
from desktop.services.database import make_database, read_url
from desktop.services.office import Office

_CLIENTS = 100_000


def results(folder: Path) -> Iterator[Result]:
    """Starting, and the long list."""
    yield compare(
        "process start to the first paint",
        lambda: _start("ours", str(folder)),
        "a bare Qt window",
        lambda: _start("bare"),
        rounds=7,
    )
    office = _crowd(folder / "crowd.db")
    today = date(2026, 7, 6)

    def page(wanted: Wanted) -> None:
        with office.reading() as session:
            ids = client_ids(session, wanted, None, today)
            client_rows(session, ids[:100], today)

    def raw(sql: str) -> None:
        with office.engine.connect() as connection:
            connection.exec_driver_sql(sql).fetchall()

    for name, wanted, sql in (
        ("open", Wanted(), "SELECT id FROM client ORDER BY code"),
        ("search", Wanted("hyl77"), "SELECT id FROM client WHERE search_text LIKE '%hyl77%'"),
        ("sort by name", Wanted(sort="name"), "SELECT id FROM client ORDER BY name"),
    ):
        yield compare(
            f"{_CLIENTS:,} clients: {name}",
            lambda wanted=wanted: page(wanted),  # type: ignore[misc]
            "the bare SELECT of the ids",
            lambda sql=sql: raw(sql),  # type: ignore[misc]
        )


def _start(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "bench.first_paint", *arguments], check=True)


def _crowd(path: Path) -> Office:
    office = Office(make_database(read_url(str(path))))
    rows = [
        {
            "code": f"K{number:06}",
            "name": f"好又来{number}",
            "segment": "学校店",
            "added_on": date(2026, 1, 5),
            "search_text": f"k{number:06} 好又来{number} hyl{number}",
        }
        for number in range(_CLIENTS)
    ]
    with office.engine.execution_options(change=True).begin() as connection:
        connection.execute(insert(Client), rows)
    return office
