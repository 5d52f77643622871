"""The form of a product."""

from collections.abc import Mapping
from typing import Any

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_
from desktop.queries.products import ProductDetail, offered_categories, offered_lines
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.named_lines import by_name

_UNIT = (
    Field("unit", N_("Unit"), needed=True),
    Field("size", N_("Base units in it"), "whole", needed=True, width=120),
)
_PRICE = Field("price", N_("Supply price"), "money", width=120)


def product_form(desk: Desk, *, known: bool = False) -> Form:
    """The fields of a product and its units; a known one keeps its code, and has prices by date."""
    rows = _UNIT if known else (*_UNIT, _PRICE)
    units = Field("units", N_("Units"), "rows", needed=True, also=("prices",), rows=rows)
    finds = {"line": offered_lines, "category": offered_categories}
    fields = fields_of(ProductDraft, desk, known=known, finds=finds)
    return Form(desk, (*fields, units), columns=2, fluid=True)


def product_draft(values: Mapping[str, Any]) -> ProductDraft:
    """What was typed, as the service takes it."""
    rows = values["units"]
    return drafted(
        ProductDraft,
        values,
        units=by_name("units", "unit", enumerate(rows, 1), lambda row: row["size"]),
        prices={row["unit"]: row["price"] for row in rows if row.get("price") is not None},
    )


def product_values(product: ProductDetail) -> dict[str, Any]:
    """What is known of a product, as the form shows it."""
    units = [{"unit": unit, "size": size} for unit, size in product.units.items()]
    return {**asked(ProductDraft, product), "version": product.version, "units": units}
