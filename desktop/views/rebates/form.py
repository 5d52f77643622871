"""The form of a rebate plan: its time, its bands, what counts and for whom (B3)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.rebate import Band, RebateDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.queries.search import find_clients, find_products
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office

_SEVERAL = N_("several with a comma between; empty: all")
_UNIT_FEN = 100  # what a whole number of units is typed as, where amounts of yuan are


def rebate_form(desk: Desk) -> Form:
    """A new plan; a threshold is typed in yuan or in base units, as the plan counts."""
    products, clients = desk.look_up(find_products), desk.look_up(find_clients)
    bands = Field(
        "bands",
        N_("Bands: from which amount (or how many units), which rate (or how much for each)"),
        "rows",
        rows=(
            Field("from", N_("From"), "money", width=130),
            Field("rate", N_("Rate"), "rate", width=110),
            Field("each", N_("For each unit"), "money", width=110),
        ),
    )
    named = (
        Field(
            "products",
            N_("Only these products; nothing named: all"),
            "rows",
            rows=(Field("product", N_("Product"), "lookup", True, lookup=products),),
        ),
        Field("lines", N_("Product lines"), hint=_SEVERAL),
        Field("categories", N_("Categories"), hint=_SEVERAL),
        Field(
            "clients",
            N_("Only these clients; nobody named: all"),
            "rows",
            rows=(Field("client", N_("Client"), "lookup", True, lookup=clients),),
        ),
        Field("segments", N_("Segments"), hint=_SEVERAL),
        Field("classes", N_("Classes"), hint=_SEVERAL),
    )
    return Form(desk, (*fields_of(RebateDraft, desk), bands, *named), fluid=True)


def save_rebate(office: "Office", given: Given) -> int:
    """Draft the plan."""
    from desktop.services.rebates import draft_rebate

    draft = drafted(
        RebateDraft,
        given.values,
        bands=list(_bands(given["bands"], given["base"])),
        products=[row["product"] for row in given["products"]],
        clients=[row["client"] for row in given["clients"]],
        **{name: _words(given[name]) for name in ("lines", "categories", "segments", "classes")},
    )
    return draft_rebate(office, draft)


def _bands(rows: Sequence[Mapping[str, Any]], base: str) -> Iterator[Band]:
    for place, row in enumerate(rows, 1):
        threshold = row["from"] or 0
        if base == "quantity":
            threshold, part = divmod(threshold, _UNIT_FEN)
            if part:
                words = _("Units are whole numbers.")
                raise Refused("invalid", words, "bands", Spot(place, "from"))
        yield Band(threshold, row["rate"], row["each"])


def _words(text: str) -> list[str]:
    """Words with commas between, of either width."""
    plain = (text or "").replace("，", ",").replace("、", ",")
    return [word for word in (one.strip() for one in plain.split(",")) if word]
