"""The form of a client's facts."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import asked
from desktop.basics.places import place
from desktop.queries.clients import ClientFile
from desktop.queries.facts.neighbours import Density, density_at
from desktop.queries.search import find_reps
from desktop.queries.word_lists import offered_areas, offered_segments
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.said_rules import visit_days
from desktop.views.shared.neighbours import density_said

if TYPE_CHECKING:
    from desktop.services.office import Reading


_OF_DENSITY = ("lat", "lon", "households", "code")


class ClientForm(LiveForm):
    """The fields of a client; a known one keeps its code.

    As soon as it is known where it lies, it is said how densely shops stand there (P7).
    """

    def __init__(self, desk: Desk, *, known: bool = False) -> None:
        finds = {"rep": find_reps, "segment": offered_segments, "area": offered_areas}
        fields = fields_of(ClientDraft, desk, known=known, finds=finds, hints={"class": visit_days})
        super().__init__(desk, fields, columns=2)
        self._known = known
        self._asked: Mapping[str, Any] = {}
        self.remark = self.remark_below("lat")

    def look(self) -> None:
        """Ask how dense it is where the client lies as it is typed, if anything of it changed."""
        typed = {name: self.typed(name) for name in _OF_DENSITY}
        if typed == self._asked:
            return
        self._asked = typed
        spot = place(typed["lat"], typed["lon"])
        code = typed["code"] if self._known else ""

        def question(session: "Reading") -> Density | None:
            return density_at(session, spot, typed["households"], code) if spot else None

        self.desk.ask(self, question, self._say_density, slot="density")

    def _say_density(self, found: Density | None) -> None:
        is_dense = found is not None and found.is_dense(self.desk.rules)
        self.remark.say(density_said(self.desk, found), "careful" if is_dense else "quiet")


def client_values(file: ClientFile) -> dict[str, Any]:
    """What stands in a client file, as the form shows it."""
    return {**asked(ClientDraft, file), "version": file.version}
