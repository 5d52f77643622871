"""Somebody who works in the office, as written down."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class StaffDraft:
    """Who it is; roles and passwords are given beside it."""

    code: Annotated[
        str,
        Editable(N_("Code"), "code", needed=True, stays=True, hint=N_("short; they sign in by it")),
    ]
    name: Annotated[str, Editable(N_("Full name"), needed=True)]
    phone: Annotated[str, Editable(N_("Phone"), "phone")] = ""
    active: Annotated[bool, Editable(N_("Works here"), "tick", later=True)] = True
