"""Every refusal that a person can meet is seen in the window.

At the field it is about, in the form that calls the service; or as the reason why a step is
greyed; or, where no input is at fault, in the strip of the open item. Read from the source, so
that a new refusal with a field that no form knows fails here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import CODES, Refused, Spot
from desktop.basics.roles import ROLES
from desktop.queries.orders import order_detail
from desktop.queries.run_loading import RunLoading
from desktop.queries.run_money import RunCash
from desktop.queries.run_results import RunResults
from desktop.queries.settings import RULES
from desktop.queries.visits import plan_detail
from desktop.queries.words import WORD_LISTS
from desktop.services.orders import OrderedLine, add_order
from desktop.services.staff import add_staff
from desktop.services.visits import plan_visits
from desktop.views import own_password
from desktop.views.agreements.form import AgreementForm
from desktop.views.agreements.page import AgreementsPage
from desktop.views.assortment.page import rule_form
from desktop.views.benefits.forms import handover_form, promise_form
from desktop.views.clients.form import ClientForm
from desktop.views.deliveries.giving_back import GivingBackForm
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.map.ground_form import GroundForm
from desktop.views.orders.order_form import OrderForm
from desktop.views.pages import PAGES
from desktop.views.payments.forms import PaymentForm
from desktop.views.products.form import product_form
from desktop.views.products.pictures import many_pictures
from desktop.views.proposals.forms import proposal_form
from desktop.views.proposals.survey import SurveyForm
from desktop.views.runs.closing import CashForm, ClosingForm
from desktop.views.runs.forms import RunForm, stop_form
from desktop.views.runs.loading import LoadingForm
from desktop.views.runs.results import ResultsForm
from desktop.views.settings.page import _SECTIONS
from desktop.views.sign_in.start import start_form
from desktop.views.staff.page import _form as person_form
from desktop.views.suggestions.form import SuggestionForm
from desktop.views.vehicles.page import new_vehicle_form
from desktop.views.visits.forms import PatrolForm
from desktop.views.visits.patrols import PatrolRound, spot_of
from desktop.views.visits.results import RESULT_COLUMNS, VisitResults
from desktop.views.window import Desktop
from tests.office import new_team
from tests.views.desk import open_desk, settle
from tests.views.refusal_sites import (
    METHODS,
    UNKNOWN,
    At,
    Site,
    entries,
    greyed,
    issued,
    raise_calls,
    sites_of,
    window_calls,
)
from tests.views.refused_elsewhere import (
    NOBODY,
    OF_SEVERAL,
    OPEN_ITEM,
    OPEN_ITEMS_OWN,
    PREVIEWED,
    STRIP,
)

# The forms and steps of the window in which each service is called with what a person typed.
# "page: new" is a page's form for a new item, "page: action" what a step asks.
WHERE: Mapping[str, tuple[str, ...]] = {
    "agreements.approve_agreement": ("agreements: agreement.approve",),
    "agreements.draft_agreement": ("agreements: new",),
    "agreements.edit_agreement_draft": ("agreement",),
    "agreements.sign_agreement": ("agreements: agreement.sign",),
    "attachments.attach": (
        "agreements: attach",
        "benefits: attach",
        "benefits: benefit.sign",
        "agreements: agreement.sign",
        "cases: new",
        "cases: attach",
        "clients: attach",
    ),
    "areas.set_areas": ("settings: 8",),
    "assortment.edit_rule": ("rule",),
    "assortment.add_rule": ("assortment: new",),
    "areas.set_holiday": ("settings: 9",),
    "cases.lapse_reward": ("cases: reward.lapse",),
    "cases.pay_reward": ("cases: reward.pay",),
    "cases.report_case": ("cases: new",),
    "cases.rule_case": ("cases: case.rule",),
    "closing.close_run": ("close",),
    "closing.take_cash": ("cash",),
    "clauses.edit_clauses": ("settings: 3", "settings: 4"),
    "clients.add_client": ("clients: new",),
    "clients.close_client": ("clients: client.close",),
    "clients.edit_client": ("client",),
    "clients.set_opening": ("fund: new",),
    "returns.cancel_return": ("deliveries: return.cancel",),
    "deliveries.record_delivery": ("stop",),
    "exchanges.give_back": ("giving back",),
    "margins.set_margins": ("settings: 11",),
    "orders.add_order": ("orders: new",),
    "orders.change_order": ("order",),
    "benefits.deliver_benefit": ("benefits: new",),
    "benefits.end_benefits_asset": ("benefits: asset.end",),
    "benefits.keep_promise": ("handover",),
    "benefits.promise_benefit": ("promise",),
    "benefits.sign_benefit": ("benefits: benefit.sign",),
    "rebates.deliver_rebate": ("rebates: rebate.deliver",),
    "rebates.draft_rebate": ("rebates: new",),
    "benefits.withdraw_benefit": ("benefits: benefit.withdraw",),
    "payments.pay_refund": ("refund",),
    "payments.record_collection": ("payments: new",),
    "staff.add_staff": ("staff: new",),
    "staff.change_own_password": ("own password",),
    "letters.answer_letter": ("letters: letter.answer",),
    "letters.send_letters": ("letters: new",),
    "settings.change_rules": ("settings: 2",),
    "settings.edit_office": ("settings: 1",),
    "staff.edit_staff": ("person",),
    "settings.name_office": ("start",),
    "staff.set_password": ("staff: staff.edit",),
    "settings.review_clauses": ("settings: 5",),
    "settings.set_updates_folder": ("settings: 12",),
    "grounds.set_ground": ("ground",),
    "product_pictures.set_picture": ("products: product.picture",),
    "product_pictures.set_pictures": ("pictures",),
    "products.add_product": ("products: new",),
    "products.edit_product": ("product",),
    "products.set_price": ("products: product.price",),
    "promotions.add_promotion": ("settings: 7",),
    "computing.propose_shelf": ("proposals: new",),
    "proposals.compute_proposal": ("by hand",),
    "proposals.edit_proposal_draft": ("proposal",),
    "proposals.record_survey": ("survey",),
    "picking.load_as_picked": ("run loading",),
    "results.record_results": ("run results",),
    "runs.add_vehicle": ("vehicle",),
    "runs.change_run": ("run",),
    "vehicles.edit_vehicle": ("vehicle",),
    "runs.plan_run": ("runs: new",),
    "stock.count_lot": ("products: stock.count",),
    "stock.receive_stock": ("products: stock.receive",),
    "stock.start_stock": ("settings: 10",),
    "stock.write_off": ("products: stock.write_off",),
    "settlements.pay_out": ("payouts: payout.pay",),
    "settlements.pay_out_several": ("payouts: several pay",),
    "orders.move_orders": ("orders: several move",),
    "benefits.keep_promises": ("benefits: several deliver",),
    "benefits.sign_benefits": ("benefits: several sign",),
    "plan_sets.give_day": ("visits: several give date",),
    "plan_sets.give_plans_rep": ("visits: several give rep",),
    "stock.write_off_lots": ("stock: several write off",),
    "client_sets.give_area": ("clients: several give area",),
    "client_sets.give_class": ("clients: several give class",),
    "client_sets.give_rep": ("clients: several give rep",),
    "settlements.prepare_settlement": ("settlements: new",),
    "suggestions.edit_suggestion_draft": ("suggestion",),
    "suggestions.prepare_suggestion": ("suggestions: new",),
    "trials.draw_trial": ("trials: new",),
    "trials.call_off_trial": ("trials: trial.call_off",),
    "visits.change_plan": ("visits: new",),
    "visits.fail_visit": ("results",),
    "visits.plan_visits": ("visits: new",),
    "visits.record_patrol": ("patrol", "round"),
    "visits.record_visit": ("results",),
    "word_lists.edit_word_lists": ("settings: 6",),
}

Forms = Mapping[str, Form]


@pytest.fixture
def forms(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Iterator[Forms]:
    """Every form of the window, as somebody with all roles meets it."""
    team = new_team(sqlite_url)
    add_staff(team.ad, "all", "多面手", list(ROLES))
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    desktop = open_desk(qtbot, team.all, tmp_path)
    with team.office.reading() as session:
        stop = stop_form(desktop.desk, order_detail(session, order, desktop.desk.today))
        results = VisitResults(desktop.desk, plan_detail(session, plan).visits)
    made = {**_page_forms(desktop), **_other_forms(desktop), "stop": stop, "results": results}
    settle(qtbot, desktop)
    yield made
    for one in made.values():
        one.deleteLater()


def _page_forms(desktop: Desktop) -> dict[str, Form]:
    desk, found = desktop.desk, {}
    for entry in PAGES:
        page = desktop.page(entry.name)
        if not isinstance(page, ListPage):
            continue
        if isinstance(page, AgreementsPage):
            page._lines = ["清泉"]  # asked for before its form is opened
        edit = page.edit_new(Link(entry.name))
        if edit is not None:
            found[f"{entry.name}: new"] = edit.form()
        steps = [(action.name, action) for action in page.detail.bar._actions]
        several = page.several.pane.bar._actions
        for name, action in (*steps, *((f"several {one.name}", one) for one in several)):
            if action.ask:
                # What can be chosen is asked of the open item, and none is open here.
                asked = [
                    replace(one, choices={}) if callable(one.choices) else one for one in action.ask
                ]
                found[f"{entry.name}: {name}"] = Form(desk, asked)
    return found


def _other_forms(desktop: Desktop) -> dict[str, Form]:
    """The forms that change something, or stand beside a page's first one."""
    desk = desktop.desk
    sections = {f"settings: {key}": one.form(desk) for key, one in _SECTIONS.items()}
    views: dict[str, Callable[[], Form]] = {
        "agreement": lambda: AgreementForm(desk, ["清泉"], known=True),
        "client": lambda: ClientForm(desk, known=True),
        "ground": lambda: GroundForm(desk, None),
        "by hand": lambda: proposal_form(desk),
        "close": lambda: ClosingForm(desk, RunCash({})),
        "cash": lambda: CashForm(desk, RunCash({})),
        "giving back": lambda: GivingBackForm(desk, {}, orders=True),
        "handover": lambda: handover_form(desk),
        "order": lambda: OrderForm(desk),
        "own password": lambda: Form(desk, own_password._FIELDS),
        "patrol": lambda: PatrolForm(desk),
        "round": lambda: PatrolRound(desk),
        "run loading": lambda: LoadingForm(desk, RunLoading(1, "", True, ())),
        "run results": lambda: ResultsForm(desk, RunResults(1, "", desk.today, ())),
        "person": lambda: person_form(desk, known=True),
        "pictures": many_pictures(desk).form,
        "product": lambda: product_form(desk, known=True),
        "promise": lambda: promise_form(desk),
        "proposal": lambda: proposal_form(desk, "C1", 1),
        "refund": lambda: PaymentForm(desk, in_credit=True),
        "rule": lambda: rule_form(desk, known=True),
        "run": lambda: RunForm(desk),
        "start": lambda: start_form(desk),
        "suggestion": lambda: SuggestionForm(desk, known=True),
        "survey": lambda: SurveyForm(desk),
        "vehicle": lambda: new_vehicle_form(desk),
    }
    return sections | {name: make() for name, make in views.items()}


def typed_into() -> list[str]:
    """The services that the window calls; the office's start calls one more."""
    called = sorted(window_calls() | {"settings.name_office"})
    return [one for one in called if not one.startswith(PREVIEWED)]


def of_field(service: str) -> list[Site]:
    """What a service refuses about an input, as far as a person can meet it."""
    return sorted(
        (
            site
            for site in sites_of(entries()[service])
            if site.field is not None
            and site.field not in OPEN_ITEM
            and (service, site.field) not in OPEN_ITEMS_OWN
            and (service, site.field) not in NOBODY
        ),
        key=str,
    )


def stands_at(form: Form, site: Site) -> str | None:
    """The field of this form at which it is said; None when it knows none, or not its column."""
    spot = Spot(1, site.at.column) if site.at is not None else None
    place = form.place_of(Refused(site.code, "", site.field, spot))
    if place is None or site.at is None or site.at.column in ("", UNKNOWN):
        return place
    return place if site.at.column in [one.name for one in form.editor(place).field.rows] else None


def result_site(site: Site) -> Site:
    """A visit's refusal stands in the row of its client."""
    return Site(site.raised, site.code, "visits", At(RESULT_COLUMNS.get(str(site.field), "result")))


def grid_site(name: str, site: Site) -> Site:
    """A refusal of a stop, or of what was picked, stands in the grid at its row and column."""
    code = site.code if site.code in CODES else "invalid"  # of one that is said again
    if name == "run loading":
        column = "given" if site.field == "picked" else site.at.column if site.at else ""
        return Site(site.raised, code, "lots", At(column))
    if site.field in ("stops", "dated"):
        return Site(site.raised, code, site.field, site.at)
    column = str(site.field)
    if column in ("refused_because", "difference"):
        column = "why"
    if column in ("quantity", "lot", "line", "condition"):
        column = "accepted"
    return Site(site.raised, code, "stops", At(column))


def returned_site(_name: str, site: Site) -> Site:
    """Goods that came back are refused in the row of their line."""
    code = site.code if site.code in CODES else "invalid"
    if site.field in ("dated", "run", "back"):
        return Site(site.raised, code, site.field, site.at)
    column = str(site.field) if site.field in ("condition", "lot") else "quantity"
    return Site(site.raised, code, "back", At(column))


def round_site(_name: str, site: Site) -> Site:
    """What is refused of a shop of a round stands in its row, or in that of a product or tag."""
    line = "x" if site.at is not None else ""
    spot = spot_of("C1", Refused(site.code, "", site.field, Spot(line) if line else None))
    return Site(site.raised, site.code, "shops", At(spot.column))


_MEANT: Mapping[str, Callable[[str, Site], Site]] = {
    "results": lambda _name, site: result_site(site),
    "giving back": returned_site,
    "round": round_site,
    "run results": grid_site,
    "run loading": grid_site,
}


def test_a_refusal_of_an_input_stands_at_its_field(forms: Forms) -> None:
    unseen = []
    for service in typed_into():
        for site in of_field(service):
            if not WHERE.get(service):
                unseen.append((service, site))
            for name in WHERE.get(service, ()):
                meant = _MEANT.get(name, lambda _name, one: one)(name, site)
                if stands_at(forms[name], meant) is None:
                    unseen.append((service, site, name))
    assert not unseen, "\n".join(map(str, unseen))
    assert set(RULES) <= set(forms["settings: 2"].names)
    assert set(WORD_LISTS) <= set(forms["settings: 6"].names)


def is_of_several(service: str) -> bool:
    """Whether it takes a step for several documents at once."""
    sites = sites_of(entries()[service])
    return any(site.raised[0] == "desktop.services.several" for site in sites)


def test_a_refusal_of_no_input_greys_its_step_or_is_said_in_the_strip() -> None:
    grey = greyed()
    unseen = [
        (service, site)
        for service in typed_into()
        for site in sites_of(entries()[service])
        if site.field is None
        and site.raised[1]  # who may not is shown nothing, what has another state is greyed
        and site.raised not in grey
        and site.code != "ChangedElsewhere"  # both versions are shown
        and (service, site.code) not in STRIP
        and not (site.code in OF_SEVERAL and is_of_several(service))
        and service != "settings.name_office"  # a new file has no office yet
        # A wrong clock closes the ledger to all of them; it is said in the strip (test_clock).
        and site.raised[0] != "desktop.services.ledger"
    ]
    assert unseen == []


def test_every_place_that_raises_was_walked() -> None:
    walked = {site.raised for dotted in entries().values() for site in sites_of(dotted)}
    walked |= greyed() | issued()
    # By their methods; a form that comes twice is walked in tests/services/test_once.py.
    own = {f"desktop.services.{name}" for name in ("change", "office", "once")}
    own |= {"desktop.services.backup"}  # also before anybody signs in: tests/views/test_restoring
    assert {place for place in raise_calls() - walked if place[0] not in own} == set()
    assert set(METHODS) == {"allow", "move", "require_move"}


def test_no_list_names_what_is_gone() -> None:
    """An exception that excuses nothing any more is taken out."""
    said = {
        (service, site.field) for service in typed_into() for site in sites_of(entries()[service])
    }
    assert {pair for pair in (*NOBODY, *OPEN_ITEMS_OWN) if pair not in said} == set()
    codes = {
        (service, site.code) for service in typed_into() for site in sites_of(entries()[service])
    }
    assert {pair for pair in STRIP if pair not in codes} == set()
    assert {service for service in WHERE if service not in typed_into()} == set()
