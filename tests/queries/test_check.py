"""``check`` finds whatever was changed by another way than the program's own (L2, L3).

Each tampering is tried by somebody who may do anything with the database: protections are put
aside, the statement runs, the protections stand again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import PaperPrint
from desktop.models.protections import protections
from desktop.queries.audit import audit_ids, audit_rows
from desktop.queries.audit_words import record_words
from desktop.queries.chains import TRAIL, Head, digest, heads, row_hash
from desktop.queries.check import first_wrong
from desktop.queries.ledger import content_hash, entries
from desktop.queries.listing import Wanted
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.attachments import attach
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.staff import set_password
from tests.postgres import Server

STORY = Path(__file__).parents[1] / "scenarios" / "every-account-moves.json"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """An office in which every account moved, with an issued paper, a file, a form, a password."""
    if request.param == "sqlite":
        yield from _played(
            f"sqlite:///{(tmp_path_factory.mktemp('check') / 'office.db').as_posix()}"
        )
        return
    server: Server = request.getfixturevalue("postgres_server")
    with server.database() as url:
        yield from _played(url)


def _played(url: str) -> Iterator[Office]:
    office = Office(make_database(read_url(url)))
    played = replay(office, read_scenario(STORY))
    assert played.unexpected == []
    day = read_scenario(STORY).events[-1].on
    clerk, chief = (office.on(day, office.find_person(code)) for code in ("c1", "ad"))
    attach(clerk, "client", 1, "shop.png", b"\x89PNG\r\n\x1a\n front of the shop")
    issue(clerk, "contract", key=1)
    add_order(clerk.saving("5f0c7a52", {}), "C1", [OrderedLine("P1", "瓶", 1)])
    set_password(chief, "c1", "ein langes Wort")
    yield office
    office.engine.dispose()


@contextmanager
def unguarded(office: Office) -> Iterator[Session]:
    """A session in which anything can be changed; nothing of it stays."""
    engine = office.engine.execution_options(change=True)
    if engine.dialect.name == "sqlite":
        raw = office.engine.raw_connection()
        raw.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined]
        raw.close()
    with Session(engine) as session:
        if engine.dialect.name == "sqlite":
            names = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in session.scalars(names).all():
                session.execute(text(f"DROP TRIGGER {name}"))
            yield session
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            yield session
        session.rollback()


def guard_again(session: Session) -> None:
    if session.get_bind().dialect.name == "sqlite":
        for statement in protections("sqlite"):
            session.connection().exec_driver_sql(statement)
    else:
        session.execute(text("SET LOCAL session_replication_role = origin"))


def found(office: Office, *statements: str) -> str:
    with unguarded(office) as session:
        for statement in statements:
            assert session.execute(text(statement)).rowcount, f"changes nothing: {statement}"  # type: ignore[attr-defined]
        guard_again(session)
        session.expire_all()
        return first_wrong(session) or ""


def test_an_office_that_nobody_meddled_with_fits(office: Office) -> None:
    with office.reading() as session:
        assert first_wrong(session) is None
        assert first_wrong(session, [heads(session)]) is None


BY_HAND = (
    "INSERT INTO client (code, name, segment, state, contact, phone, address, area, opens,"
    " closes, density_reason, added_on, closing_reason, version) VALUES ('Z1', 'x', 's',"
    " 'prospect', '', '', '', '', '', '', '', '2026-01-01', '', 1)"
)
LAST = "(SELECT max(number) FROM entry)"
TAMPERED = {
    "an entry's poster": ["UPDATE entry SET posted_by_id = posted_by_id + 1 WHERE number = 3"],
    "an entry taken out": [
        "DELETE FROM posting WHERE entry_number = 3",
        "DELETE FROM entry WHERE number = 3",
    ],
    "the last entry taken out": [
        f"DELETE FROM posting WHERE entry_number = {LAST}",
        f"DELETE FROM entry WHERE number = {LAST}",
    ],
    "a line of the trail": ["UPDATE audit SET day = '2025-01-01' WHERE id = 7"],
    "a line of the trail taken out": ["DELETE FROM audit WHERE id = 7"],
    "the end of the trail taken out": [
        "DELETE FROM audit WHERE id > (SELECT max(id) - 9 FROM audit)"
    ],
    "an issued paper's text": ["UPDATE issued_paper SET data = replace(data, '1', '7')"],
    "an issued paper taken out": ["DELETE FROM issued_paper"],
    "a file's content": ["UPDATE attachment SET content = replace(content, 'f', 'g')"],
    "what was sold": ["UPDATE delivery_line SET supply_fen = supply_fen + 1 WHERE id = 1"],
    "what the fund got": ["UPDATE delivery_line SET fund_fen = fund_fen + 1 WHERE id = 1"],
    "the rate of a delivery": ["UPDATE delivery_line SET fund_rate = 9 WHERE id = 1"],
    "whose delivery it was": ["UPDATE delivery SET client_id = client_id + 1 WHERE id = 1"],
    "the day of a delivery": ["UPDATE delivery SET dated = '2025-12-31' WHERE id = 1"],
    "a delivery cancelled by hand": ["UPDATE delivery SET state = 'cancelled' WHERE id = 1"],
    "a delivery without its entry": ["UPDATE delivery SET entry_number = NULL WHERE id = 1"],
    "a collection": ["UPDATE collection SET amount_fen = amount_fen + 1 WHERE id = 1"],
    "who paid": ["UPDATE collection SET client_id = client_id + 1 WHERE id = 1"],
    "a refund": ["UPDATE refund SET amount_fen = amount_fen + 1"],
    "a benefit": ["UPDATE benefit SET cost_fen = cost_fen + 1"],
    "a payout": ["UPDATE payout SET amount_fen = amount_fen + 1"],
    "a payout paid by hand": [
        "UPDATE payout SET state = 'unpaid', method = NULL WHERE state = 'paid'"
    ],
    "what was settled": [
        "UPDATE settlement_line SET amount_fen = amount_fen + 1 WHERE standing = 'settled'"
    ],
    "a ruling": ["UPDATE violation SET fund_fen = fund_fen + 1 WHERE state = 'upheld'"],
    "a reward": ["UPDATE reporter SET reward_fen = reward_fen + 1 WHERE reward_state = 'paid'"],
    "whose reward it is": ["UPDATE reporter SET claim_hash = 'mine' WHERE id = 1"],
    "an opening balance": ["UPDATE opening SET receivable_fen = receivable_fen + 1"],
    "a signed rate": ["UPDATE agreement SET fund_rate = fund_rate + 1 WHERE id = 1"],
    "a past price": ["UPDATE price SET price_fen = price_fen + 1 WHERE id = 1"],
    "the price of an order": ["UPDATE order_line SET price_fen = price_fen + 1 WHERE id = 1"],
    "a client's code": ["UPDATE client SET code = 'X9' WHERE id = 1"],
    "a role given by hand": ["INSERT INTO staff_role VALUES (2, 'administrator')"],
    "a password": ["UPDATE staff SET password = NULL WHERE code = 'c1'"],
    "a number": ["UPDATE delivery SET number = 'SH-2026-99999' WHERE id = 1"],
    "a counter": ["UPDATE counter SET last = last + 1"],
    "all counters": ["DELETE FROM counter"],
    "a client added by hand": [BY_HAND],
    "a print taken out": ["DELETE FROM paper_print"],
    "whose print it was": ["UPDATE paper_print SET document_id = 'HT-2026-9999' WHERE id = 1"],
    "whose an account is": ["UPDATE account SET owner = 'office' WHERE name = 'fund'"],
    "what an account is called": ["UPDATE account SET chinese = '小金库' WHERE name = 'cash'"],
    "an account added by hand": ["INSERT INTO account VALUES ('hidden', '小金库', 'office')"],
    "an account taken out": ["DELETE FROM account WHERE name = 'pool'"],
    "how a kind of entry counts": ["UPDATE entry_kind SET counts_as = '' WHERE name = 'return'"],
    "a kind of entry taken out": ["DELETE FROM entry_kind WHERE name = 'payout'"],
    "the key of a change taken out": ["DELETE FROM change_key"],
    "what a saved form held": ["UPDATE change_key SET content = 'x'"],
    "what a client owes": ["UPDATE client_balance SET fen = fen + 1 WHERE account = 'receivable'"],
    "a client's balances taken out": ["DELETE FROM client_balance WHERE client_id = 1"],
    "what orders come to": ["UPDATE order_sum SET fen = fen + 1"],
    "what is kept of orders taken out": ["DELETE FROM order_sum"],
    "what went out on a day": ["UPDATE goods_day SET delivered = delivered + 1"],
    "what was taken": ["UPDATE payment_sum SET fen = fen - 1"],
    "when a client was visited": ["UPDATE client SET visited_on = '2025-12-31' WHERE id = 1"],
    "the key of a saved form": ["UPDATE change_key SET key = key || 'x'"],
}


@pytest.mark.parametrize("statements", TAMPERED.values(), ids=TAMPERED)
def test_what_was_changed_by_hand_is_found(office: Office, statements: list[str]) -> None:
    if "replace(content" in statements[0] and office.engine.dialect.name == "postgresql":
        statements = [r"UPDATE attachment SET content = '\x00'"]
    assert found(office, *statements)


FOREIGN = {
    "sqlite": "CREATE TRIGGER spy AFTER INSERT ON entry BEGIN SELECT 1; END",
    "postgresql": "CREATE RULE spy AS ON INSERT TO audit DO INSTEAD NOTHING",
}
UNPROTECTED = {
    "the same delivered twice": "DROP INDEX ux_delivery_standing",
    "two openings of one client": "DROP INDEX ix_opening_client_id",
}


@pytest.mark.parametrize("statement", UNPROTECTED.values(), ids=UNPROTECTED)
def test_what_the_database_refuses_no_more_is_found(office: Office, statement: str) -> None:
    with unguarded(office) as session:
        session.execute(text(statement))
        guard_again(session)
        assert statement.rsplit(maxsplit=1)[-1] in (first_wrong(session) or "")


def test_a_reference_that_leads_nowhere_any_more_is_found(office: Office) -> None:
    if office.engine.dialect.name == "sqlite":
        pytest.skip("SQLite can't drop a constraint from a table")
    with unguarded(office) as session:
        session.execute(text("ALTER TABLE entry DROP CONSTRAINT fk_entry_kind"))
        guard_again(session)
        assert "fk_entry_kind" in (first_wrong(session) or "")


def test_what_acts_on_the_records_and_is_not_ours_is_found(office: Office) -> None:
    with unguarded(office) as session:
        session.execute(text(FOREIGN[office.engine.dialect.name]))
        guard_again(session)
        assert "spy" in (first_wrong(session) or "")


def test_a_collection_forged_with_its_entry_and_a_new_chain_is_found(office: Office) -> None:
    with unguarded(office) as session:
        session.execute(
            text("UPDATE collection SET amount_fen = amount_fen * 2 WHERE entry_number = 3")
        )
        session.execute(
            text("UPDATE posting SET amount_fen = amount_fen * 2 WHERE entry_number = 3")
        )
        _chain_entries_again(session)
        guard_again(session)
        assert "SK-2026-" in (first_wrong(session) or "")


def _chain_entries_again(session: Session) -> None:
    previous = ""
    for row, legs in list(entries(session)):
        row["previous_hash"] = previous
        row["hash"] = previous = content_hash(row, legs)
        _put(session, "entry", "number", row)


def _put(session: Session, table: str, key: str, row: dict[str, object]) -> None:
    session.execute(
        text(f"UPDATE {table} SET previous_hash = :before, hash = :hash WHERE {key} = :key"),
        {"before": row["previous_hash"], "hash": row["hash"], "key": row[key]},
    )


def test_a_trail_made_anew_in_all_its_parts_is_found_by_noted_heads_alone(office: Office) -> None:
    with unguarded(office) as session:
        noted = heads(session)
        session.execute(text("UPDATE audit SET at = '2026-01-01T00:00:00.000000Z'"))
        previous = ""
        trail = text(f"SELECT {', '.join(TRAIL.hashed)} FROM audit ORDER BY id")
        for line in session.execute(trail).mappings().all():
            row = {**line, "previous_hash": previous}
            row["hash"] = previous = row_hash(TRAIL, row)
            _put(session, "audit", "id", row)
        guard_again(session)
        assert first_wrong(session) is None
        assert str(noted.trail.number) in (first_wrong(session, [noted]) or "")


@pytest.mark.parametrize("how", ["missing", "another text"])
def test_a_protection_that_is_gone_or_says_something_else_is_found(
    office: Office, how: str
) -> None:
    if office.engine.dialect.name == "sqlite":
        instead = "CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON audit BEGIN SELECT 1; END"
        gone = "DROP TRIGGER audit_refuses_delete"
    else:
        gone = "DROP TRIGGER audit_refuses_change ON audit"
        instead = (
            "CREATE TRIGGER audit_refuses_change BEFORE UPDATE ON audit"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    with Session(office.engine.execution_options(change=True)) as session:
        session.execute(text(gone))
        if how == "another text":
            session.execute(text(instead))
        assert "audit_refuses" in (first_wrong(session) or "")
        session.rollback()


def test_a_function_behind_a_protection_that_says_something_else_is_found(office: Office) -> None:
    if office.engine.dialect.name == "sqlite":
        pytest.skip("SQLite's protections have no functions")
    with Session(office.engine.execution_options(change=True)) as session:
        session.execute(
            text(
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql"
                " AS $$ BEGIN RETURN NEW; END $$"
            )
        )
        assert "refuse_change" in (first_wrong(session) or "")
        session.rollback()


def test_a_chain_that_is_shorter_than_it_was_noted_does_not_fit(office: Office) -> None:
    with office.reading() as session:
        now = heads(session)
        longer = replace(now, trail=Head(now.trail.number + 5, digest("later")))
        assert str(longer.trail.number) in (first_wrong(session, [longer]) or "")


def test_what_cannot_be_read_is_told_as_damage_without_showing_it(office: Office) -> None:
    with unguarded(office) as session:
        session.execute(text('UPDATE audit SET after = \'{"name": "张三\' WHERE id = 9'))
        guard_again(session)
        told = first_wrong(session) or ""
    assert told
    assert "张三" not in told


def test_a_file_that_is_marked_as_ours_no_more_is_found(office: Office) -> None:
    if office.engine.dialect.name == "postgresql":
        pytest.skip("a server's database is no file")
    with unguarded(office) as session:
        session.execute(text("PRAGMA application_id = 1"))
        guard_again(session)
        assert _("the mark that makes it an office's file was changed") in (
            first_wrong(session) or ""
        )


def test_the_trail_shows_which_paper_was_printed(office: Office) -> None:
    with office.reading() as session:
        lines = audit_rows(session, audit_ids(session, Wanted(), None))
        printed = [one for one in lines.values() if one.record == record_words("paper_print")]
        printed_of = session.scalars(select(PaperPrint.document_id)).all()
    assert [one.named for one in printed] == list(printed_of) != []
