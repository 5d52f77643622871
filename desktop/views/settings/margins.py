"""What stands in the settings of the trade's margins by category, and its form (B4)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.margin import MarginDraft
from desktop.basics.fields import asked, drafted
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.margins import MarginsDetail
from desktop.queries.products import offered_categories
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.office import Office


def margins_facts(read: MarginsDetail) -> Sequence[Fact]:
    """Every category on a line, then those of which nobody set anything."""
    facts = [Fact(one.category, percent(one.trade_margin)) for one in read.margins]
    facts += [Fact(name, _("not set"), "quiet") for name in read.unset]
    return facts or (Fact(_("Categories"), _("none yet")),)


def margins_form(desk: Desk) -> Form:
    """A category a line."""
    fields = tuple(fields_of(MarginDraft, desk, finds={"category": offered_categories}))
    hint = _("What the trade earns on average, such as 22 %; a product's own margin goes before.")
    return Form(desk, (Field("margins", N_("A category a line"), "rows", rows=fields, above=hint),))


def margins_values(read: MarginsDetail) -> Mapping[str, Any]:
    """The margins as they stand."""
    return {
        "version": read.version,
        "margins": [asked(MarginDraft, one) for one in read.margins],
    }


def save_margins(office: "Office", given: Given) -> None:
    """Change the margins."""
    from desktop.services.margins import set_margins

    drafts = [drafted(MarginDraft, line) for line in given["margins"]]
    set_margins(office, given["version"], drafts)
