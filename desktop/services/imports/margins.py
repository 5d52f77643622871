"""The trade's margins by category, from a list (B4)."""

from desktop.basics.drafts.margin import MarginDraft
from desktop.models import CategoryMargin
from desktop.services.imports.by_draft import kind_by_draft
from desktop.services.written import need_fields
from desktop.spreadsheets import margins as lists

MARGINS = kind_by_draft(lists.MARGINS, "行业扣点", MarginDraft, CategoryMargin, need_fields)
