"""Where the data of this computer's office lies."""

import os
from pathlib import Path

from desktop.services.database import Address, read_url


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
