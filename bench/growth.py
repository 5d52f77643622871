"""Ten times the data, twice: how much longer each page takes to be opened and read.

300, 3,000 and 30,000 clients with all that belongs to them. A list shows as many rows as before,
so it shall not grow; what reckons with everything may grow as its data do. The sums under a list
come after it, and are waited for apart.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.crowd import TODAY, big_office
from bench.hands import wait_until
from bench.making import Size
from bench.measure import Told
from bench.watch import application, turn_once
from desktop.services.office import Office
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.memory import Memory
from desktop.views.kit.page import Page
from desktop.views.kit.tasks import Tasks
from desktop.views.pages import FAMILIES, PageEntry

_CLIENTS = (300, 3_000, 30_000)
_ROUNDS = 3
_QUIET_TURNS = 3


def results(folder: Path) -> Iterator[Told]:
    """Each page at each size, and how many times the largest office takes what the middle one."""
    pages = [page for family in FAMILIES for page in family.pages]
    taken: dict[str, list[float]] = {page.name: [] for page in pages}
    for clients in _CLIENTS:
        office = big_office(folder / f"{clients}.db", _size(clients))
        desk = _desk(office, folder)
        for page in pages:
            taken[page.name].append(min(_opened(desk, page) for _round in range(_ROUNDS)))
        desk.tasks.wait()
        office.engine.dispose()
    for page in pages:
        yield Told(f"ten times the data, twice: {page.name}", _words(taken[page.name]))


def _size(clients: int) -> Size:
    """As much of everything as belongs to so many clients, a fifth of them buying."""
    return Size(
        clients=clients,
        active=clients // 5,
        agreements=clients * 9 // 50,
        suggestions=3_000 + clients,
        plans=max(40, clients // 5),
        orders=400 + 5 * clients,
        audit=10 * clients,
    )


def _desk(office: Office, folder: Path) -> Desk:
    app = application()
    theme.apply(app)
    manager = office.on(TODAY, office.find_person("manager"))
    return Desk(manager, Tasks(), Memory(folder / "window"))


def _opened(desk: Desk, entry: PageEntry) -> float:
    """Seconds until a fresh page has shown its list, or all that it asked for."""
    begun = time.perf_counter()
    page = entry.kind(desk)
    page.resize(1180, 700)
    page.show()
    _until_shown(desk, page)
    seconds = time.perf_counter() - begun
    desk.tasks.wait()
    page.hide()
    page.deleteLater()
    turn_once()
    return seconds


def _until_shown(desk: Desk, page: Page) -> None:
    turns = 0

    def there() -> bool:
        nonlocal turns
        turns = turns + 1 if desk.tasks.idle else 0  # an answer may ask something else
        return turns > _QUIET_TURNS or _lists(page)

    wait_until(there)


def _lists(page: Page) -> bool:
    """Whether the first rows of a list are there."""
    if not isinstance(page, ListPage) or not page.table.ids:
        return False
    return page.table.row_of(page.table.ids[0]) is not None


def _words(seconds: Sequence[float]) -> str:
    told = " → ".join(f"{1000 * one:.0f}" for one in seconds)
    return f"{told} ms, the last {seconds[-1] / seconds[-2]:.1f} ×"
