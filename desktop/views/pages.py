"""The pages of the window, and how they stand on its left.

One is a folder with a line here (CONTRIBUTING.md tells the rest); each is made on first use.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

from desktop.basics.i18n import N_, _
from desktop.basics.pinyin import load_words
from desktop.basics.roles import SEEN_BY, own_pages
from desktop.queries.reports.registry import who_looks
from desktop.views.kit.page import Page
from desktop.views.kit.words import joined


@dataclass(frozen=True)
class PageEntry:
    """A page by its name; ``words`` is a msgid. ``roles`` are those that have it, () for all."""

    name: str
    words: str
    place: str
    roles: tuple[str, ...] = ()

    @property
    def kind(self) -> type[Page]:
        """The page's class; its code is loaded on first use."""
        module, _dot, name = self.place.rpartition(".")
        made: type[Page] = getattr(import_module(f"desktop.views.{module}"), name)
        return made

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles has it."""
        who = self.roles or SEEN_BY.get(self.name, ())
        return not who or not roles.isdisjoint(who)


@dataclass(frozen=True)
class Family:
    """A line of the navigation: a page, or the pages of one noun, which share it as tabs.

    ``called`` (of several) and ``group`` are msgids. Ctrl and ``key`` open it from anywhere,
    wherever it stands; 0 for none. ``home`` is the page that it opens at.
    """

    pages: tuple[PageEntry, ...]
    group: str = ""
    key: int = 0
    called: str = ""
    home: str = ""

    @property
    def words(self) -> str:
        """What it is called on the left (a msgid)."""
        return self.called or self.pages[0].words

    @property
    def names(self) -> list[str]:
        """The names of its pages."""
        return [page.name for page in self.pages]


OWN = N_("My work")
_CLIENTS = N_("Clients and visits")
_MONEY = N_("Agreements and fund")
_GOODS = N_("Goods and delivery")
_OFFICE = N_("The office")

FAMILIES: tuple[Family, ...] = (
    Family((PageEntry("today", N_("Today"), "today.page.TodayPage"),), key=1),
    Family(
        (PageEntry("clients", N_("Client files"), "clients.page.ClientsPage"),), _CLIENTS, key=2
    ),
    Family(
        (
            PageEntry("suggestions", N_("Suggestions"), "suggestions.page.SuggestionsPage"),
            PageEntry("trials", N_("Trials"), "trials.page.TrialsPage"),
            PageEntry("works", N_("What works"), "what_works.page.WorksPage"),
        ),
        _CLIENTS,
        key=3,
        called=N_("Suggestions"),
    ),
    Family(
        (
            PageEntry("visits", N_("Visits and patrols"), "visits.page.VisitsPage"),
            PageEntry("routes", N_("Route plans"), "routes.page.RoutesPage"),
            PageEntry("scans", N_("Scans"), "scans.page.ScansPage"),
        ),
        _CLIENTS,
        key=4,
        called=N_("Visits and patrols"),
    ),
    Family(
        (
            PageEntry("agreements", N_("Agreements"), "agreements.page.AgreementsPage"),
            PageEntry("lines", N_("Staggering"), "lines.page.LinesPage"),
        ),
        _MONEY,
        key=5,
        called=N_("Agreements and lines"),
    ),
    Family((PageEntry("cases", N_("Violation cases"), "cases.page.CasesPage"),), _MONEY),
    Family(
        (
            PageEntry("fund", N_("Fund"), "fund.page.FundPage"),
            PageEntry(
                "settlements", N_("Quarterly settlement"), "settlements.page.SettlementsPage"
            ),
            PageEntry("payouts", N_("Payouts"), "payouts.page.PayoutsPage"),
            PageEntry("letters", N_("Balance letters"), "letters.page.LettersPage"),
        ),
        _MONEY,
        key=6,
        called=N_("Fund and settlement"),
    ),
    Family(
        (
            PageEntry("benefits", N_("Benefits"), "benefits.page.BenefitsPage"),
            PageEntry("rebates", N_("Rebate plans"), "rebates.page.RebatesPage"),
        ),
        _MONEY,
        called=N_("Benefits"),
    ),
    Family(
        (
            PageEntry("products", N_("Products and prices"), "products.page.ProductsPage"),
            PageEntry("proposals", N_("Product proposals"), "proposals.page.ProposalsPage"),
            PageEntry("assortment", N_("Assortment rules"), "assortment.page.AssortmentPage"),
        ),
        _GOODS,
        called=N_("Products and proposals"),
    ),
    Family((PageEntry("map", N_("Map"), "map.page.MapPage"),), _GOODS),
    Family(
        (
            PageEntry("orders", N_("Orders"), "orders.page.OrdersPage"),
            PageEntry("calendar", N_("Due when"), "calendar.page.CalendarPage"),
        ),
        _GOODS,
        key=7,
        called=N_("Orders"),
    ),
    Family((PageEntry("stock", N_("Stock by lot"), "stock.page.StockPage"),), _GOODS),
    Family(
        (
            PageEntry("board", N_("Day board"), "board.page.BoardPage"),
            PageEntry("runs", N_("Runs"), "runs.page.RunsPage"),
            PageEntry("vehicles", N_("Vehicles and drivers"), "vehicles.page.VehiclesPage"),
            PageEntry("deliveries", N_("Deliveries"), "deliveries.page.DeliveriesPage"),
        ),
        _GOODS,
        key=8,
        called=N_("Runs and deliveries"),
    ),
    Family(
        (PageEntry("payments", N_("Collections and refunds"), "payments.page.PaymentsPage"),),
        _GOODS,
        key=9,
    ),
    Family(
        (PageEntry("reports", N_("Reports"), "reports.page.ReportsPage", who_looks()),), _OFFICE
    ),
    Family(
        (
            PageEntry("settings", N_("Office and rules"), "settings.page.SettingsPage"),
            PageEntry("staff", N_("Staff"), "staff.page.StaffPage"),
            PageEntry("import", N_("Bring in lists"), "imports.page.ImportPage"),
            PageEntry("backups", N_("Backups"), "backups.page.BackupsPage"),
            PageEntry("audit", N_("Changes"), "audit.page.AuditPage"),
        ),
        _OFFICE,
        called=N_("Settings"),
    ),
)
PAGES = tuple(page for family in FAMILIES for page in family.pages)


def families_for(roles: frozenset[str]) -> list[Family]:
    """The navigation of somebody with these roles: Today, then their own work, then the rest.

    A family opens at the first page that is their own, else at its first.
    """
    own = own_pages(roles)
    turn = {name: place for place, name in enumerate(own)}
    first, *rest = _seen(roles, turn)
    mine = [replace(one, group=OWN) for one in rest if one.home in turn]
    mine.sort(key=lambda one: turn[one.home])
    return [first, *mine, *(one for one in rest if one.home not in turn)]


def _seen(roles: frozenset[str], turn: dict[str, int]) -> Iterator[Family]:
    for family in FAMILIES:
        pages = tuple(page for page in family.pages if page.is_for(roles))
        if pages:
            home = min(pages, key=lambda page: turn.get(page.name, len(turn)))
            yield replace(family, pages=pages, home=home.name)


def places_of(families: Iterable[Family]) -> dict[str, str]:
    """Pages by name, with the words by which they are found: their family's and their own."""
    return {
        page.name: joined(_(one.called), _(page.words)) if one.called else _(page.words)
        for one in families
        for page in one.pages
    }


def load_desk() -> None:
    """Load the code of the window and of Today, which is shown first.

    The GUI thread would stand still for a quarter of a second.
    """
    for name in ("desktop.views.window", "desktop.queries.today", "desktop.services.backup"):
        import_module(name)
    _kind = PAGES[0].kind


def load_pages() -> None:
    """Load the code of all pages and of what they do, so that the first use needs no waiting."""
    import_module("desktop.services.reversals")
    for page in PAGES:
        _kind = page.kind
    load_words()
