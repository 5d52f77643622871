"""What can be done with several visit plans at once."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.i18n import N_
from desktop.queries.search import find_reps
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.lists.many import Done, ManyAct
from desktop.views.kit.lists.print_many import by_key, printing

if TYPE_CHECKING:
    from desktop.services.office import Office

_GIVEN = {
    "date": (N_("Put them on another day"), N_("{number} plans have this day now")),
    "rep": (N_("Give them another rep"), N_("{number} plans have this rep now")),
}


def plan_acts(desk: Desk) -> Sequence[ManyAct]:
    """Given another day or rep while they aren't released; their sheets once they are."""
    fields = {one.name: one for one in fields_of(VisitPlanDraft, desk, finds={"rep": find_reps})}
    given = [
        ManyAct(
            f"give {name}", "visit.change", words, partial(_give, name), done, ask=(fields[name],)
        )
        for name, (words, done) in _GIVEN.items()
    ]
    return (*given, printing(desk, N_("Print their sheets"), "visit_sheet", by_key))


def _give(field: str, office: "Office", keys: Sequence[int], given: Given) -> Done:
    from desktop.services import plan_sets

    if field == "date":
        before = plan_sets.give_day(office, keys, given[field])
    else:
        before = plan_sets.give_plans_rep(office, keys, given[field])
    return Done(len(before.values), lambda office: plan_sets.put_back_plans(office, before))
