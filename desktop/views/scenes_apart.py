"""What a person sees besides the pages: signing in, starting an office, searching, a conflict …

Each is brought about as at work; a conflict is written into the office, which is a copy then.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import _
from desktop.services.backup import OfferedBackup
from desktop.views.cases.page import CasesPage
from desktop.views.imports.page import ImportPage
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.show_error import report_fault
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.sign_in.connection import ConnectionActs, ConnectionPage, Now
from desktop.views.sign_in.page import SignInPage
from desktop.views.sign_in.restore import Offered, RestorePage
from desktop.views.sign_in.start import StartPage
from desktop.views.window import Desktop

if TYPE_CHECKING:
    from desktop.services.office import Office

Settle = Callable[[], None]

_LIST = """店名,编号,门店类型,老板手机,开在哪里,备注
好又来便利店,K901,街边店,13900000001,凤鸣路 1 号,
三中旁小卖部,K902,学校店,13900000002,三中对面,周末不开
,K903,小区店,13900000003,锦绣花园,没有写店名
"""


def entrance(desk: Desk) -> Iterator[tuple[str, QWidget]]:
    """What there is before anybody signs in; nothing of it reaches or changes anything."""
    yield "sign-in", SignInPage("C市办事处", [("wang", "王正柏"), ("yang", "杨素芬")])
    yield "start-office", StartPage(desk, _never)
    yield "connection", connection_page(desk, on_server=True, move=_moved_nowhere)
    taken = [OfferedBackup("2026-07-06 08:02", Path("office-20260706.backup.db"))]
    yield "restore", RestorePage(desk, lambda: Offered(taken), _moved_nowhere)


def connection_page(
    desk: Desk, *, on_server: bool, move: Callable[..., str] | None = None
) -> ConnectionPage:
    """The page on which a PC is told of the office's server, filled in; no server is reached."""
    values = {"host": "192.168.1.10", "port": 5432, "database": "office", "user": "worker"}
    now = Now(_("on this computer (SQLite)"), values, on_server=on_server, fixed=False)
    acts = ConnectionActs(lambda: now, lambda _values: (), lambda _values: None, move)
    return ConnectionPage(desk, acts)


def _moved_nowhere(*_what: object) -> str:
    raise AssertionError("a picture moves no office")


def _never(_values: dict[str, object]) -> "Office":
    raise AssertionError("a picture starts no office")


def apart(desktop: Desktop, settle: Settle) -> Iterator[tuple[str, QWidget]]:
    """Everything else that can stand in the window of somebody who may do it all."""
    for name, show in {
        "search": _search,
        "look-up": _look_up,
        "wrong-input": _wrong_input,
        "both-versions": _both_versions,
        "claim-codes": _claim_codes,
        "import": _import,
        "manual": _manual,
        "manual-found": _found_in_manual,
    }.items():
        show(desktop, settle)
        settle()
        yield name, desktop.over.manual or desktop
        _tidy(desktop, settle)
    with _fault(desktop) as report:
        settle()
        yield "fault", report


def _page(desktop: Desktop, name: str) -> ListPage[Any]:
    page = desktop.page(name)
    assert isinstance(page, ListPage)
    return page


def _search(desktop: Desktop, settle: Settle) -> None:
    desktop.search.start()
    desktop.search.insert("xd")
    desktop.search.textEdited.emit("xd")
    settle()


def _look_up(desktop: Desktop, settle: Settle) -> None:
    desktop.open(Link("orders", do="new"))
    settle()
    form = _page(desktop, "orders").panel.form
    assert form is not None
    line = form.editor("client").control
    line.setFocus()
    line.insert("wm")  # type: ignore[attr-defined]
    line.textEdited.emit("wm")  # type: ignore[attr-defined]


def _wrong_input(desktop: Desktop, settle: Settle) -> None:
    desktop.open(Link("agreements", do="new"))
    settle()
    panel = _page(desktop, "agreements").panel
    assert panel.form is not None
    panel.form.editor("from").show_raw("32.13")
    panel.save()


def _both_versions(desktop: Desktop, settle: Settle) -> None:
    """Somebody else saves the client that is being changed here (E2)."""
    from desktop.queries.clients import client_file
    from desktop.services.clients import edit_client
    from desktop.views.clients.form import client_values

    page = _page(desktop, "clients")
    desktop.open(Link("clients"))
    settle()
    key = page.view.key
    assert key is not None
    office = desktop.desk.office
    desktop.open(Link("clients", key))
    settle()
    page.detail.edit(page.detail.item)  # type: ignore[attr-defined]
    settle()
    with office.reading() as session:
        file = client_file(session, key, office.today)
    values = client_values(file) | {"phone": "13900001111", "contact": "新店主"}
    edit_client(office, key, file.version, drafted(ClientDraft, values))
    form = page.panel.form
    assert form is not None
    form.editor("phone").show_raw("13900002222")
    page.panel.save()


def _claim_codes(desktop: Desktop, settle: Settle) -> None:
    """The codes of a report made just now."""
    from desktop.services.cases import Reported

    desktop.open(Link("cases"))
    settle()
    page = _page(desktop, "cases")
    assert isinstance(page, CasesPage)
    page.report_made(Reported(page.view.key or 0, ("4817203966150482", "0093315577120846")))


def _import(desktop: Desktop, settle: Settle) -> None:
    """A list whose headings the program doesn't know all of, with a row that can't be taken."""
    desktop.open(Link("import"))
    page = desktop.page("import")
    assert isinstance(page, ImportPage)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "门店清单.csv"
        file.write_text(_LIST, encoding="utf-8")
        page.open_file(file)
        settle()


def _manual(desktop: Desktop, settle: Settle) -> None:
    desktop.open(Link("cases"))
    settle()
    desktop.show_help()


def _found_in_manual(desktop: Desktop, settle: Settle) -> None:
    _manual(desktop, settle)
    settle()
    shown = desktop.over.manual
    assert shown is not None
    shown.search.setText("收款")
    shown.open_chosen()


@contextmanager
def _fault(desktop: Desktop) -> Iterator[QWidget]:
    try:
        raise ValueError("a fault of the program, shown for its picture")
    except ValueError as error:
        report = report_fault(error, desktop)
    yield report
    report.close()


def _tidy(desktop: Desktop, settle: Settle) -> None:
    """Leave what is open, and keep nothing of it."""
    desktop.search.leave()
    desktop.leave_paper()
    desktop.over.close_manual()
    page = desktop.page(desktop.here.page)
    if isinstance(page, CasesPage):
        page.codes.forget()
    if isinstance(page, ListPage):
        page.panel.throw_away()
    settle()
