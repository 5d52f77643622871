"""Where the data of this computer's office lies."""

import os
from pathlib import Path

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.services.database import Address, read_url
from desktop.services.office import Office
from desktop.services.people import first_administrator


def data_folder() -> Path:
    """The user's data folder of the program; ZHONGXIAO_HOME names another."""
    own = os.environ.get("ZHONGXIAO_HOME")
    if own:
        return Path(own)
    from platformdirs import user_data_path

    return user_data_path("Zhongxiao", appauthor=False)


def own_database() -> Address:
    """The office that is opened when none is named."""
    return read_url(str(data_folder() / "office.db"))


def training_database() -> Address:
    """The training office."""
    return read_url(str(data_folder() / "training.db"))


def sign_in(office: Office, code: str | None) -> Office:
    """The office with this person signed in, or its first administrator."""
    wanted = code or first_administrator(office)
    person = office.find_person(wanted)
    if person is None:
        raise DatabaseTrouble(_("Nobody with the code {code} works here.").format(code=wanted))
    return office.on(office.today, person)
