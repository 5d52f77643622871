"""Staff and the office itself: who works here, what it is called, the legal review."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.rules import LARGEST_NUMBER, MAY_BE_ZERO, Rules
from desktop.models import OfficeProfile, Rule, Staff, StaffRole
from desktop.models.staff import ROLES
from desktop.services.checks import invalid, need_text, need_version, need_word
from desktop.services.clauses import add_templates
from desktop.services.find import find_staff
from desktop.services.office import Change, Office, Person

_SCRYPT = {"n": 2**14, "r": 8, "p": 1}


def name_office(
    office: Office,
    name: str,
    city: str = "",
    *,
    maker: str = "",
    address: str = "",
    phone: str = "",
    numbers: Mapping[str, int] | None = None,
) -> None:
    """Write down what a new office is called and which rules differ from the defaults."""
    name = need_text("name", name)
    try:
        Rules().changed(dict(numbers or {}))
    except ValueError as error:
        raise invalid(str(error), _("There is no such rule, or its number is wrong.")) from error
    with office.transaction("office.edit") as session:
        if session.get(OfficeProfile, 1) is not None:
            session.allow()
            raise Refused("duplicate", _("This database has its office already."))
        session.add(
            OfficeProfile(id=1, name=name, city=city, maker=maker, address=address, phone=phone)
        )
        add_templates(session)
        for rule, number in (numbers or {}).items():
            session.add(Rule(name=rule, number=number))


def edit_office(
    office: Office,
    version: int,
    name: str,
    city: str = "",
    *,
    maker: str = "",
    address: str = "",
    phone: str = "",
) -> None:
    """Change what the office is called and where it is; raises ChangedElsewhere (E2)."""
    name = need_text("name", name)
    with office.transaction("office.edit") as session:
        profile = session.get_one(OfficeProfile, 1)
        session.allow()
        need_version(profile, version)
        profile.name, profile.city, profile.maker = name, city.strip(), maker.strip()
        profile.address, profile.phone = address.strip(), phone.strip()


def change_rules(office: Office, version: int, numbers: Mapping[str, int]) -> None:
    """Change the numbers of rules; they hold from now on, for what is open too.

    ``version`` is the office profile's: rules are changed by one person at a time (E2).
    """
    for rule, number in numbers.items():
        if not hasattr(Rules(), rule):
            raise invalid(rule, _("There is no such rule, or its number is wrong."))
        least = 0 if rule in MAY_BE_ZERO else 1
        if not least <= number <= LARGEST_NUMBER:
            raise invalid(
                rule,
                _("Give a number from {least} to {most}.").format(least=least, most=LARGEST_NUMBER),
            )
    with office.transaction("rules.change") as session:
        profile = session.get_one(OfficeProfile, 1)
        session.allow()
        need_version(profile, version)
        flag_modified(profile, "name")  # the rules alone would leave its version as it was
        for rule, number in numbers.items():
            kept = session.get(Rule, rule)
            if kept is not None:
                kept.number = number
            elif number != getattr(Rules(), rule):
                session.add(Rule(name=rule, number=number))


def review_clauses(office: Office, reviewer: str, ground: str, valid_until: date) -> None:
    """Record that a lawyer looked at the clauses, on what ground and until when (A8)."""
    reviewer = need_text("reviewer", reviewer)
    ground = need_text("ground", ground)
    with office.transaction("office.review") as session:
        session.allow()
        profile = session.get_one(OfficeProfile, 1)
        profile.review_by = reviewer
        profile.review_ground = ground
        profile.review_on = session.today
        profile.review_until = valid_until
        profile.review_entered_by_id = session.actor_id


def add_staff(
    office: Office,
    code: str,
    name: str,
    roles: Iterable[str],
    phone: str = "",
    password: str | None = None,
) -> int:
    """Add a person; the first one is an administrator and is added by nobody (E1)."""
    code = need_text("code", code)
    name = need_text("name", name)
    wanted = _roles(roles)
    with office.transaction("staff.add") as session:
        if session.scalar(select(func.count(Staff.id))):
            session.allow()
        elif "administrator" not in wanted:
            raise invalid("roles", _("The first person must be an administrator."))
        if session.scalar(select(Staff.id).where(Staff.code == code)):
            raise Refused(
                "duplicate",
                _("The code {code} is taken: choose another.").format(code=code),
                "code",
            )
        staff = Staff(code=code, name=name, phone=phone, password=hash_password(password))
        staff.roles = [StaffRole(role=role) for role in wanted]
        session.add(staff)
        session.flush()
        return staff.id


def edit_staff(
    office: Office,
    code: str,
    version: int,
    name: str,
    roles: Iterable[str],
    *,
    phone: str = "",
    active: bool = True,
) -> None:
    """Change a person's name, phone and roles, or say that they left.

    Refuses (``wrong_state``) to lose the last administrator; raises ChangedElsewhere (E2).
    """
    name = need_text("name", name)
    wanted = _roles(roles)
    with office.transaction("staff.edit") as session:
        staff = find_staff(session, code, "code")
        session.allow()
        need_version(staff, version)
        if not active or "administrator" not in wanted:
            _need_other_administrator(session, staff, "roles" if active else "active")
        staff.name = name
        staff.phone = phone
        staff.active = active
        held = {role.role: role for role in staff.roles}
        staff.roles = [held.get(role) or StaffRole(role=role) for role in wanted]
        flag_modified(staff, "name")  # roles alone would leave the version as it was


def _roles(roles: Iterable[str]) -> list[str]:
    wanted = sorted(set(roles))
    if not wanted:
        raise invalid("roles", _("Give at least one role."))
    for role in wanted:
        need_word("roles", role, ROLES)
    return wanted


def _need_other_administrator(session: Change, staff: Staff, field: str) -> None:
    other = session.scalar(
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(Staff.active, StaffRole.role == "administrator", Staff.id != staff.id)
        .limit(1)
    )
    if other is None:
        raise Refused(
            "wrong_state",
            _("This is the last administrator: make somebody else one first."),
            field,
        )


def set_password(office: Office, code: str, password: str) -> None:
    """Give a person a new password."""
    with office.transaction("staff.edit") as session:
        staff = find_staff(session, code)
        session.allow()
        staff.password = hash_password(password)


def hash_password(password: str | None) -> str | None:
    """A password as it is kept: salted scrypt; None for a person without one."""
    if password is None:
        return None
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, **_SCRYPT).hex()}"


def password_fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept (none is kept: only an empty one fits)."""
    if kept is None:
        return password == ""
    salt, _sign, digest = kept.partition("$")
    tried = hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), **_SCRYPT)
    return hmac.compare_digest(tried.hex(), digest)


def sign_in(office: Office, code: str, password: str) -> Person:
    """Who this is; refuses (``not_allowed``) without saying which of the two was wrong."""
    with office.reading() as session:
        staff = session.scalar(select(Staff).where(Staff.code == code.strip(), Staff.active))
        if staff is None or not password_fits(password, staff.password):
            raise Refused(
                "not_allowed",
                _("Nobody here has this code and password. Type both again."),
                "password",
            )
        return Person.of(staff)


def first_administrator(office: Office) -> str:
    """The code of the first active administrator."""
    with office.reading() as session:
        code = session.scalar(
            select(Staff.code)
            .join(StaffRole, StaffRole.staff_id == Staff.id)
            .where(StaffRole.role == "administrator", Staff.active)
            .order_by(Staff.id)
            .limit(1)
        )
    if code is None:
        raise Refused("not_found", _("The office has no administrator."))
    return code
