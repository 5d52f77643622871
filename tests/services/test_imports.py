"""Imports: all or nothing, good rows, the same file twice, and the real files where they lie."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop.basics.errors import Refused, Unreadable
from desktop.cli import main
from desktop.models import Client, HistoryLine, Price, Product
from desktop.services.imports import Imported, ImportOrder, import_file
from tests.office import Team, new_team

pytestmark = pytest.mark.untraced

CLIENTS = (
    "门店编号,门店名称,类型,业务员,电话\nA1,好又来,学校店,r1,13900000001 13900000002\nA2,李记,,,\n"
)
SALES = (
    "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n"
    "5001,P1,x,6,12/1/2010 8:26,2.55,C1\n"
    "5001,P1,x,6,12/1/2010 8:26,2.55,C1\n"
    "C5002,P1,x,-2,12/2/2010 8:26,2.55,C1\n"
    "5003,NEW,y,1,12/2/2010 8:26,0,C9\n"
    "5004,P1,x,1,12/2/2010 8:26,1.5,\n"
)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office."""
    return new_team(sqlite_url)


def take(team: Team, kind: str, path: Path, text: str, **options: bool) -> Imported:
    path.write_text(text, encoding="utf-8")
    return import_file(team.ad, ImportOrder(kind, path, **options))


def test_clients_come_in_and_the_same_file_twice_changes_nothing(
    team: Team, tmp_path: Path
) -> None:
    file = tmp_path / "clients.csv"
    assert take(team, "clients", file, CLIENTS).imported == 2
    again = take(team, "clients", file, CLIENTS)
    assert (again.imported, again.unchanged) == (0, 2)
    with team.office.reading() as session:
        first = session.scalars(select(Client).where(Client.code == "A1")).one()
        assert first.phone == "13900000001 / 13900000002"
        assert session.scalars(select(Client).where(Client.code == "A2")).one().segment == "未分类"


def test_a_row_without_a_code_takes_none_that_the_file_gives_to_another(
    team: Team, tmp_path: Path
) -> None:
    clients = "门店编号,门店名称,类型\n,好又来,学校店\nK0001,李记,学校店\n"
    assert take(team, "clients", tmp_path / "clients.csv", clients).imported == 2
    with team.office.reading() as session:
        names = dict(session.execute(select(Client.code, Client.name)).all())
    assert (names["K0001"], names["K0002"]) == ("李记", "好又来")


def test_a_changed_row_is_brought_up_to_date(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    take(team, "clients", file, CLIENTS)
    later = take(team, "clients", file, CLIENTS.replace("李记", "李记日杂"))
    assert (later.imported, later.unchanged) == (1, 1)


def test_one_bad_row_keeps_all_out_unless_good_rows_are_asked_for(
    team: Team, tmp_path: Path
) -> None:
    bad = CLIENTS + "A3,,学校店,,\nA1,又一家,,,\nA4,王记,,nobody,\n"
    file = tmp_path / "clients.csv"
    said = take(team, "clients", file, bad)
    assert (said.imported, said.rejected) == (0, 3)
    assert said.report() is not None
    said = take(team, "clients", file, bad, good_rows=True)
    assert (said.imported, said.rejected) == (2, 3)


def test_clients_without_codes_get_free_ones_and_are_known_again(
    team: Team, tmp_path: Path
) -> None:
    text = "名称,地址,电话\n好又来,学府路1号,0816-2230118\n好又来,学府路2号,\n"
    file = tmp_path / "clients.csv"
    assert take(team, "clients", file, text).imported == 2
    assert take(team, "clients", file, text).unchanged == 2


def test_products_take_defaults_and_prices(team: Team, tmp_path: Path) -> None:
    text = "货号,品名,进货价,零售价,单位\n0201,香皂,3.20,4.50,\n,洗发水,18,25,瓶\n"
    file = tmp_path / "products.csv"
    assert take(team, "products", file, text).imported == 2
    assert take(team, "products", file, text).unchanged == 2
    assert take(team, "products", file, text.replace("3.20", "3.30")).imported == 1
    double = take(team, "products", file, text + "0201,皂,1,2,\n")
    assert (double.imported, double.rejected) == (0, 1)
    with team.office.reading() as session:
        soap = session.scalars(select(Product).where(Product.code == "0201")).one()
        assert (soap.line, soap.units[0].name) == ("未分类", "个")
        assert session.scalar(select(func.count(Price.id))) == 5


def test_past_sales_stay_apart_from_the_ledger_and_repeated_lines_stay(
    team: Team, tmp_path: Path
) -> None:
    file = tmp_path / "sales.csv"
    refused = take(team, "sales-history", file, SALES, good_rows=True)
    assert (refused.imported, refused.rejected) == (3, 2)
    said = take(team, "sales-history", file, SALES, good_rows=True, create_missing=True)
    assert (said.imported, said.unchanged, said.rejected) == (1, 3, 1)
    with team.office.reading() as session:
        lines = session.scalars(select(HistoryLine)).all()
        assert sum(line.quantity * line.price for line in lines) == Decimal("25.50")


def test_a_dry_run_writes_nothing(team: Team, tmp_path: Path) -> None:
    said = take(team, "clients", tmp_path / "clients.csv", CLIENTS, dry_run=True)
    assert said.imported == 2
    with team.office.reading() as session:
        assert session.scalar(select(func.count(Client.id))) == 2


def test_only_an_administrator_imports(team: Team, tmp_path: Path) -> None:
    file = tmp_path / "clients.csv"
    file.write_text(CLIENTS, encoding="utf-8")
    with pytest.raises(Refused, match=r".") as caught:
        import_file(team.c1, ImportOrder("clients", file))
    assert caught.value.code == "not_allowed"


def test_an_empty_file_is_said_to_be_empty(team: Team, tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        take(team, "clients", tmp_path / "clients.csv", "")


def run_json(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    status = main(["import", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_command_makes_the_office_and_prints_only_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "clients.csv.gz"
    text = CLIENTS.replace(",r1,", ",,")
    file.write_bytes(gzip.compress((text + "A3,,学校店,,\n").encode("gb18030")))
    database = ["--database", str(tmp_path / "office.db")]
    report = tmp_path / "out.xlsx"
    status, said = run_json(
        capsys, "clients", str(file), *database, "--good-rows", "--report", str(report)
    )
    assert status == 1
    assert (said["rows"], said["imported"], said["rejected"]) == (3, 2, 1)
    assert report.read_bytes()[:2] == b"PK"
    assert main(["import", "clients", str(file), *database, "--dry-run"]) == 1
    assert main(["import", "clients", str(tmp_path / "none.csv"), *database]) == 2
    assert main(["import", "clients", str(file), *database, "--map", "x"]) == 2
    assert main(["import", "clients", str(file), *database, "--by", "nobody"]) == 2


def test_a_real_wholesalers_quarter_comes_in_to_the_penny(team: Team, shared: Path) -> None:
    file = shared / "data" / "orders" / "online_retail_2010Q4.csv.gz"
    said = import_file(
        team.ad, ImportOrder("sales-history", file, create_missing=True, good_rows=True)
    )
    assert (said.rows, said.imported, said.rejected) == (42_481, 26_850, 15_631)
    with team.office.reading() as session:
        total = sum(
            quantity * price
            for quantity, price in session.execute(select(HistoryLine.quantity, HistoryLine.price))
        )
    assert total == Decimal("554604.02")


@pytest.mark.parametrize(
    ("kind", "file", "rows"),
    [
        ("clients", "clients/门店主档_全量导出_masked.xlsx", 1732),
        ("clients", "clients/超市_客户资料_masked.xlsx", 45),
        ("clients", "places/mianyang_shops.csv", 1743),
        ("products", "products/ENC-SCAN_洗化.xls", 318),
    ],
)
def test_real_files_come_in_whole_and_only_once(
    team: Team, shared: Path, kind: str, file: str, rows: int
) -> None:
    order = ImportOrder(kind, shared / "data" / file)
    first, again = import_file(team.ad, order), import_file(team.ad, order)
    assert (first.imported, first.rejected) == (rows, 0)
    assert (again.imported, again.unchanged) == (0, rows)
