"""Words with the office's own numbers in them: what a field's hint or a note says of a rule."""

from typing import TYPE_CHECKING

from desktop.basics.i18n import _, ngettext

if TYPE_CHECKING:
    from desktop.views.kit.desk import Desk


def paper_days(desk: "Desk") -> str:
    """How old a paper may be (L5)."""
    days = desk.rules.paper_days
    if not days:
        return _("of today only")
    return ngettext("at most {days} day back", "at most {days} days back", days).format(days=days)


def paper_day(desk: "Desk") -> str:
    """What day a signature takes (L5)."""
    return _("The day that stands on the paper: {limit}.").format(limit=paper_days(desk))


def visit_days(desk: "Desk") -> str:
    """How often a client of each class is visited (G9)."""
    rules = desk.rules
    return _("A every {a} days, B every {b}, C every {c}").format(
        a=rules.visit_days_a, b=rules.visit_days_b, c=rules.visit_days_c
    )
