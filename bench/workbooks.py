"""Workbooks of 100,000 rows: past sales brought in, a list taken out."""

import io
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from bench.measure import Result, Told, compare
from desktop.basics.drafts.office import ProfileDraft
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.office import Office
from desktop.services.settings import name_office
from desktop.services.staff import add_staff
from desktop.spreadsheets.barcodes import check_digit

_ROWS, _COLUMNS = 100_000, 12
_WRITTEN = 20_000  # of them, as the bare way alone takes seconds
_LISTED = 5_000
_SIGNS = "好又来惠民佳乐万家福满永兴旺客隆百汇鑫源春天阳光红旗美宜康达华联"
_OF_CLIENTS = (
    *("客户编号", "客户名称", "类型", "联系人", "电话", "地址", "片区"),
    *("营业开始", "营业结束", "纬度", "经度", "户数"),
)
_OF_PRODUCTS = (
    *("商品编号", "商品条码", "商品名称", "规格", "系列", "类别"),
    *("单位", "箱规", "供价", "零售价", "毛重"),
)
_HEADINGS = ("单据编号", "单据日期", "客户编号", "客户名称", "商品编码", "商品名称", "数量", "单价")


def results(folder: Path) -> Iterator[Result | Told]:
    """In, with the memory that it takes; out."""
    clients, products = (
        _client_file(folder / "clients.xlsx"),
        _product_file(folder / "products.xlsx"),
    )
    yield _imported(folder, "clients", clients)
    yield _imported(folder, "products", products)
    orders = _order_file(folder / "orders.xlsx")
    yield _imported(folder, "orders", orders, ("clients", clients), ("products", products))
    workbook = _sales(folder / "sales.xlsx")
    said = subprocess.run(
        [sys.executable, "-m", "bench.sales_import", workbook, folder / "sales.db"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.split()
    start = perf_counter()
    _read(workbook)
    bare_s = perf_counter() - start
    name = f"import of {_ROWS:,} sales lines"
    yield Result(name, "calamine reading the same file", (float(said[0]),), (bare_s,))
    yield Told(f"{name}: memory at its highest", f"{int(said[1]):,} MB")
    yield compare(
        f"a list of {_WRITTEN:,} × {_COLUMNS} as a workbook",
        partial(_taken_out, _WRITTEN),
        "openpyxl write_only, bare cells",
        partial(_bare, _WRITTEN),
        rounds=1,
    )


def _imported(folder: Path, kind: str, workbook: Path, *before: tuple[str, Path]) -> Result:
    """A list with all that a file tells, on one processor and by its time alone."""
    office = Office(make_database(read_url(str(folder / f"{kind}.db"))))
    name_office(office, ProfileDraft("导入"))
    add_staff(office, "ad", "管", ["administrator"])
    signed_in = office.on(office.today, office.find_person("ad"))
    for other, file in before:
        import_file(signed_in, ImportOrder(other, file))
    start = process_time()
    said = import_file(signed_in, ImportOrder(kind, workbook))
    ours_s = process_time() - start
    assert said.new == _LISTED, said.problems[:3]
    office.engine.dispose()
    bare_s = []
    for _round in range(3):
        start = process_time()
        _read(workbook)
        bare_s.append(process_time() - start)
    name = f"import of {_LISTED:,} {kind}, processor"
    return Result(name, "calamine reading the same file", (ours_s,), tuple(bare_s))


def _product_file(path: Path) -> Path:
    return _written(
        path,
        _OF_PRODUCTS,
        (
            [
                f"P{at:05}",
                f"6901234{at:05}{check_digit(f'6901234{at:05}')}",
                f"洗面奶{at}",
                f"{at % 5 + 1}00ml",
                f"系列{at % 12}",
                f"类别{at % 40}",
                "支",
                24,
                3.5 + at % 90,
                99 + at % 90,
                120 + at % 800,
            ]
            for at in range(_LISTED)
        ),
    )


def _order_file(path: Path) -> Path:
    return _written(
        path,
        ("客户编号", "客户名称", "商品编号", "商品名称", "数量", "单位"),
        (
            [
                f"K{at // 4:05}",
                f"便利店{at // 4}",
                f"P{at * 11 % 500:05}",
                f"洗面奶{at}",
                at % 12 + 1,
                "支",
            ]
            for at in range(_LISTED)
        ),
    )


def _written(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("表")
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def _client_file(path: Path) -> Path:
    chance = Random(5)
    return _written(
        path,
        _OF_CLIENTS,
        (
            [
                f"K{at:05}",
                f"{''.join(chance.sample(_SIGNS, 3))}便利店",
                chance.choice(("学校店", "社区店", "街边店")),
                f"{chance.choice('王李张刘')}{chance.choice('伟芳娜敏')}",
                f"13{chance.randrange(10**9):09}",
                f"米市街{chance.randint(1, 400)}号",
                "城东",
                "07:00",
                "22:00",
                31.4 + chance.random() / 10,
                104.7 + chance.random() / 10,
                chance.randint(50, 900),
            ]
            for at in range(_LISTED)
        ),
    )


def _sales(path: Path) -> Path:
    return _written(path, _HEADINGS, map(_sale, range(_ROWS)))


def _sale(at: int) -> list[object]:
    client, product = at * 7 % 3_000, at * 11 % 150
    return [
        f"XS{at // 3:06}",
        date(2024, 1, 1) + timedelta(days=at * 700 // _ROWS),
        f"K{client:05}",
        f"便民店{client}",
        f"P{product:03}",
        f"洗面奶{product}",
        at % 24 + 1,
        3.5 + product,
    ]


def _read(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def _lines(number: int) -> Iterator[list[str | int | date]]:
    for at in range(number):
        yield [f"K{at:06}", f"便民店{at}", at, at * 3, date(2026, 1, 1), f"13{at:09}"] * 2


def _taken_out(number: int) -> None:
    from desktop.spreadsheets.listing import Format, write_rows

    kinds = [Format.TEXT, Format.TEXT, Format.NUMBER, Format.AMOUNT, Format.DAY, Format.TEXT] * 2
    write_rows("客户", [f"列{at}" for at in range(_COLUMNS)], _lines(number), kinds)


def _bare(number: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    for line in _lines(number):
        sheet.append(line)
    book.save(io.BytesIO())
