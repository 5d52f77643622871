"""Trials: drawn once, told to one half now and to the other later, or called off (G7)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import (
    Client,
    Suggestion,
    SuggestionProduct,
    Trial,
    TrialProduct,
    TrialShop,
)
from desktop.planning.trial import LEAST_SHOPS, Plan, Problem, draw
from desktop.queries.facts.trials import trial_problem, under_trial
from desktop.services import suggestions
from desktop.services.change import Change
from desktop.services.checks import invalid, need_open_client, need_text
from desktop.services.find import find_client, find_products
from desktop.services.office import Office
from desktop.services.steps import Noun, Step
from desktop.services.suggestions import begins_soon, hand_in
from desktop.services.written import need_fields, written

TRIAL = Noun("trial", Trial)


def draw_trial(office: Office, draft: TrialDraft) -> int:
    """Draw which half of the shops begins, and prepare a suggestion for each of them (G5).

    At least six active shops, none in another trial. Refuses ``changed`` where the half that was
    looked at is no longer what is drawn.
    """
    need_fields(draft)
    _check_number(len(draft.clients))
    with office.transaction("trial.draw") as session:
        _check_day(draft.starts_on, session.today)
        clients = _clients(session, draft.clients)
        aimed = find_products(session, draft.products, "products")
        session.allow()
        _check_clients(session, clients)
        products = [one.id for one in aimed.values()]
        days = max(session.rules.effect_days, 1)
        problem = trial_problem(session, clients, products, session.today, days)
        plan = draw(problem)
        _need_as_seen(draft.first, plan)
        trial = Trial(
            **written(draft),
            second_on=draft.starts_on + timedelta(days=days),
            days=days,
            seed=problem.seed,
            drawn_on=session.today,
            drawn_by_id=session.actor_id,
        )
        trial.products = [TrialProduct(product_id=one) for one in products]
        session.add(trial)
        _place(session, trial, clients, problem, plan)
        session.flush()
        return trial.id


def _check_number(number: int) -> None:
    if number < LEAST_SHOPS:
        words = _("A trial needs at least {least} shops; these are {number}.")
        raise invalid("clients", words.format(least=LEAST_SHOPS, number=number))


def _check_day(day: date, today: date) -> None:
    if day < today:
        raise invalid("from", _("The first half is told from today on, or from a later day."))


def _clients(session: Change, codes: Sequence[str]) -> list[Client]:
    found: dict[str, Client] = {}
    for code in codes:
        spot = Spot(code, "client")
        if code in found:
            raise invalid("clients", _("A shop takes part once."), spot)
        found[code] = find_client(session, code, "clients", spot)
    return list(found.values())


def _check_clients(session: Change, clients: Collection[Client]) -> None:
    elsewhere = under_trial(session, [one.id for one in clients], session.today)
    for one in clients:
        spot = Spot(one.code, "client")
        need_open_client(one, "clients", spot)
        if one.state != "active":
            words = _("{client} isn't active yet: what it sells can't be compared.")
            raise Refused("wrong_state", words.format(client=one.title), "clients", spot)
        if one.id in elsewhere:
            words = _("{client} is in a trial already: “{content}”.")
            message = words.format(client=one.title, content=elsewhere[one.id])
            raise Refused("wrong_state", message, "clients", spot)


def _need_as_seen(first: Sequence[str] | None, plan: Plan) -> None:
    if first is not None and set(first) != set(plan.half(1)):
        words = _("Something changed, and another half would begin: look at the draw again.")
        raise Refused("changed", words, "clients")


def _place(
    session: Change, trial: Trial, clients: Collection[Client], problem: Problem, plan: Plan
) -> None:
    """Each shop's place, with the suggestion that waits there for its half's time."""
    sales = {shop.code: shop.sales_fen for shop in problem.shops}
    known = {one.code: one for one in clients}
    for place in plan.places:
        client = known[place.code]
        suggestion = _suggestion(session, trial, client)
        session.add(suggestion)
        session.flush()
        trial.shops.append(
            TrialShop(
                client_id=client.id,
                pair=place.pair,
                half=place.half,
                sales_fen=sales[place.code],
                suggestion_id=suggestion.id,
            )
        )


def _suggestion(session: Change, trial: Trial, client: Client) -> Suggestion:
    suggestion = Suggestion(
        client_id=client.id,
        category=trial.category,
        content=trial.content,
        wording=trial.wording,
        expected=trial.expected,
        prepared_on=session.today,
        prepared_by_id=session.actor_id,
    )
    suggestion.products = [SuggestionProduct(product_id=one.product_id) for one in trial.products]
    return suggestion


def _waiting(session: Change, trial: Trial) -> list[Suggestion]:
    """The drafts of those whose half's time has come."""
    ids = [
        one.suggestion_id
        for one in trial.shops
        if one.suggestion_id is not None and begins_soon(trial.begins_on(one.half), session.today)
    ]
    found = [session.get_one(Suggestion, one) for one in ids]
    return [one for one in found if one.state == "draft"]


def _something_waits(session: Change, trial: Trial) -> None:
    trial.require_move("called_off")
    if not _waiting(session, trial):
        later = [trial.begins_on(one.half) for one in trial.shops if one.suggestion_id is not None]
        if any(not begins_soon(day, session.today) for day in later):
            words = _("The first half is handed in; the second can be from a week before {day} on.")
            raise Refused("too_early", words.format(day=trial.second_on))
        raise Refused("wrong_state", _("None of its suggestions is a draft any more."))


SUBMIT = Step("trial.submit", TRIAL, _something_waits)


def submit_trial(office: Office, trial_id: int) -> int:
    """Hand in the drafts of those whose time has come, and say how many.

    A shop that has another suggestion under way keeps its draft (G2); of none, it is refused.
    """
    with SUBMIT.begin(office, trial_id) as (session, trial):
        refused: Refused | None = None
        number = 0
        for suggestion in _waiting(session, trial):
            try:
                suggestions.SUBMIT.check(session, suggestion)
            except Refused as refusal:
                refused = refusal
                continue
            hand_in(session, suggestion)
            number += 1
        if not number and refused is not None:
            raise refused
        return number


def _standing(_session: Change, trial: Trial) -> None:
    trial.require_move("called_off")


CALL_OFF = Step("trial.call_off", TRIAL, _standing)


def call_off_trial(office: Office, trial_id: int, reason: str) -> None:
    """End a trial with a reason: its drafts are thrown away, what went further goes on."""
    reason = need_text("reason", reason)
    with CALL_OFF.begin(office, trial_id) as (session, trial):
        trial.move("called_off")
        trial.called_off_on = session.today
        trial.called_off_by_id = session.actor_id
        trial.reason = reason
        for shop in trial.shops:
            suggestion = session.get(Suggestion, shop.suggestion_id or 0)
            if suggestion is not None and suggestion.state == "draft":
                shop.suggestion_id = None
                session.flush()
                session.delete(suggestion)
