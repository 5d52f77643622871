"""The office itself as it is written down."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class ProfileDraft:
    """What the office is called and where it is, as it stands on its papers.

    From its place (degrees, GCJ-02) reps set out, and runs between ``opens`` and ``closes``.
    """

    name: Annotated[
        str, Editable(N_("Name of the office"), needed=True, hint=N_("as it stands on paper"))
    ]
    city: Annotated[str, Editable(N_("City"))] = ""
    maker: Annotated[str, Editable(N_("Maker"), hint=N_("whose goods it sells"))] = ""
    phone: Annotated[str, Editable(N_("Phone"), "phone")] = ""
    address: Annotated[str, Editable(N_("Address"), wide=True)] = ""
    lat: Annotated[
        Decimal | None,
        Editable(
            N_("Latitude"), "decimal", later=True, hint=N_("where runs and visits begin, GCJ-02")
        ),
    ] = None
    lon: Annotated[Decimal | None, Editable(N_("Longitude"), "decimal", later=True)] = None
    opens: Annotated[
        str,
        Editable(
            N_("Warehouse opens"), "time", later=True, hint=N_("no run leaves before; empty: any")
        ),
    ] = ""
    closes: Annotated[
        str,
        Editable(
            N_("Warehouse closes"), "closing", later=True, hint=N_("by then all runs are back")
        ),
    ] = ""


@dataclass(frozen=True)
class UpdatesDraft:
    """The folder or share in which the office's programs look for newer versions."""

    updates_folder: Annotated[
        str,
        Editable(
            N_("Folder of newer versions"),
            limit=400,
            hint=N_("a shared folder; empty: newer versions aren't looked for"),
        ),
    ] = ""
