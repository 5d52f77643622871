"""Lists of the clients for whom a rebate plan is: their headings, and their rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.basics.headings import headings
from desktop.basics.i18n import N_
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.good_rows import Field, Fields
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.reading import Reading, short_text
from desktop.spreadsheets.sales import SALES

PLAN_HEADING, CLIENT_HEADING, NAME_HEADING = "返利政策", "客户编号", "客户名称"
REBATE_CLIENTS = ListKind(
    "rebate-clients",
    N_("Clients of rebate plans"),
    (
        ListField(
            "plan",
            N_("Rebate plan"),
            headings("返利政策 返利政策名称 政策名称 返利方案 返利名称 plan rebateplan rebate"),
        ),
        SALES.by_name["client"],
        SALES.by_name["client_name"],
    ),
    (("plan",), ("client", "client_name")),
)


@dataclass(frozen=True, slots=True)
class RebateClientRow:
    """A client of a plan, by its code or by its name alone."""

    row: Row
    plan: str
    client: str
    client_name: str


_TOLD: Mapping[str, Field] = {
    "plan": (short_text, ""),
    "client": (fields.code, ""),
    "client_name": (short_text, ""),
}


def rebate_client_rows(reading: Reading) -> Iterator[RebateClientRow]:
    """The good rows: each needs its plan and its client."""
    known = Fields(reading, _TOLD, REBATE_CLIENTS.needed)
    return known.rows(reading.rows(), RebateClientRow)
