"""Lists of the trade's margins by category: their headings."""

from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.i18n import N_
from desktop.spreadsheets.list_kind import ListKind, declared_fields

MARGINS = ListKind(
    "margins",
    N_("Trade's margins by category"),
    tuple(declared_fields(MarginDraft)),
    (("category",), ("trade_margin",)),
)
