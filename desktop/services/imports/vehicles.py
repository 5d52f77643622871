"""Vehicles from a list."""

from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Vehicle
from desktop.services.imports.by_draft import kind_by_draft
from desktop.services.runs import check_vehicle
from desktop.spreadsheets import vehicles as lists

VEHICLES = kind_by_draft(lists.VEHICLES, "车辆", VehicleDraft, Vehicle, check_vehicle)
