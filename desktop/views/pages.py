"""The pages of the window. Adding one is a folder and a line here; each is made on first use."""

from dataclasses import dataclass
from importlib import import_module

from desktop.basics.i18n import N_
from desktop.queries.reports.registry import who_looks
from desktop.views.kit.desk import Desk
from desktop.views.kit.page import Page


@dataclass(frozen=True)
class PageEntry:
    """A line of the navigation. ``words`` and ``group`` are msgids; no roles: for everybody."""

    name: str
    words: str
    place: str
    group: str = ""
    roles: tuple[str, ...] = ()

    def make(self, desk: Desk) -> Page:
        """The page itself."""
        module, _dot, kind = self.place.rpartition(".")
        made: Page = getattr(import_module(module), kind)(desk)
        return made


PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", N_("Today"), "desktop.views.today.page.TodayPage"),
    PageEntry(
        "clients", N_("Client files"), "desktop.views.clients.page.ClientsPage", N_("Clients")
    ),
    PageEntry(
        "suggestions",
        N_("Suggestions"),
        "desktop.views.suggestions.page.SuggestionsPage",
        N_("Suggestions and visits"),
    ),
    PageEntry(
        "visits",
        N_("Visits and patrols"),
        "desktop.views.visits.page.VisitsPage",
        N_("Suggestions and visits"),
    ),
    PageEntry(
        "works",
        N_("What works"),
        "desktop.views.suggestions.works_page.WorksPage",
        N_("Suggestions and visits"),
    ),
    PageEntry(
        "agreements",
        N_("Agreements"),
        "desktop.views.agreements.page.AgreementsPage",
        N_("Agreements and fund"),
    ),
    PageEntry(
        "cases",
        N_("Violation cases"),
        "desktop.views.cases.page.CasesPage",
        N_("Agreements and fund"),
    ),
    PageEntry("fund", N_("Fund"), "desktop.views.fund.page.FundPage", N_("Agreements and fund")),
    PageEntry(
        "settlements",
        N_("Quarterly settlement"),
        "desktop.views.settlements.page.SettlementsPage",
        N_("Agreements and fund"),
    ),
    PageEntry(
        "payouts",
        N_("Payouts"),
        "desktop.views.payouts.page.PayoutsPage",
        N_("Agreements and fund"),
    ),
    PageEntry(
        "benefits",
        N_("Benefits"),
        "desktop.views.benefits.page.BenefitsPage",
        N_("Agreements and fund"),
    ),
    PageEntry(
        "products",
        N_("Products and prices"),
        "desktop.views.products.page.ProductsPage",
        N_("Products and proposals"),
    ),
    PageEntry(
        "proposals",
        N_("Product proposals"),
        "desktop.views.proposals.page.ProposalsPage",
        N_("Products and proposals"),
    ),
    PageEntry(
        "orders", N_("Orders"), "desktop.views.orders.page.OrdersPage", N_("Orders and delivery")
    ),
    PageEntry("runs", N_("Runs"), "desktop.views.runs.page.RunsPage", N_("Orders and delivery")),
    PageEntry(
        "deliveries",
        N_("Deliveries"),
        "desktop.views.deliveries.page.DeliveriesPage",
        N_("Orders and delivery"),
    ),
    PageEntry(
        "payments",
        N_("Collections and refunds"),
        "desktop.views.payments.page.PaymentsPage",
        N_("Orders and delivery"),
    ),
    PageEntry(
        "reports",
        N_("Reports"),
        "desktop.views.reports.page.ReportsPage",
        N_("Figures"),
        who_looks(),
    ),
    PageEntry(
        "settings",
        N_("Office and rules"),
        "desktop.views.settings.page.SettingsPage",
        N_("Settings"),
        ("administrator", "manager", "clerk"),
    ),
    PageEntry(
        "staff",
        N_("Staff"),
        "desktop.views.staff.page.StaffPage",
        N_("Settings"),
        ("administrator", "manager"),
    ),
    PageEntry(
        "import",
        N_("Bring in lists"),
        "desktop.views.imports.page.ImportPage",
        N_("Settings"),
        ("administrator",),
    ),
    PageEntry(
        "backups",
        N_("Backups"),
        "desktop.views.settings.backups_page.BackupsPage",
        N_("Settings"),
        ("administrator",),
    ),
    PageEntry(
        "audit",
        N_("Changes"),
        "desktop.views.settings.audit_page.AuditPage",
        N_("Settings"),
        ("administrator", "manager"),
    ),
)


def load_pages() -> None:
    """Load the code of all pages, so that the first look at one needs no waiting."""
    for page in PAGES:
        import_module(page.place.rpartition(".")[0])


def pages_for(desk: Desk) -> list[PageEntry]:
    """The pages that the signed-in person has."""
    return [page for page in PAGES if not page.roles or desk.has_role(*page.roles)]
