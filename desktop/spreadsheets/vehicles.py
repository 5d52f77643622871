"""Lists of vehicles: their headings."""

from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.i18n import N_
from desktop.spreadsheets.list_kind import ListKind, declared_fields

VEHICLES = ListKind(
    "vehicles",
    N_("Vehicles"),
    tuple(declared_fields(VehicleDraft)),
    (("code",), ("driver", "cartons", "kg")),
)
