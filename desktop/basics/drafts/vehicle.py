"""A vehicle as it is written down."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class VehicleDraft:
    """A vehicle with its usual driver, what it takes, when it drives, and what it costs."""

    code: Annotated[str, Editable(N_("Plate"), "code", needed=True, stays=True)]
    driver: Annotated[str, Editable(N_("Driver"), needed=True)]
    cartons: Annotated[int, Editable(N_("Cartons it takes"), "whole", needed=True, least=1)]
    phone: Annotated[str, Editable(N_("Phone"), "code")] = ""
    kg: Annotated[int | None, Editable(N_("Kilograms it takes"), "whole", least=1)] = None
    starts: Annotated[str, Editable(N_("Its day starts"), "time")] = ""
    ends: Annotated[str, Editable(N_("Its day ends"), "time")] = ""
    runs: Annotated[int | None, Editable(N_("Runs a day at most"), "whole", least=1)] = None
    reload_s: Annotated[
        int | None, Editable(N_("Reloading takes"), "whole", hint=N_("seconds between two runs"))
    ] = None
    per_run_fen: Annotated[int | None, Editable(N_("Cost of a run"), "money", called="per_run")] = (
        None
    )
    per_km_fen: Annotated[int | None, Editable(N_("Cost of a km"), "money", called="per_km")] = None
    per_hour_fen: Annotated[
        int | None, Editable(N_("Cost of an hour"), "money", called="per_hour")
    ] = None
