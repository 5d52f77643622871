"""Passwords: what a good one is, how one is kept, and the waits after wrong ones (E1).

Passwords keep colleagues from working in each other's name. They don't protect the data from
somebody who has the database's file: that is what the manual's chapter on it is for.
"""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from desktop.basics.errors import Refused
from desktop.basics.i18n import _, ngettext
from desktop.models import SignInTry
from desktop.services.change import Change, now_text
from desktop.services.checks import invalid
from desktop.services.office import Office

LEAST_SIGNS = 8
FREE_TRIES = 5
_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 900
_REMEMBERED = timedelta(days=1)
_ARGON2ID = "$argon2id$"
# RFC 9106's second choice: 64 MiB, three passes, four lanes; about a tenth of a second.
COST: dict[str, Any] = {"iterations": 3, "lanes": 4, "memory_cost": 64 * 1024}
_OLD_SCRYPT = {"n": 2**14, "r": 8, "p": 1}


def need_password(session: Change, password: str | None, field: str = "password") -> str | None:
    """A new password as it is kept; refuses (``invalid``) a short one, or none where needed."""
    if not password:
        if session.rules.passwords_needed:
            raise invalid(field, _("In this office everybody has a password: choose one."))
        return None
    if not password.strip():
        raise invalid(field, _("These are only blanks: choose a password with characters in it."))
    if len(password) < LEAST_SIGNS:
        words = _("A password has at least {number} characters: choose a longer one.")
        raise invalid(field, words.format(number=LEAST_SIGNS))
    return hash_password(password)


def hash_password(password: str | None) -> str | None:
    """A password as it is kept: salted argon2id; None for a person without one."""
    if password is None:
        return None
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    deriving = Argon2id(salt=secrets.token_bytes(16), length=32, **COST)
    return deriving.derive_phc_encoded(password.encode())


def password_fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept (none is kept: only an empty one fits)."""
    if kept is None:
        if password:
            hash_password(password)  # as long as for somebody who has one
        return password == ""
    if not kept.startswith(_ARGON2ID):
        return _fits_scrypt(password, kept)
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(password.encode(), kept)
    except InvalidKey:
        return False
    return True


def is_outdated(kept: str | None) -> bool:
    """Whether a password is kept in the way of older programs."""
    return kept is not None and not kept.startswith(_ARGON2ID)


def _fits_scrypt(password: str, kept: str) -> bool:
    salt, _sign, digest = kept.partition("$")
    tried = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_OLD_SCRYPT)
    return hmac.compare_digest(tried.hex(), digest)


def need_no_wait(office: Office, who: str) -> None:
    """Refuse (``not_allowed``) another try while the wait after wrong ones runs."""
    with office.reading() as session:
        tried = session.get(SignInTry, _trace(who))
        number, last_at = (tried.number, tried.last_at) if tried else (0, "")
    if number < FREE_TRIES:
        return
    wait = min(_FIRST_WAIT_S * 2 ** (number - FREE_TRIES), _LONGEST_WAIT_S)
    passed = (_now() - datetime.fromisoformat(last_at)).total_seconds()
    if passed < 0:
        # By a clock that was ahead: the wait would last until ours comes to it.
        _wait_from_now(office, who)
    left = min(wait, round(wait - passed))
    if left > 0:
        words = ngettext(
            "Too many wrong tries: wait {number} second, then try again.",
            "Too many wrong tries: wait {number} seconds, then try again.",
            left,
        )
        raise Refused("not_allowed", words.format(number=left), "password")


def _wait_from_now(office: Office, who: str) -> None:
    with office.on(office.today, None).transaction("staff.sign_in") as session:
        tried = session.get(SignInTry, _trace(who))
        if tried is not None:
            tried.last_at = now_text()


def note_wrong_try(office: Office, who: str) -> None:
    """Count a wrong try; kept in the database, so that a restart doesn't forget it."""
    with office.on(office.today, None).transaction("staff.sign_in") as session:
        oldest = (_now() - _REMEMBERED).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        session.execute(delete(SignInTry).where(SignInTry.last_at < oldest))
        tried = session.get(SignInTry, _trace(who))
        if tried is None:
            session.add(SignInTry(who=_trace(who), number=1, last_at=now_text()))
        else:
            tried.number, tried.last_at = tried.number + 1, now_text()


def forget_tries(session: Change, who: str) -> None:
    """Begin to count anew."""
    session.execute(delete(SignInTry).where(SignInTry.who == _trace(who)))


def has_tries(session: Session, who: str) -> bool:
    """Whether wrong tries are counted."""
    return session.get(SignInTry, _trace(who)) is not None


def _trace(who: str) -> str:
    # What was typed may be a password in the wrong field.
    return hashlib.sha256(who.strip().casefold().encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
