"""The forms of a proposal, computed and made by hand."""

from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.proposal import ProposalAsked, ProposalDraft, ProposalLineDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_
from desktop.queries.products import units_of
from desktop.queries.proposals import ProposalDetail
from desktop.queries.search import find_clients, find_products
from desktop.services.proposals import compute_proposal, edit_proposal_draft
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.proposals.board import ProposalForm

if TYPE_CHECKING:
    from desktop.services.office import Office


def proposal_form(desk: Desk, client: str = "", proposal_id: int | None = None) -> Form:
    """Which products, where on the shelf, how many first; a draft's client stays."""
    lines = Field(
        "lines",
        N_("Products"),
        "rows",
        needed=True,
        rows=(
            Field("product", N_("Product"), "lookup", True, lookup=desk.look_up(find_products)),
            Field("unit", N_("Unit"), "unit", True, width=50, units=desk.look_up(units_of)),
            Field("facings", N_("Facings"), "whole", True, default=2, width=54),
            Field("level", N_("Level"), "whole", True, default=1, width=48),
            Field("quantity", N_("First order"), "whole", True, width=60),
            Field("reason", N_("Why"), needed=True),
        ),
    )
    finds = {"client": find_clients}
    *head, display, support = fields_of(ProposalDraft, desk, known=bool(client), finds=finds)
    return ProposalForm(desk, (*head, lines, display, support), client, proposal_id)


def asked_form(desk: Desk) -> Form:
    """For whom, and what only a person knows; the rest is computed."""
    return Form(desk, fields_of(ProposalAsked, desk, finds={"client": find_clients}))


def save_computed(office: "Office", given: Given) -> int:
    """Compute it."""
    from desktop.services.computing import propose_shelf

    return propose_shelf(office, drafted(ProposalAsked, given.values))


def save_proposal(office: "Office", given: Given) -> int:
    """Draft what the form says."""
    return compute_proposal(office, _draft(given))


def save_proposal_draft(office: "Office", key: int, given: Given) -> None:
    """Change a draft to what the form says."""
    edit_proposal_draft(office, key, given["version"], _draft(given))


def _draft(given: Given) -> ProposalDraft:
    lines = [ProposalLineDraft(**row) for row in given["lines"]]
    return drafted(ProposalDraft, given.values, lines=lines)


def proposal_values(row: ProposalDetail) -> dict[str, Any]:
    """What stands in a draft, as the form shows it."""
    return {
        **asked(ProposalDraft, row),
        "version": row.version,
        "lines": [
            {
                "product": line.product,
                "unit": line.unit,
                "facings": line.facings,
                "level": line.level,
                "quantity": line.quantity,
                "reason": line.reason,
            }
            for line in row.lines
        ],
    }
