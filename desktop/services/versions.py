"""Which versions of an office's database this program knows."""

import re
from collections.abc import Collection

from desktop.basics.i18n import _
from desktop.models import Account

HEAD = "0030"  # the newest migration; a test holds it against models/migrations


def is_trial(tables: Collection[str]) -> bool:
    """Whether an office with these tables is from before the first release."""
    return Account.__tablename__ not in tables


def is_known(version: str) -> bool:
    """Whether this program knows an office of this version: its own, or an older one."""
    return version == HEAD or (bool(re.fullmatch(r"\d{4}", version)) and "0000" < version < HEAD)


def newer_program(version: str) -> str:
    """What is said of an office that a newer program wrote."""
    return _(
        "This database was last opened by a newer program (version {version}). "
        "Install the newer program here too; nothing was changed."
    ).format(version=version)
