"""Lists stand as people expect names to: by pinyin, numbers by their worth, on every database."""

import pytest
from sqlalchemy import Engine, event, text

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Client, Product, Staff, Vehicle
from desktop.models.order_keys import order_keys
from desktop.queries.by_code import client_id
from desktop.queries.clients import ClientRow, client_ids, client_rows
from desktop.queries.listing import Wanted
from desktop.queries.open_run import to_plan
from desktop.queries.orders import order_ids, order_rows
from desktop.queries.products import lines, product_ids
from desktop.queries.runs import run_ids, run_rows
from desktop.queries.search import find_clients
from desktop.queries.staff import staff_ids
from desktop.services.clients import ClientDraft, add_client, edit_client
from desktop.services.office import Reading
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.runs import add_vehicle, plan_run
from desktop.services.staff import add_staff
from tests.office import MONDAY, Team, new_team

SHOPS = {
    "k2": "重庆小面",
    "K10": "好又来12号店",
    "K1": "好又来5号店",
    "K100": "aldi",
    "K020": "Zara",
    "K3": "阿福超市",
    "k30": "章八",
    "K31": "张三",
}
BY_NAME = ["aldi", "Zara", "阿福超市", "重庆小面", "好又来5号店", "好又来12号店", "张三", "章八"]
BY_CODE = ["K1", "k2", "K3", "K10", "K020", "k30", "K31", "K100"]


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    for place, (code, name) in enumerate(SHOPS.items()):
        area = f"{'新城' if place % 2 else '城东'}{place + 5}区"
        add_client(made.r1, ClientDraft(code, name, "学校店", area=area))
    return made


def shops(session: Reading, wanted: Wanted) -> list[ClientRow]:
    found = client_ids(session, wanted, None, MONDAY)
    rows = client_rows(session, found, MONDAY)
    return [rows[key] for key in found]


@pytest.mark.parametrize("search", ["", "k"])  # found by their codes: searched lists sort alike
def test_clients_stand_by_name_and_by_code(team: Team, search: str) -> None:
    def said(sort: str, *, down: bool = False) -> list[ClientRow]:
        with team.office.reading() as session:
            found = shops(session, Wanted(sort=sort, descending=down, search=search))
            return [one for one in found if one.code in SHOPS]

    assert [one.name for one in said("name")] == BY_NAME
    assert [one.name for one in said("name", down=True)] == BY_NAME[::-1]
    assert [one.code for one in said("code")] == BY_CODE == [one.code for one in said("")]
    assert [one.area for one in said("area")] == [
        *(f"城东{number}区" for number in (5, 7, 9, 11)),
        *(f"新城{number}区" for number in (6, 8, 10, 12)),
    ]


def test_a_client_that_is_called_otherwise_moves_in_the_list(team: Team) -> None:
    with team.office.reading() as session:
        key = client_id(session, "K100")
    assert key is not None
    edit_client(team.c1, key, 1, ClientDraft("K100", "做饭小店", "学校店"))
    with team.office.reading() as session:
        assert shops(session, Wanted(sort="name"))[-1].code == "K100"


def test_documents_stand_by_their_clients(team: Team) -> None:
    for code in SHOPS:
        add_order(team.r1, code, [OrderedLine("P1", "支", 1)])
    with team.office.reading() as session:
        for down, names in ((False, BY_NAME), (True, BY_NAME[::-1])):
            found = order_ids(session, Wanted(sort="client", descending=down))
            rows = order_rows(session, found)
            assert [rows[key].client for key in found] == names


def test_products_stand_by_name_code_and_line(team: Team) -> None:
    for code, name, line in (
        ("P10", "可乐1.5L", "长青"),
        ("P2", "可乐1.25L", "Bio"),
        ("p11", "OMO洗衣液", "安心"),
        ("P3", "洗发水", "安心"),
    ):
        add_product(team.c1, ProductDraft(code, name, line, "杂", {"瓶": 1}, {"瓶": 300}, 400))
    with team.office.reading() as session:
        codes = {one.id: one.code for one in session.query(Product)}

        def said(sort: str) -> list[str]:
            return [codes[key] for key in product_ids(session, Wanted(sort=sort), MONDAY)]

        assert said("name") == ["p11", "P2", "P10", "P3", "P1"]
        assert said("code") == ["P1", "P2", "P3", "P10", "p11"] == said("")
        assert said("line") == ["P2", "P3", "p11", "P10", "P1"]
        assert lines(session) == ["Bio", "安心", "长青", "清泉"]


def test_people_and_vehicles_stand_by_name(team: Team) -> None:
    for code, name in (("r10", "曾华"), ("r2", "白丽"), ("r3", "单明")):
        add_staff(team.ad, code, name, ["rep"])
    for plate, driver in (("粤B900", "赵师傅"), ("粤B1200", "单师傅"), ("粤B80", "白师傅")):
        add_vehicle(team.d1, VehicleDraft(plate, driver, 40, ""))
        plan_run(
            team.d1,
            RunDraft(plate, MONDAY, [add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])]),
        )
    with team.office.reading() as session:
        names = {one.id: one.name for one in session.query(Staff)}
        reps = [names[key] for key in staff_ids(session, Wanted(sort="name", filter="rep"))]
        assert reps == ["白丽", "单明", "员工r1", "曾华"]
        rows = run_rows(session, found := run_ids(session, Wanted(sort="driver"), MONDAY))
        assert [rows[key].driver for key in found] == ["白师傅", "单师傅", "赵师傅"]
        rows = run_rows(session, found := run_ids(session, Wanted(sort="vehicle"), MONDAY))
        plates = ["粤B80", "粤B900", "粤B1200"]
        assert [rows[key].vehicle for key in found] == plates
        assert [one.code for one in to_plan(session, MONDAY).vehicles] == plates


def test_look_alikes_are_offered_in_the_order_of_names(team: Team) -> None:
    with team.office.reading() as session:
        offered = [words for _code, words in find_clients(session, "hyl")]
    assert [words.split(" ")[0] for words in offered] == ["好又来5号店", "好又来12号店"]


def test_every_record_carries_the_keys_of_its_words(team: Team) -> None:
    add_vehicle(team.d1, VehicleDraft("粤B900", "赵师傅", 40, ""))
    with team.office.reading() as session:
        for kind in (Client, Product, Staff, Vehicle):
            records = session.query(kind).all()
            assert records
            for one in records:
                keys = order_keys(kind, vars(one))
                assert keys == {name: getattr(one, name) for name in keys}
                assert all(keys[name] for name in keys if name in ("code_key", "name_key"))


def plan(engine: Engine, order: str) -> str:
    """How a database would read the clients in an order."""
    asked = f"SELECT id FROM client WHERE state != 'closed' ORDER BY {order}"
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not sqlite:  # of a few clients it would rather sort them
            connection.execute(text("SET LOCAL enable_sort = off"))
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        return "\n".join(str(row[-1]) for row in connection.execute(text(explain + asked)))


@pytest.mark.parametrize(
    ("order", "index"),
    [
        ("code_key, id", "ix_client_coded"),
        ("name_key, code_key, id", "ix_client_named"),
        ("area_key, code_key, id", "ix_client_area"),
    ],
)
def test_a_long_list_is_read_along_an_index(team: Team, order: str, index: str) -> None:
    said = plan(team.office.engine, order)
    assert index in said
    assert "TEMP B-TREE" not in said
    assert "Sort" not in said


def test_the_list_asks_for_the_order_that_the_indexes_have(team: Team) -> None:
    office = team.office
    heard: list[str] = []
    event.listen(
        office.engine, "before_cursor_execute", lambda _c, _u, said, *_: heard.append(said)
    )
    with office.reading() as session:
        for sort in ("", "code", "name", "area"):
            client_ids(session, Wanted(sort=sort), None, MONDAY)
    orders = [said.partition("ORDER BY ")[2] for said in heard if "FROM client" in said]
    plain = [said.replace("client.", "").replace(" ASC", "") for said in orders]
    assert plain == [
        "code_key, id",
        "code_key, id",
        "name_key, code_key, id",
        "area_key, code_key, id",
    ]
