"""Vehicles and drivers: the list, and one with its day, its costs and its last runs (D4)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.queries.runs import RunRow
from desktop.queries.vehicles import VEHICLES, VehicleDetail, VehicleLine, vehicle_detail
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.declared import facts_of, fields_of
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, Given, opening
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, tone_of

if TYPE_CHECKING:
    from desktop.services.office import Office, Reading


class VehicleView(Detail[VehicleDetail]):
    """One vehicle with its usual driver."""

    kind: ClassVar[str] = "vehicle"

    def blocks(self) -> Sequence[Block[VehicleDetail]]:
        runs: Lines[VehicleDetail, RunRow] = Lines(
            _RUNS,
            lambda row: row.last,
            title=N_("Its last runs"),
            enter=lambda run: self.desk.open(Link("runs", run.id)),
        )
        return Head(_head), Facts(self._facts), runs

    def steps(self) -> Sequence[Action]:
        return (opening("vehicle.edit", N_("Change"), self.change, "Ctrl+E", primary=True),)

    def load(self, session: "Reading", key: int) -> VehicleDetail:
        return vehicle_detail(session, key, self.desk.today)

    def _facts(self, row: VehicleDetail) -> Sequence[Fact]:
        elsewhere: dict[str, Fact | str | None] = {"code": None, "driver": None}
        return (
            *facts_of(VehicleDraft, row, self.desk, elsewhere),
            Fact(_("Runs in four weeks"), str(row.recent)),
        )

    def change(self, row: VehicleDetail) -> None:
        """Change what is known of it."""
        self.open_form(
            "vehicle.edit",
            _("Change {number}").format(number=row.code),
            lambda: Form(self.desk, fields_of(VehicleDraft, self.desk, known=True), fluid=True),
            save_changed_vehicle,
            _("Vehicle changed"),
            values=vehicle_values,
        )


def _head(row: VehicleDetail) -> Heading:
    return Heading(f"{row.code} · {row.driver}", (), row.phone)


_RUNS = (
    Column[RunRow](N_("Day"), lambda row: day(row.day), 96),
    Column[RunRow](N_("Run"), lambda row: row.number, 130, stretch=True),
    Column[RunRow](N_("Stops"), lambda row: str(row.stops), 60, right=True),
    Column[RunRow](N_("Cartons"), lambda row: str(row.load), 70, right=True),
    Column[RunRow](
        N_("State"),
        lambda row: state_word("run", row.state),
        80,
        tone=lambda row: tone_of(row.state),
    ),
)


class VehiclesPage(ListPage[VehicleLine]):
    """Every vehicle, by its plate."""

    name: ClassVar[str] = "vehicles"
    title: ClassVar[str] = N_("Vehicles and drivers")
    records = VEHICLES
    edit_kind: ClassVar[str] = "vehicles"
    search_words: ClassVar[str] = N_("plate or driver")
    new_words: ClassVar[str] = N_("New vehicle")
    new_action: ClassVar[str] = "vehicle.add"
    empty_title: ClassVar[str] = N_("No vehicles yet")
    empty_words: ClassVar[str] = N_(
        "A vehicle has its driver, the cartons and kilograms it takes, its day and its costs: "
        "runs are planned by them."
    )
    nothing_open: ClassVar[str] = N_("Choose a vehicle on the left.")
    columns = (
        Column(N_("Vehicle"), lambda row: row.code, 96, "code"),
        Column(N_("Driver"), lambda row: row.driver, 80, "driver", stretch=True),
        Column(N_("Cartons"), lambda row: str(row.cartons), 64, "cartons", right=True),
        Column(N_("Kg"), lambda row: str(row.kg or ""), 60, "kg", right=True),
        Column(N_("Its day"), lambda row: row.hours, 104, "starts"),
        Column(N_("Runs a day"), lambda row: str(row.runs), 64, "runs", right=True),
        Column(N_("In four weeks"), lambda row: str(row.recent), 70, "recent", right=True),
    )
    shares: ClassVar[tuple[int, int]] = (50, 50)

    def make_detail(self) -> VehicleView:
        return VehicleView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} vehicles").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new vehicle."""
        return Edit(
            title=_("New vehicle"),
            form=lambda: new_vehicle_form(self.desk),
            save=save_new_vehicle,
            draft_key="vehicle.add",
            saved=self.saved,
            done=_("Vehicle added"),
            values=dict(link.values),
        )


def new_vehicle_form(desk: Desk) -> Form:
    """A vehicle and its usual driver."""
    return Form(desk, fields_of(VehicleDraft, desk), fluid=True)


def save_new_vehicle(office: "Office", given: Given) -> int:
    """Add the vehicle."""
    from desktop.services.runs import add_vehicle

    return add_vehicle(office, drafted(VehicleDraft, given.values))


def vehicle_values(row: VehicleDetail) -> Mapping[str, Any]:
    """What is known of a vehicle, as its form shows it."""
    return {**asked(VehicleDraft, row), "version": row.version}


def save_changed_vehicle(office: "Office", key: int, given: Given) -> None:
    """Change the vehicle."""
    from desktop.services.vehicles import edit_vehicle

    edit_vehicle(office, key, given["version"], drafted(VehicleDraft, given.values))
