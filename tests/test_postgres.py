"""The tests' own PostgreSQL server."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.postgres import Server, server_programs

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(
    server_programs() is None, reason="there is no PostgreSQL package for this platform"
)


def ask(url: str, question: str) -> object:
    engine = create_engine(url)
    with engine.connect() as connection:
        answer = connection.execute(text(question)).scalar_one()
    engine.dispose()
    return answer


def test_a_real_server_answers(postgres_url: str) -> None:
    assert str(ask(postgres_url, "SELECT version()")).startswith("PostgreSQL")
    assert ask(postgres_url, "SELECT '众小'::text") == "众小"


def test_every_test_gets_a_database_of_its_own(postgres_server: Server) -> None:
    with postgres_server.database() as one, postgres_server.database() as other:
        assert ask(one, "SELECT current_database()") != ask(other, "SELECT current_database()")


def test_a_database_is_gone_after_its_test(postgres_server: Server) -> None:
    with postgres_server.database() as url:
        name = ask(url, "SELECT current_database()")
    count = f"SELECT count(*) FROM pg_database WHERE datname = '{name}'"
    assert ask(postgres_server.url("postgres"), count) == 0


@pytest.mark.skipif(os.name != "posix", reason="kills as Unix does")
def test_nothing_is_left_when_the_tests_are_killed() -> None:
    program = (
        "import sys; from tests.postgres import Server; "
        "print(Server.start().address, flush=True); sys.stdin.read()"
    )
    tests = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert tests.stdout is not None
    folder = Path(tests.stdout.readline().strip().partition("=")[2])
    assert (folder / "data").is_dir()
    tests.kill()
    tests.communicate()
    until = time.monotonic() + 20
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not folder.exists()
