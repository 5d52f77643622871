"""A small office for tests: eight people, two clients, a product, in a fresh database."""

from datetime import date

from desktop.services.clients import ClientDraft, add_client
from desktop.services.database import make_database, read_url
from desktop.services.office import Office
from desktop.services.people import add_staff, name_office
from desktop.services.products import ProductDraft, add_product

MONDAY = date(2026, 1, 5)
PEOPLE = {
    "ad": ["administrator"],
    "m1": ["manager"],
    "m2": ["manager"],
    "c1": ["clerk"],
    "r1": ["rep"],
    "d1": ["dispatcher"],
    "k1": ["cashier"],
    "a1": ["accountant"],
}


class Team:
    """An office and its people: ``team.m1`` acts as the manager, on ``team.day``."""

    def __init__(self, office: Office, day: date = MONDAY) -> None:
        self.office = office
        self.day = day

    def __getattr__(self, code: str) -> Office:
        return self.office.on(self.day, self.office.find_person(code))


def new_team(url: str) -> Team:
    """A fresh office with its people, clients C1 and C2 and product P1."""
    team = Team(Office(make_database(read_url(url))))
    nobody = team.office.on(MONDAY, None)
    name_office(nobody, "测试办事处", "C市")
    for code, roles in PEOPLE.items():
        add_staff(nobody if code == "ad" else team.ad, code, f"员工{code}", roles)
    for code in ("C1", "C2"):
        add_client(team.r1, ClientDraft(code, f"小店{code}", "学校店"))
    draft = ProductDraft(
        "P1", "洗面奶", "清泉", "洁面", {"支": 1, "箱": 24}, {"支": 3780, "箱": 90000}, 4800
    )
    add_product(team.c1, draft)
    return team
