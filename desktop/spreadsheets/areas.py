"""Lists of areas with their delivery days: their headings."""

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.i18n import N_
from desktop.spreadsheets.list_kind import ListKind, declared_fields

AREAS = ListKind("areas", N_("Areas"), tuple(declared_fields(AreaDraft)), (("name",), ("days",)))
