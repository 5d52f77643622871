"""The forms of a benefit: promised, given at once, or given as it was promised."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.benefit import BenefitDraft, GivenGoods, HandoverDraft, PromiseDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_
from desktop.queries.benefits import BenefitDetail
from desktop.queries.search import find_clients, find_products
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.file_list import attach_files
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office


def promise_form(desk: Desk) -> Form:
    """What a client is promised, and by when."""
    return Form(desk, fields_of(PromiseDraft, desk, finds={"client": find_clients}))


def benefit_form(desk: Desk) -> Form:
    """What a client is given, how it is paid, and which goods leave the warehouse for it."""
    head = fields_of(BenefitDraft, desk, finds={"client": find_clients})
    return Form(desk, (*head, _goods(desk)))


def handover_form(desk: Desk) -> Form:
    """How a promise is kept."""
    return Form(desk, (*fields_of(HandoverDraft, desk), _goods(desk)))


def _goods(desk: Desk) -> Field:
    return Field(
        "goods",
        N_("Goods"),
        "rows",
        rows=(
            Field("product", N_("Product"), "lookup", lookup=desk.look_up(find_products)),
            Field("quantity", N_("Base units"), "whole", width=80),
        ),
    )


def handover_values(row: BenefitDetail) -> Mapping[str, Any]:
    """It costs what was promised, until something else is typed; a rebate is set off (B3)."""
    values: dict[str, Any] = {"cost": row.row.cost_fen}
    return values | {"paid_by": "setoff"} if row.row.kind == "rebate" else values


def save_promise(office: "Office", given: Given) -> int:
    """Promise it."""
    from desktop.services.benefits import promise_benefit

    return promise_benefit(office, drafted(PromiseDraft, given.values))


def save_benefit(office: "Office", given: Given) -> int:
    """Give it."""
    from desktop.services.benefits import deliver_benefit

    return deliver_benefit(office, drafted(BenefitDraft, given.values, goods=_given(given)))


def save_handover(office: "Office", key: int, given: Given) -> None:
    """Give what was promised."""
    from desktop.services.benefits import keep_promise

    keep_promise(office, key, drafted(HandoverDraft, given.values, goods=_given(given)))


def _given(given: Given) -> Sequence[GivenGoods]:
    return [GivenGoods(row["product"], row["quantity"] or 0) for row in given["goods"]]


def sign(office: "Office", key: int, given: Given) -> None:
    """The signature with its scan, both or none."""
    from desktop.services.benefits import sign_benefit

    with office.batch() as together:
        sign_benefit(together, key, given["dated"])
        attach_files("benefit", together, key, given)
