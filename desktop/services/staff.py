"""Staff: who works here, in which roles, and how they sign in."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.staff import StaffDraft
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.basics.i18n import _
from desktop.basics.roles import ROLES
from desktop.models import Staff, StaffRole
from desktop.queries.facts.rules import read_rules
from desktop.queries.staff import who_signs_in
from desktop.services.change import Change, Person, still_here
from desktop.services.checks import invalid, need_version, need_word
from desktop.services.doubts import ask_if_work_is_left
from desktop.services.find import find_staff
from desktop.services.numbering import need_free_code
from desktop.services.office import Office, Reading
from desktop.services.passwords import (
    LEAST_SIGNS,
    forget_tries,
    has_tries,
    hash_password,
    is_outdated,
    need_no_wait,
    need_password,
    note_wrong_try,
    password_fits,
)
from desktop.services.steps import Noun, Step, anytime
from desktop.services.written import need_fields, need_phones, write_over, written


def add_staff(
    office: Office,
    code: str,
    name: str,
    roles: Iterable[str],
    password: str | None = None,
    **others: Any,
) -> int:
    """Add a person; the first one is an administrator and is added by nobody (E1).

    ``others`` is what else a StaffDraft holds. A password that the administrator gives is changed
    by its owner at the first sign-in.
    """
    draft = StaffDraft(code, name, **others)
    wanted = _checked(draft, roles)
    need_phones(draft)
    with office.transaction("staff.add") as session:
        if session.scalar(select(func.count(Staff.id))):
            session.allow()
        elif "administrator" not in wanted:
            raise invalid("roles", _("The first person must be an administrator."))
        staff = Staff(**written(draft))
        need_free_code(session, Staff, staff.code)
        # Nobody is given a password at first: a needed one is chosen at the first sign-in.
        staff.password = need_password(session, password) if password else None
        staff.password_given = staff.password is not None and session.person is not None
        staff.roles = [StaffRole(role=role) for role in wanted]
        session.add(staff)
        session.flush()
        return staff.id


EDIT = Step("staff.edit", Noun("staff", Staff), anytime)


def edit_staff(
    office: Office,
    code: str,
    version: int,
    name: str,
    roles: Iterable[str],
    **others: Any,
) -> None:
    """Change what is known of a person, and the roles, or say that they left.

    ``others`` is what else a StaffDraft holds. Refuses (``wrong_state``) to lose the last
    administrator; raises ChangedElsewhere (E2).
    """
    draft = StaffDraft(code, name, **others)
    wanted = _checked(draft, roles)
    with office.transaction(EDIT.action) as session:
        staff = find_staff(session, code, "code")
        EDIT.need(session, staff)
        need_version(staff, version)
        if not draft.active or "administrator" not in wanted:
            _need_other_administrator(session, staff, "roles" if draft.active else "active")
        need_phones(draft, staff)
        if staff.active and not draft.active:
            ask_if_work_is_left(session, staff)
        write_over(staff, draft)
        held = {role.role: role for role in staff.roles}
        staff.roles = [held.get(role) or StaffRole(role=role) for role in wanted]
        flag_modified(staff, "name")  # roles alone would leave the version as it was


def _checked(draft: StaffDraft, roles: Iterable[str]) -> list[str]:
    """The roles, each once; refuses (``invalid``) none, an unknown one, and a wrong draft."""
    need_fields(draft)
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


def set_password(office: Office, code: str, password: str | None) -> None:
    """Give a person a new password, or none; they choose their own when they sign in next."""
    with office.transaction(EDIT.action) as session:
        staff = find_staff(session, code)
        EDIT.need(session, staff)
        _keep_password(session, staff, need_password(session, password))
        staff.password_given = staff.id != session.actor_id and staff.password is not None


def change_own_password(office: Office, old: str, new: str | None) -> None:
    """Choose another password for oneself; refuses (``not_allowed``) a wrong old one."""
    person = check_own_password(office, old, "old")
    with office.transaction("staff.password") as session:
        session.allow()
        staff = find_staff(session, person.code)
        _keep_password(session, staff, _need_another(session, new, staff))


def check_own_password(office: Office, password: str, field: str = "password") -> Person:
    """Refuse (``not_allowed``) whoever isn't the signed-in person, as a locked window asks."""
    if office.person is None:
        raise Refused("not_allowed", _("Sign in first."))
    with office.reading() as session:
        person = still_here(session, office.person)
        kept = session.get_one(Staff, person.id).password
    need_no_wait(office, person.code)
    if not password_fits(password, kept):
        note_wrong_try(office, person.code)
        raise Refused("not_allowed", _("This is not your password: type it again."), field)
    _after_right_one(office, person, kept, password)
    return person


def sign_in(office: Office, typed: str, password: str, new_password: str | None = None) -> Person:
    """Who this is, by code, name, pinyin or initials; doesn't say which of the two was wrong.

    Refuses (``not_allowed``) after wrong tries for longer and longer. Somebody who has to choose
    a password is refused at ``new_password`` until one is given; anybody may give one.
    """
    with office.reading() as session:
        staff = _who_signs_in(session, typed)
        who = staff.code if staff else typed
        person = Person.of(staff) if staff else None
        kept = staff.password if staff else None
        needs_one = bool(read_rules(session).passwords_needed)
        chooses = staff is not None and (staff.password_given or (needs_one and kept is None))
    need_no_wait(office, who)
    # An unknown name takes as long as a wrong password.
    fits = password_fits(password, kept)
    if person is None or not fits:
        note_wrong_try(office, who)
        raise Refused(
            "not_allowed",
            _("Nobody here has this code and password. Type both again."),
            "password",
        )
    if chooses or new_password:
        _choose_password(office, person, password, new_password)
    else:
        _after_right_one(office, person, kept, password)
    return person


def _who_signs_in(session: Reading, typed: str) -> Staff | None:
    codes = who_signs_in(session, typed)
    if len(codes) > 1:
        raise Refused(
            "not_allowed",
            _("Several people are meant by “{typed}”: {codes}. Type the code.").format(
                typed=typed.strip(), codes=_(", ").join(codes)
            ),
            "person",
        )
    return session.scalar(select(Staff).where(Staff.code == codes[0])) if codes else None


def _choose_password(office: Office, person: Person, old: str, new: str | None) -> None:
    if not new:
        raise Refused(
            "not_allowed",
            _("Choose a password of your own, with {number} characters or more.").format(
                number=LEAST_SIGNS
            ),
            "new_password",
        )
    with office.on(office.today, person).transaction("staff.password") as session:
        staff = find_staff(session, person.code)
        if not password_fits(old, staff.password):
            raise ChangedElsewhere(_("Somebody changed this password just now: sign in again."))
        _keep_password(session, staff, _need_another(session, new, staff, "new_password"))


def _need_another(
    session: Change, new: str | None, staff: Staff, field: str = "password"
) -> str | None:
    kept = need_password(session, new, field)
    if new and staff.password is not None and password_fits(new, staff.password):
        raise invalid(field, _("This is the password you have: choose another."))
    return kept


def _keep_password(session: Change, staff: Staff, kept: str | None) -> None:
    """Keep a new password; the trail seals that it changed, and never tells what it is (E1)."""
    staff.password, staff.password_given = kept, False
    forget_tries(session, staff.code)


def _after_right_one(office: Office, person: Person, kept: str | None, password: str) -> None:
    """Forget wrong tries, and keep an old password in today's way."""
    with office.reading() as session:
        tried = has_tries(session, person.code)
    if not tried and not is_outdated(kept):
        return
    with office.on(office.today, person).transaction("staff.password") as session:
        forget_tries(session, person.code)
        staff = find_staff(session, person.code)
        if staff.password == kept and is_outdated(kept):
            staff.password = hash_password(password)


def has_password(office: Office, code: str) -> bool:
    """Whether a person has a password."""
    with office.reading() as session:
        kept = session.scalar(select(Staff.password).where(Staff.code == code))
        return kept is not None


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
