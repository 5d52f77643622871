"""The office itself as it is written down."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class ProfileDraft:
    """What the office is called and where it is, as it stands on its papers."""

    name: Annotated[
        str, Editable(N_("Name of the office"), needed=True, hint=N_("as it stands on paper"))
    ]
    city: Annotated[str, Editable(N_("City"))] = ""
    maker: Annotated[str, Editable(N_("Maker"), hint=N_("whose goods it sells"))] = ""
    address: Annotated[str, Editable(N_("Address"))] = ""
    phone: Annotated[str, Editable(N_("Phone"), "code")] = ""
