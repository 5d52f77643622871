"""The whole story, from the first day to the last morning."""

import json
from typing import Any

from training import favours, opening
from training.branch import REPS, Branch
from training.cases import Cases
from training.deliveries import Deliveries
from training.joining import join_clients
from training.offers import Offers
from training.orders import Orders
from training.promotions import allow_promotions
from training.runs import Runs
from training.rush import Rush
from training.stock import Stock
from training.takings import Takings
from training.trials import FinishedTrial
from training.visits import Patrols, Visits

SEED = 20260105
OFFICE = {
    "name": "C市办事处",
    "city": "C市",
    "maker": "雅润日化",
    "address": "C市顺江区凤鸣路 88 号",
    "phone": "0800-5550188",
    "lat": "30.848000",
    "lon": "105.121000",
    "opens": "07:00",
    "closes": "19:30",
}


def live(seed: int = SEED) -> dict[str, Any]:
    """The scenario of the half-year; the same seed always gives the same one."""
    branch = Branch(seed)
    Stock(branch)
    runs = Runs(branch, Deliveries(branch, Takings(branch)))
    orders = Orders(branch, runs)
    offers = Offers(branch)
    join_clients(branch, orders, offers)
    opening.open_office(branch)
    offers.others()
    Visits(branch)
    FinishedTrial(branch, REPS[0], seed)
    Patrols(branch)
    Cases(branch).settle()
    allow_promotions(branch)
    favours.give_benefits(branch)
    favours.pay_back_credits(branch)
    favours.mistype_collection(branch)
    favours.close_files(branch)
    opening.late_balance(branch, branch.newcomers[-1])
    favours.last_word(branch, branch.clients[0])
    Rush(branch, orders, runs)
    branch.diary.run()
    return {"office": OFFICE, "events": branch.diary.events}


def write(scenario: dict[str, Any]) -> str:
    """The scenario as JSON, one event a line, so that a change of it can be read."""
    events = ",\n".join(_compact(event) for event in scenario["events"])
    return f'{{"office": {_compact(scenario["office"])},\n"events": [\n{events}\n]}}\n'


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
