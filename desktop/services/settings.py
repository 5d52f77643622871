"""What the office sets for itself: its profile, the numbers of its rules, the legal review."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

from sqlalchemy.orm.attributes import flag_modified

from desktop.basics.drafts.office import ProfileDraft, UpdatesDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.money import RATE_UNIT
from desktop.basics.rules import (
    FARTHEST_NEIGHBOUR_M,
    LARGEST_NUMBER,
    MAY_BE_ZERO,
    RATES,
    Rules,
)
from desktop.models import OfficeProfile, Rule, WordLists
from desktop.services.checks import invalid, need_degrees, need_text, need_version
from desktop.services.clauses import add_templates
from desktop.services.neighbours import renew_all
from desktop.services.office import Office
from desktop.services.written import need_fields, need_phones, write_over, written

_LARGEST = {"neighbour_m": FARTHEST_NEIGHBOUR_M} | dict.fromkeys(RATES, RATE_UNIT)


def name_office(
    office: Office, profile: ProfileDraft, numbers: Mapping[str, int] | None = None
) -> None:
    """Write down what a new office is called and which rules differ from the defaults."""
    need_fields(profile)
    need_phones(profile)
    try:
        Rules().changed(dict(numbers or {}))
    except ValueError as error:
        raise invalid(str(error), _("There is no such rule, or its number is wrong.")) from error
    with office.transaction("office.edit") as session:
        if session.get(OfficeProfile, 1) is not None:
            session.allow()
            raise Refused("duplicate", _("This database has its office already."))
        session.add(OfficeProfile(id=1, **written(profile)))
        session.add(WordLists(id=1))
        add_templates(session)
        for rule, number in (numbers or {}).items():
            session.add(Rule(name=rule, number=number))


def edit_office(office: Office, version: int, changes: ProfileDraft) -> None:
    """Change what the office is called and where it is; raises ChangedElsewhere (E2)."""
    need_fields(changes)
    _need_place(changes)
    with office.transaction("office.edit") as session:
        profile = session.get_one(OfficeProfile, 1)
        session.allow()
        need_version(profile, version)
        need_phones(changes, profile)
        write_over(profile, changes)


def set_updates_folder(office: Office, version: int, folder: UpdatesDraft) -> None:
    """Say where the office's programs look for newer versions; raises ChangedElsewhere (E2)."""
    folder = UpdatesDraft(folder.updates_folder.strip().strip('"'))  # as Windows copies a path
    need_fields(folder)
    if folder.updates_folder and not _is_whole_path(folder.updates_folder):
        words = _("Give the whole path, such as \\\\server\\zhongxiao or D:\\zhongxiao.")
        raise invalid("updates_folder", words)
    with office.transaction("office.edit") as session:
        profile = session.get_one(OfficeProfile, 1)
        session.allow()
        need_version(profile, version)
        write_over(profile, folder)


def _is_whole_path(folder: str) -> bool:
    return PureWindowsPath(folder).is_absolute() or PurePosixPath(folder).is_absolute()


def _need_place(profile: ProfileDraft) -> None:
    """Refuse (``invalid``) half a place, none on earth, or hours that no run fits between."""
    need_degrees(profile.lat, profile.lon)
    if (profile.lat is None) != (profile.lon is None):
        missing = "lat" if profile.lat is None else "lon"
        raise invalid(missing, _("A place has both a latitude and a longitude."))
    if profile.opens and profile.closes and profile.closes <= profile.opens:
        raise invalid("closes", _("It closes after it opens."))


def change_rules(office: Office, version: int, numbers: Mapping[str, int]) -> None:
    """Change the numbers of rules; they hold from now on, for what is open too.

    ``version`` is the office profile's: rules are changed by one person at a time (E2).
    """
    for rule, number in numbers.items():
        if not hasattr(Rules(), rule):
            raise invalid(rule, _("There is no such rule, or its number is wrong."))
        least = 0 if rule in MAY_BE_ZERO else 1
        most = _LARGEST.get(rule, LARGEST_NUMBER)
        if not least <= number <= most:
            raise invalid(
                rule, _("Give a number from {least} to {most}.").format(least=least, most=most)
            )
    with office.transaction("rules.change") as session:
        profile = session.get_one(OfficeProfile, 1)
        session.allow()
        need_version(profile, version)
        before = session.rules
        flag_modified(profile, "name")  # the rules alone would leave its version as it was
        for rule, number in numbers.items():
            kept = session.get(Rule, rule)
            if kept is not None:
                kept.number = number
            elif number != getattr(Rules(), rule):
                session.add(Rule(name=rule, number=number))
        metres = numbers.get("neighbour_m", before.neighbour_m)
        if metres != before.neighbour_m:
            renew_all(session, metres)


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
