"""The results of a plan, filled in from its scanned visit sheet."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.queries.visits import PlanDetail
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.visits.results import VisitResults, save_results

if TYPE_CHECKING:
    from desktop.services.scans import ScannedPaper


def scanned_results(
    desk: Desk, then: Callable[[int], None], plan: PlanDetail, paper: "ScannedPaper"
) -> Edit:
    """The grid of results with what the scan surely says; doubtful lines wait for a person."""
    left = [visit for visit in plan.visits if visit.state == "planned"]
    codes = [visit.code for visit in left]
    head, digest = plan.row, paper.layout.digest

    def saved(_number: object) -> None:
        then(head.id)
        desk.open(Link("scans", do="done", values=(("digest", digest),)))

    return Edit(
        title=_("Results of {rep}, {day}").format(rep=head.rep, day=head.day),
        note=_(
            "From the scan: look it over; a line with ? waits for you. What was written by hand "
            "is yours to type. Nothing is saved until you save."
        ),
        form=lambda: VisitResults(desk, left, paper),
        save=lambda office, given: save_results(office, head.id, codes, given),
        draft_key=f"visit.results.scan:{digest}",
        saved=saved,
        done=_("Results recorded"),
        wide=True,
    )
