"""Refusals that stand at no field: in a strip or a preview, or that nobody meets, and why."""

from collections.abc import Mapping

from tests.views.refusal_sites import UNKNOWN

# What names the open item, which no field asks for: gone meanwhile, its strip says so.
OPEN_ITEM = (
    *(
        "agreement",
        "benefit",
        "case",
        "collection",
        "delivery",
        "lines",
        "opening",
        "order",
        "plan",
    ),
    *("letter", "proposal", "rebate", "rule", "run", "settlement", "suggestion", "trial"),
)
OPEN_ITEMS_OWN = (
    ("clients.close_client", "client"),
    ("clients.edit_client", "client"),
    ("exchanges.give_back", "client"),
    ("accepted.order_proposal", "client"),
    ("accepted.order_proposal", "lines"),
    ("accepted.take_up_proposal", "client"),
    ("accepted.take_up_proposal", "lines"),
    ("lines.amend_all_lines", "client"),
    ("lines.amend_lines", "client"),
    ("staff.set_password", "staff"),
    ("product_pictures.drop_picture", "product"),
    ("product_pictures.set_picture", "product"),
    ("products.edit_product", "product"),
    ("products.set_price", "product"),
    ("stock.receive_stock", "product"),
    ("vehicles.edit_vehicle", "vehicle"),
    ("settlements.cancel_payout", "client"),
    ("settlements.pay_out", "client"),
    ("settlements.post_settlement", "client"),
    # These grey their step, which names the quarter, or the clients, in its tooltip.
    ("settlements.post_settlement", "quarter"),
    *((f"visits.release_{how}", "clients") for how in ("plan", "ready")),
)

# What nobody can meet in the window, and why.
NOBODY: Mapping[tuple[str, str], str] = {
    ("areas.set_areas", "name"): "said again at its line of “areas”",
    ("areas.set_areas", "days"): "said again at its line of “areas”",
    ("areas.set_areas", "minimum"): "said again at its line of “areas”",
    ("attachments.attach", "owner"): "the window names it, and no such document is deleted",
    ("cases.lapse_reward", "reporter"): "the choice holds this case's reporters",
    ("cases.pay_reward", "reporter"): "the code finds the reporter among those of the case",
    ("clauses.edit_clauses", "kind"): "the window names it",
    ("exchanges.give_back", "wanted"): "an exchange wishes for no day",
    ("lines.amend_all_lines", "minimum_prices"): "they are those of the agreement in force",
    ("lines.amend_all_lines", "product_rates"): "they are those of the agreement in force",
    ("lines.amend_lines", "minimum_prices"): "they are those of the agreement in force",
    ("lines.amend_lines", "product_rates"): "they are those of the agreement in force",
    ("margins.set_margins", "category"): "said again at its line of “margins”",
    ("margins.set_margins", "trade_margin"): "said again at its line of “margins”",
    ("promotions.end_promotion", "promotion"): "the choice holds those that run",
    **{
        ("settings.name_office", field): "asked later, in the settings"
        for field in ("lat", "lon", "opens", "closes")
    },
    **{
        (service, field): "its page has no fields: its strip says so"
        for service, fields in (
            ("day_plans.arrange_day", "date departs orders vehicle"),
            ("route_plans.put_route_plan", "from rep lines weekday weeks"),
            ("route_plans.move_on_route", "client route weekday weeks"),
            ("staff.check_own_password", "password staff"),
        )
        for field in fields.split()
    },
    ("rebates.deliver_rebate", "goods"): "a rebate is money",
    ("benefits.keep_promises", "goods"): "several are paid in money",
    ("rebates.reckon_rebate", "bands"): "it asks for nothing: its strip says so",
    ("runs.load_run", "picked"): "the window loads what expires first; only a file says otherwise",
    ("runs.load_run", "short"): "a person is asked instead",
    ("picking.load_as_picked", "short"): "a person is asked instead",
    ("products.edit_product", "prices"): "a known product's form asks for no price",
    ("staff.change_own_password", "staff"): "it is of whoever is signed in",
    ("settings.change_rules", UNKNOWN): "a rule's own name; each has its field (see below)",
    ("settings.name_office", UNKNOWN): "starting an office gives no numbers of rules",
    ("reports.read_report", "report"): "the window names it",
    ("reports.read_report", "to"): "the line of days says it before anything is asked",
    ("reports.report_paper", "rows"): "it stands in the preview's own strip",
    ("visits.record_visit", "assets"): "a patrol's form notes them; with a visit only a file does",
    ("word_lists.edit_word_lists", UNKNOWN): "a list's own name; each has its field (see below)",
}

# Refusals about no input that no step is greyed for: said in the strip.
STRIP: Mapping[tuple[str, str], str] = {
    ("agreements.sign_agreement", "NeedsConfirmation"): "a question with its yes",
    ("assortment.take_shipped", "wrong_state"): "said once rules are there; none is lost",
    ("backup.restore_over", "NeedsConfirmation"): "a question with its no",
    ("deliveries.record_delivery", "changed"): "the form shows an order as it is no more",
    ("results.record_results", "NeedsConfirmation"): "a question with its yes",
    ("results.record_results", "changed"): "at its row, which shows an order as it is no more",
    ("staff.change_own_password", "not_allowed"): "who left is signed out, and told so",
    ("staff.check_own_password", "not_allowed"): "the page that locks the window says so",
    ("imports.take_back.take_back_import", "not_found"): "it is looked at first, in the strip",
    ("imports.take_back.take_back_import", "wrong_state"): "what rests on it is named in the strip",
    ("lines.amend_all_lines", "wrong_state"): "its panel greys it; here all was drafted meanwhile",
    ("grounds.drop_ground", "not_found"): "its button is there while a picture is",
    ("product_pictures.set_pictures", "NeedsConfirmation"): "a question with its yes",
    ("products.add_product", "NeedsConfirmation"): "a question with its yes",
    ("products.edit_product", "NeedsConfirmation"): "a question with its yes",
    ("reports.read_report", "not_allowed"): "roles taken away meanwhile: the window is built anew",
    ("reversals.take_back", "wrong_state"): "said in the strip: its paper was printed meanwhile",
    ("settlements.cancel_payout", "wrong_state"): "the item is the payout",
    ("settlements.pay_out", "wrong_state"): "the item is the payout",
    ("settlements.post_settlement", "changed"): "the page marks who stands otherwise now",
    ("word_lists.take_starter", "wrong_state"): "its page greys it; here another took it meanwhile",
    ("client_sets.put_back_clients", "changed"): "said as what could not be taken back",
    ("plan_sets.put_back_plans", "changed"): "said as what could not be taken back",
    ("products.put_back_products", "changed"): "said as what could not be taken back",
}
# Of several documents at once those that can't be are named in the strip beside the list, with a
# yes for the others: by any service that goes through ``services/several.py``.
OF_SEVERAL = (UNKNOWN, "not_found", "NeedsConfirmation")
# Papers are previewed, and what is refused stands in the preview's own strip.
PREVIEWED = ("papers.", "lists.")
