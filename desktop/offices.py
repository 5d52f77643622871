"""The offices of this computer: where their data lies, and how one is opened or begun."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.errors import DatabaseTrouble
from desktop.basics.fields import drafted
from desktop.basics.i18n import _
from desktop.basics.office_clock import office_day
from desktop.basics.watch import Watch
from desktop.queries.settings import updates_detail
from desktop.queries.staff import office_name, people_who_sign_in, staff_code
from desktop.services.backup import (
    OfferedBackup,
    daily_backup,
    offered_backups,
    restore_anyway,
    restore_over,
    restore_to_server,
    take_backup,
)
from desktop.services.database import Address, TrialOffice, exists, made_whole, open_database
from desktop.services.engine import connect, read_url, shown
from desktop.services.finding import Finding
from desktop.services.halves import throw_away
from desktop.services.kept_connection import keep_connection, kept_connection
from desktop.services.move_office import Moved, move_office, need_room_for
from desktop.services.office import Office
from desktop.services.presence import alone, real_place, stepping_out
from desktop.services.reaching import only_read, try_connection
from desktop.services.server_address import address_of, address_values
from desktop.services.settings import name_office
from desktop.services.staff import add_staff, first_administrator, has_password, sign_in
from desktop.services.unsafe_place import advice_against
from desktop.services.upgrading import version_of
from desktop.services.versions import is_known

Progress = Callable[[int, int], None]
Warn = Callable[[str], None]


def data_folder() -> Path:
    """The user's data folder of the program; ZHONGXIAO_HOME names another."""
    own = os.environ.get("ZHONGXIAO_HOME")
    if own:
        return Path(own)
    from platformdirs import user_data_path

    return user_data_path("Zhongxiao", appauthor=False)


def own_database(folder: Path | None = None) -> Address:
    """The office that is opened when none is named.

    ZHONGXIAO_DATABASE names it, else the connection that was kept (``keep_connection``), else it
    is this computer's file.
    """
    folder = folder or data_folder()
    named = os.environ.get("ZHONGXIAO_DATABASE") or kept_connection(folder)
    return read_url(named or str(folder / "office.db"))


def training_database(folder: Path | None = None) -> Address:
    """The training office."""
    return read_url(str((folder or data_folder()) / "training.db"))


def sign_in_as(office: Office, code: str | None, ask: Callable[[str], str] | None = None) -> Office:
    """The office with this person signed in, or its first administrator (for the commands).

    ``ask`` tells the password of a person, by name, who has one. Raises DatabaseTrouble for an
    unknown person, and refuses (``not_allowed``) a wrong password, or one that wasn't asked for.
    """
    if code:
        with office.reading() as session:
            wanted = staff_code(session, code)
    else:
        wanted = first_administrator(office)
    person = office.find_person(wanted)
    if person is None:
        raise DatabaseTrouble(_("Nobody with the code {code} works here.").format(code=wanted))
    password = ask(person.name) if ask is not None and has_password(office, wanted) else ""
    return office.on(office.today, sign_in(office, wanted, password))


def open_own(folder: Path | None = None, warn: Warn | None = None) -> Office | None:
    """The office of this computer, backed up once a day; None when it wasn't begun yet.

    A backup that can't be taken keeps nobody from work: ``warn`` is told why.
    """
    url = own_database(folder)
    if not exists(url):
        return None
    office = Office(open_database(url, dumps=backup_folder(folder), tell=warn))
    if warn is not None and (words := _only_read(office)):
        warn(words)
    try:
        daily_backup(office.engine, backup_folder(folder), office_day())
    except DatabaseTrouble as trouble:
        if warn is not None:
            warn(trouble.message)
    return office


def _only_read(office: Office) -> str:
    """What is told at once of a server in which nothing can be saved; "" for others."""
    if office.engine.dialect.name == "sqlite":
        return ""
    with office.reading() as session:
        found = only_read(session.connection())
    return found.told if found is not None else ""


@dataclass(frozen=True)
class Opened:
    """An office as the window opens it: who can sign in, and what is to be told about it.

    ``day`` is the training office's, None where it is today. ``advice`` says why its file
    shouldn't lie where it lies. ``updates`` is the folder in which newer versions are looked for.
    """

    office: Office
    name: str
    people: list[tuple[str, str]]
    day: date | None = None
    warning: str = ""
    advice: str = ""
    updates: str = ""


def open_for_window(folder: Path, *, training: bool, progress: Progress) -> Opened | None:
    """The training office, or this computer's; None when that wasn't begun yet."""
    warnings: list[str] = []
    office, day = open_training(folder, progress) if training else (None, None)
    office = office or open_own(folder, warnings.append)
    if office is None:
        return None
    with office.reading() as session:
        people = people_who_sign_in(session)
        name, warning = office_name(session), " ".join(warnings)
        updates = "" if training else updates_detail(session).updates_folder
    advice = "" if training else _advice(folder)
    return Opened(office, name, people, day, warning, advice, updates)


def _advice(folder: Path) -> str:
    url = own_database(folder)
    return advice_against(Path(url.database or "")) if url.get_backend_name() == "sqlite" else ""


def backup_folder(folder: Path | None = None) -> Path:
    """Where the backups of this computer's office lie; those of each server's apart."""
    backups, url = _backups(folder), own_database(folder)
    if url.get_backend_name() == "sqlite":
        return backups
    return backups / re.sub(r"[^\w.-]+", "-", shown(url)).strip("-.")


def _backups(folder: Path | None) -> Path:
    return (folder or data_folder()) / "backups"


def own_server(folder: Path) -> str:
    """The server's database that is this computer's office, in words; empty where it is a file."""
    url = own_database(folder)
    return "" if url.get_backend_name() == "sqlite" else shown(url)


def own_size(folder: Path) -> int:
    """How many bytes a backup of this computer's office takes; 0 where it isn't a file."""
    place = _own_file(folder)
    return place.stat().st_size if place is not None else 0


def back_up_own(folder: Path, today: date) -> Path | None:
    """Back this computer's office up before something happens to it, open or not.

    None where it isn't a file, which its server backs up, or a newer program wrote it: this one
    can't tell a good copy of it, and changes nothing in it. Raises DatabaseTrouble.
    """
    if _own_file(folder) is None:
        return None
    engine = connect(own_database(folder))
    try:
        known = is_known(version_of(engine))
        return take_backup(engine, backup_folder(folder), today) if known else None
    finally:
        engine.dispose()


def _own_file(folder: Path) -> Path | None:
    url = own_database(folder)
    place = Path(url.database or "")
    return place if url.get_backend_name() == "sqlite" and place.is_file() else None


def own_backups(folder: Path) -> list[OfferedBackup]:
    """The backups that this computer took of its office, the newest first.

    Where its office is to be in a server's new database: of any that it ever worked in.
    """
    if own_database(folder).get_backend_name() == "sqlite":
        return offered_backups(_backups(folder))
    of_file, of_servers = _backups(folder), _backups(folder).glob("*/")
    found = offered_backups(of_file)
    found += [replace(one, of=at.name) for at in of_servers for one in offered_backups(at)]
    return sorted(found, key=lambda one: one.moment, reverse=True)


@dataclass(frozen=True)
class Restored:
    """A backup that was put back: where what was there is kept (None: nothing was).

    ``left``: the users of the server that it was taken of who couldn't be let in here.
    """

    kept: Path | None = None
    left: Sequence[str] = ()


def restore_own(
    folder: Path,
    office: Office | None,
    backup: Path,
    confirmed: frozenset[str],
    watch: Watch | None = None,
) -> Restored:
    """Put a backup in the place of this computer's office, open or not, whatever lies there.

    Asks and raises as ``restore_over`` does. On a server only an empty database is filled.
    """
    url = own_database(folder)
    if url.get_backend_name() != "sqlite":
        return Restored(left=restore_to_server(backup, url, watch))
    if office is not None:
        return Restored(restore_over(office, backup, confirmed))
    return Restored(restore_anyway(Path(url.database or ""), backup, confirmed))


def has_named_database() -> bool:
    """Whether ZHONGXIAO_DATABASE names the office, whatever was kept."""
    return bool(os.environ.get("ZHONGXIAO_DATABASE"))


def connection_values(folder: Path) -> dict[str, Any]:
    """What a form shows of this computer's connection."""
    return address_values(own_database(folder).render_as_string(hide_password=False))


def own_place(folder: Path) -> str:
    """Where this computer's office is, as people read it."""
    return shown(own_database(folder))


def try_values(folder: Path, values: Mapping[str, Any]) -> Sequence[Finding]:
    """Try a connection as it was typed."""
    return try_connection(address_of(values, kept_connection(folder)))


def use_connection(folder: Path, values: Mapping[str, Any] | None) -> None:
    """Open the office of this connection from now on; None: this computer's own file."""
    if values is None:
        keep_connection(folder, None)
        return
    _keep(folder, address_of(values, kept_connection(folder)))


def need_room(folder: Path, office: Office, target: Mapping[str, Any] | Path) -> None:
    """Raise DatabaseTrouble where this computer's office can't be moved to, as things stand."""
    need_room_for(office.engine, _target(folder, target))


def _target(folder: Path, target: Mapping[str, Any] | Path) -> Address:
    if isinstance(target, Path):
        return read_url(str(target))
    return address_of(target, kept_connection(folder))


def move_own(folder: Path, office: Office, target: Mapping[str, Any] | Path, watch: Watch) -> Moved:
    """Move this computer's office to a server, or into a file, and open it there from now on.

    Whoever of this program reads it meanwhile is told that it is away.
    """
    url = _target(folder, target)
    source = own_database(folder)
    is_file = source.get_backend_name() == "sqlite"
    office.engine.dispose()
    with stepping_out(office.engine) if is_file else nullcontext():
        moved = move_office(source, url, office.person, watch)
    _keep(folder, url)
    return moved


def _keep(folder: Path, url: Address) -> None:
    own = url.get_backend_name() == "sqlite" and Path(url.database or "") == folder / "office.db"
    keep_connection(folder, None if own else url.render_as_string(hide_password=False))


def start_own(folder: Path, values: dict[str, Any]) -> Office:
    """Begin an office with its administrator, whole or not at all.

    ``values``: the office's profile; code, person and password of who begins it.
    """
    url = own_database(folder)
    with made_whole(url) as engine, Office(engine).batch() as together:
        name_office(together, drafted(ProfileDraft, values))
        add_staff(
            together,
            values["code"],
            values["person"],
            ["administrator"],
            password=values["password"] or None,
        )
    return Office(open_database(url))


def open_training(
    folder: Path | None = None, progress: Progress | None = None
) -> tuple[Office, date]:
    """The training office and its day, built in the data folder when it isn't there."""
    from desktop.queries.day_work import last_day

    office = _training(folder, progress)
    with office.reading() as session:
        return office, last_day(session) or office.today


def _training(folder: Path | None, progress: Progress | None) -> Office:
    from desktop.basics.resources import resource
    from desktop.replay.replay import replay
    from desktop.replay.scenario import read_scenario

    url = training_database(folder)
    with suppress(TrialOffice):
        if exists(url):
            return Office(open_database(url))
    _throw_away_trial(Path(url.database or ""))
    with made_whole(url) as engine:
        scenario = read_scenario(resource("training", "office.json"))
        if otherwise := replay(Office(engine), scenario, progress).unexpected:
            raise RuntimeError("\n".join(otherwise))
        _picture(Office(engine))
    return Office(open_database(url))


def _throw_away_trial(path: Path) -> None:
    """Make room where a training office from before the first release lies; it is built anew."""
    if path.is_file():
        with alone(real_place(path)):
            throw_away(path)


def _picture(office: Office) -> None:
    """Give the products of the training office their pictures."""
    from desktop.basics.resources import resource
    from desktop.queries.day_work import last_day
    from desktop.services.product_pictures import set_pictures

    with office.reading() as session:
        day = last_day(session)
    pictures = sorted(resource("training", "pictures").glob("*.jpg"))
    set_pictures(sign_in_as(office.on(day or office.today, None), None), pictures)
