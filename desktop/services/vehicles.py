"""Vehicles and their drivers, changed as they change (D4); new ones are added in ``runs``."""

from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Vehicle
from desktop.services.checks import need_version
from desktop.services.office import Office
from desktop.services.runs import check_vehicle
from desktop.services.steps import Noun, Step, anytime
from desktop.services.written import need_phones, write_over

VEHICLE = Noun("vehicle", Vehicle)
EDIT = Step("vehicle.edit", VEHICLE, anytime)


def edit_vehicle(office: Office, vehicle_id: int, version: int, changes: VehicleDraft) -> None:
    """Save what is known of a vehicle; its code stays. Raises ChangedElsewhere (E2)."""
    check_vehicle(changes)
    with EDIT.begin(office, vehicle_id) as (_session, vehicle):
        need_version(vehicle, version)
        need_phones(changes, vehicle)
        write_over(vehicle, changes)
