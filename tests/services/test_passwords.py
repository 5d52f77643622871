"""Passwords: long enough or none, kept as argon2id, and growing waits after wrong tries."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from desktop.basics.errors import Refused
from desktop.models import Audit, SignInTry, Staff
from desktop.services import passwords
from desktop.services.settings import change_rules
from desktop.services.staff import (
    add_staff,
    change_own_password,
    check_own_password,
    edit_staff,
    set_password,
    sign_in,
)
from tests.office import Team, new_team

GOOD = "晴天出门-2026"
OTHER = "雨天在家-2026"


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def refused(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        work()
    return caught.value


def kept(team: Team, code: str) -> str | None:
    with team.office.reading() as session:
        return session.scalar(select(Staff.password).where(Staff.code == code))


def own_password(team: Team, code: str, password: str) -> None:
    """Give somebody a password that they chose themselves."""
    set_password(team.ad, code, "vorläufig-1")
    sign_in(team.office, code, "vorläufig-1", password)


def later(team: Team, seconds: int) -> None:
    """Let time pass since the last wrong try."""
    then = (datetime.now(UTC) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    with team.office.on(team.day, None).transaction("staff.sign_in") as session:
        session.execute(update(SignInTry).values(last_at=then))


def test_a_short_password_is_refused_and_none_at_all_is_allowed(team: Team) -> None:
    for short in ("1234567", "密码密码"):
        said = refused(lambda short=short: set_password(team.ad, "r1", short))  # type: ignore[misc]
        assert (said.code, said.field) == ("invalid", "password")
        assert "8" in said.message
        adding = lambda short=short: add_staff(team.ad, "x", "新人", ["rep"], short)  # noqa: E731
        assert refused(adding).field == "password"
    assert sign_in(team.office, "r1", "").code == "r1"
    add_staff(team.ad, "x", "新人", ["rep"])
    assert sign_in(team.office, "x", "").code == "x"


def test_the_office_may_want_a_password_of_everybody(team: Team) -> None:
    change_rules(team.ad, 1, {"passwords_needed": 1})
    assert refused(lambda: sign_in(team.office, "r1", "")).field == "new_password"
    assert refused(lambda: sign_in(team.office, "r1", "", "kurz")).field == "new_password"
    assert sign_in(team.office, "r1", "", GOOD).code == "r1"
    assert sign_in(team.office, "r1", GOOD).code == "r1"
    assert refused(lambda: change_own_password(team.r1, GOOD, "")).field == "password"


def test_a_password_that_was_given_is_changed_at_the_next_sign_in(team: Team) -> None:
    set_password(team.ad, "r1", GOOD)
    assert refused(lambda: sign_in(team.office, "r1", GOOD)).field == "new_password"
    assert refused(lambda: sign_in(team.office, "r1", GOOD, GOOD)).field == "new_password"
    sign_in(team.office, "r1", GOOD, OTHER)
    assert sign_in(team.office, "r1", OTHER).code == "r1"
    assert refused(lambda: sign_in(team.office, "r1", GOOD)).field == "password"


def test_one_changes_ones_own_password_and_nobody_elses(team: Team) -> None:
    own_password(team, "r1", GOOD)
    assert refused(lambda: change_own_password(team.r1, OTHER, "x" * 8)).field == "old"
    change_own_password(team.r1, GOOD, OTHER)
    assert sign_in(team.office, "r1", OTHER).code == "r1"
    assert refused(lambda: set_password(team.r1, "m1", GOOD)).code == "not_allowed"


@pytest.mark.full_cost
def test_a_new_password_is_kept_as_argon2id_and_an_old_one_is_renewed(team: Team) -> None:
    own_password(team, "r1", GOOD)
    said = kept(team, "r1")
    assert said is not None
    assert said.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(GOOD.encode(), salt=salt, n=2**14, r=8, p=1)
    with team.ad.transaction("staff.edit") as session:
        old = f"{salt.hex()}${digest.hex()}"
        session.execute(update(Staff).where(Staff.code == "r1").values(password=old))
    refused(lambda: sign_in(team.office, "r1", OTHER))
    assert kept(team, "r1") == old
    sign_in(team.office, "r1", GOOD)
    renewed = kept(team, "r1")
    assert renewed is not None
    assert renewed.startswith("$argon2id$")
    sign_in(team.office, "r1", GOOD)


def test_after_five_wrong_tries_the_waits_grow_and_outlive_the_program(team: Team) -> None:
    own_password(team, "r1", GOOD)
    for _try in range(5):
        assert "Too many" not in refused(lambda: sign_in(team.office, "r1", "falsch")).message
    said = refused(lambda: sign_in(team.office, "r1", GOOD)).message
    assert "30" in said
    later(team, 29)
    refused(lambda: sign_in(team.office, "r1", GOOD))
    later(team, 31)
    refused(lambda: sign_in(team.office, "r1", "falsch"))
    assert "60" in refused(lambda: sign_in(team.office, "r1", GOOD)).message
    assert "60" in refused(lambda: check_own_password(team.r1, GOOD)).message
    assert sign_in(team.office, "m1", "").code == "m1", "a colleague is not held up"
    later(team, -3600)
    assert "60" in refused(lambda: sign_in(team.office, "r1", GOOD)).message
    later(team, 61)
    assert sign_in(team.office, "r1", GOOD).code == "r1"
    refused(lambda: sign_in(team.office, "r1", "falsch"))
    assert sign_in(team.office, "r1", GOOD).code == "r1"


def test_a_clock_that_was_ahead_locks_nobody_out_until_the_right_one_comes_to_it(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_password(team, "r1", GOOD)
    for _try in range(5):
        refused(lambda: sign_in(team.office, "r1", "falsch"))
    later(team, -365 * 86_400)
    refused(lambda: sign_in(team.office, "r1", GOOD))
    in_a_minute = datetime.now(UTC) + timedelta(seconds=60)
    monkeypatch.setattr(passwords, "_now", lambda: in_a_minute)
    assert sign_in(team.office, "r1", GOOD).code == "r1"


def test_an_unknown_name_is_told_no_other_than_a_wrong_password(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_password(team, "r1", GOOD)
    derived: list[str] = []
    plain = passwords.hash_password
    monkeypatch.setattr(
        passwords, "hash_password", lambda word: derived.append(word) or plain(word)
    )
    unknown = [refused(lambda: sign_in(team.office, "niemand", "falsch")).message for _ in range(6)]
    assert derived == ["falsch"] * 5, "as much is computed as for somebody who is here"
    known = [refused(lambda: sign_in(team.office, "r1", "falsch")).message for _ in range(6)]
    assert unknown == known
    with team.office.reading() as session:
        assert not {"niemand", "r1"} & set(session.scalars(select(SignInTry.who)))


def test_the_administrator_lets_in_whoever_forgot(team: Team) -> None:
    own_password(team, "r1", GOOD)
    for _try in range(5):
        refused(lambda: sign_in(team.office, "r1", "falsch"))
    set_password(team.ad, "r1", "vorläufig-2")
    assert sign_in(team.office, "r1", "vorläufig-2", OTHER).code == "r1"


def test_the_trail_says_that_a_password_changed_and_never_what_it_is(team: Team) -> None:
    own_password(team, "r1", GOOD)
    change_own_password(team.r1, GOOD, OTHER)
    with team.office.reading() as session:
        rows = session.scalars(select(Audit).where(Audit.record_kind == "staff")).all()
        actions = {row.action for row in rows}
        said = "".join(f"{row.before}{row.after}" for row in rows)
    assert actions >= {"staff.edit", "staff.password"}
    assert not any(word in said for word in (GOOD, OTHER, "argon2id", "password"))


def test_one_signs_in_by_code_name_pinyin_or_initials(team: Team) -> None:
    add_staff(team.ad, "wang", "王小明", ["rep"])
    for typed in ("wang", "WANG", "王小明", "wangxiaoming", "wxm", " wxm ", "ｗｘｍ"):
        assert sign_in(team.office, typed, "").code == "wang"
    add_staff(team.ad, "wx2", "汪晓敏", ["rep"])
    said = refused(lambda: sign_in(team.office, "wxm", ""))
    assert "wang" in said.message
    assert "wx2" in said.message
    assert sign_in(team.office, "汪晓敏", "").code == "wx2"
    edit_staff(team.ad, "wx2", 1, "汪晓敏", ["rep"], active=False)
    assert sign_in(team.office, "wxm", "").code == "wang"
    assert refused(lambda: sign_in(team.office, "汪晓敏", "")).field == "password"
    assert refused(lambda: sign_in(team.office, "", "")).field == "password"
