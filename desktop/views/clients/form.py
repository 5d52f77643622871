"""The form of a client's facts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.basics.datums import DATUMS, KEPT, kept_place, readings
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.basics.places import Place, place
from desktop.queries.clients import ClientFile
from desktop.queries.facts.neighbours import Density, density_at
from desktop.queries.map_places import Nearness, office_nearness
from desktop.queries.search import find_reps
from desktop.queries.word_lists import offered_areas, offered_segments
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.parts import Remark, button, column, line
from desktop.views.kit.said_rules import visit_days
from desktop.views.shared.kind_kept import keep_kind, kind_kept
from desktop.views.shared.neighbours import density_said
from desktop.views.shared.place_map import PlaceMap, readings_said, six_places

if TYPE_CHECKING:
    from desktop.services.office import Reading


_OF_PLACE = ("lat", "lon", "datum", "households", "code", "area")
_SHIFTED_M = 300  # the least by which the kinds lie apart: nearer than that nothing is said loudly

Around = tuple[Density | None, Nearness | None]


class ClientForm(LiveForm):
    """The fields of a client; a known one keeps its code.

    Coordinates are typed as they are found and turned into the office's kind when they are saved.
    As soon as it is known where the shop lies, it is said how densely shops stand there (P7), and
    how far that is, under each kind, from its area's others. A place can be picked on a map.
    """

    def __init__(self, desk: Desk, *, known: bool = False) -> None:
        finds = {"rep": find_reps, "segment": offered_segments, "area": offered_areas}
        fields = fields_of(ClientDraft, desk, known=known, finds=finds, hints={"class": visit_days})
        after_lon = [field.name for field in fields].index("lon") + 1
        fields.insert(after_lon, _kind_field(desk))
        super().__init__(desk, fields, columns=2, fluid=True)
        self._place_shown: tuple[Any, ...] = ()
        self._known = known
        self._asked: Mapping[str, Any] = {}
        self._picked: tuple[Any, ...] = ()  # a place that was clicked at, which tells of no kind
        self.remark = self.remark_below("lat")
        self.kinds = Remark()
        self.pick = button(_("Pick on the map"), self._pick, "", "", _("Coordinates by a click"))
        self.show_place = button(_("Show on the map"), self._show_place, "link")
        self.places = PlaceMap(desk)
        self.places.hide()
        self.places.picked.connect(self._take)
        self.places.map.given_up.connect(self.pick.setFocus)
        buttons = line(self.pick, self.show_place, None)
        below = column(self.kinds, buttons, self.places)
        below.setContentsMargins(0, 0, 0, 6)
        around = QWidget()
        around.setLayout(below)
        self.stand_below("datum", around, in_line=True)

    def look(self) -> None:
        """Ask what is around the place that is typed, if anything of it changed."""
        typed = {name: self.typed(name) for name in _OF_PLACE}
        if typed == self._asked:
            return
        self._asked = typed
        found, spot = self._readings(), self._spot()
        code = typed["code"] if self._known else ""

        def question(session: "Reading") -> Around:
            if spot is None:
                return None, None
            near = office_nearness(session, found, code, typed["area"] or "")
            return density_at(session, spot, typed["households"], code), near

        self.desk.ask(self, question, self._say_around, slot="density")
        self.show_place.setVisible(spot is not None)
        self.places.show_readings(found, typed["datum"] or KEPT)

    def values(self) -> dict[str, Any] | None:
        """What was typed; of what kind its coordinates were is remembered for the next ones."""
        found = super().values()
        if found is not None and found["lat"] is not None:
            typed = self._place_typed()
            if typed not in (self._picked, self._place_shown):
                keep_kind(self.desk, found["datum"])
        return found

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self._place_shown = self._place_typed()

    def _place_typed(self) -> tuple[Any, ...]:
        return tuple(self.typed(name) for name in ("lat", "lon", "datum"))

    def _readings(self) -> Mapping[str, Place]:
        lat, lon = self.typed("lat"), self.typed("lon")
        if place(lat, lon) is None:
            return {}
        return readings(lat, lon)

    def _spot(self) -> Place | None:
        """Where the shop lies by what is typed, as the office keeps places."""
        return self._readings().get(self.typed("datum") or KEPT)

    def _say_around(self, around: Around) -> None:
        found, near = around
        is_dense = found is not None and found.is_dense(self.desk.rules)
        self.remark.say(density_said(self.desk, found), "careful" if is_dense else "quiet")
        chosen = self.typed("datum") or KEPT
        doubted = near is not None and _is_doubted(near, chosen)
        self.kinds.say(readings_said(near), "careful" if doubted else "quiet")

    def _pick(self) -> None:
        """Ask for a click on the map."""
        self._show_place()
        self.places.ask()

    def _show_place(self) -> None:
        self.places.show()
        self.places.show_clients()

    def _take(self, there: Place) -> None:
        """Take a place that was clicked at: the map knows the office's kind alone."""
        for name, value in zip(("lat", "lon"), six_places(there), strict=True):
            self.editor(name).show_raw(str(value))
        self.editor("datum").show_raw(KEPT)
        self._picked = self._place_typed()
        self.places.ask(False)
        self.pick.setFocus()


def _kind_field(desk: Desk) -> Field:
    return Field(
        "datum",
        N_("Coordinates are"),
        "choice",
        needed=True,
        choices=DATUMS,
        default=kind_kept(desk),
    )


def _is_doubted(near: Nearness, chosen: str) -> bool:
    """Whether another kind would put the shop much nearer to its area's others."""
    metres = near.metres.get(chosen, 0)
    return metres > _SHIFTED_M and near.metres[near.best] * 2 <= metres


def client_values(file: ClientFile) -> dict[str, Any]:
    """What stands in a client file, as the form shows it; a place is in the office's kind."""
    kind = {"datum": KEPT} if file.lat is not None and file.lon is not None else {}
    return {**asked(ClientDraft, file), **kind, "version": file.version}


def client_draft(values: Mapping[str, Any]) -> ClientDraft:
    """The draft of what was typed, its place turned into the office's kind."""
    lat, lon, datum = values.get("lat"), values.get("lon"), values.get("datum") or KEPT
    if lat is None or lon is None or place(lat, lon) is None or lat == lon == 0:
        return drafted(ClientDraft, values)
    north, east = kept_place(lat, lon, datum)
    return drafted(ClientDraft, {**values, "lat": north, "lon": east})
