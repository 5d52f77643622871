"""A vehicle as it is written down."""

from dataclasses import dataclass
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class VehicleDraft:
    """A vehicle with its usual driver and how many cartons it takes."""

    code: Annotated[str, Editable(N_("Plate"), "code", needed=True, stays=True)]
    driver: Annotated[str, Editable(N_("Driver"), needed=True)]
    phone: Annotated[str, Editable(N_("Phone"), "code")]
    cartons: Annotated[int, Editable(N_("Cartons it takes"), "whole", needed=True, least=1)]
