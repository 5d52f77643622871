"""When goods are delivered where: what stands in the settings of areas and of holidays (D2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.basics.calendar import weekday
from desktop.basics.drafts.area import AreaDraft
from desktop.basics.due import USUAL_DAYS
from desktop.basics.fields import asked, drafted, told_of
from desktop.basics.i18n import N_, _
from desktop.basics.weekdays import weekday_words
from desktop.queries.areas import AreasDetail
from desktop.queries.word_lists import offered_areas
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.declared import fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.words import joined

if TYPE_CHECKING:
    from desktop.services.office import Office


def areas_facts(read: AreasDetail) -> Sequence[Fact]:
    """Every area on a line, then those that deliver on the usual days."""
    facts = [_area_fact(one) for one in read.areas]
    usual = weekday_words("".join(str(day) for day in USUAL_DAYS))
    facts += [Fact(name, _("not set: {days}").format(days=usual), "quiet") for name in read.unset]
    more = read.unset_count - len(read.unset)
    if more:
        facts.append(Fact("…", _("{number} more areas aren't set").format(number=more), "quiet"))
    return facts or (Fact(_("Areas"), _("none yet")),)


def _area_fact(area: AreaDraft) -> Fact:
    told = told_of(AreaDraft, area)
    words, least = told["minimum"]
    return Fact(area.name, joined(told["days"][1], f"{words} {least}" if least else ""))


def areas_form(desk: Desk) -> Form:
    """An area a line."""
    fields = tuple(fields_of(AreaDraft, desk, finds={"name": offered_areas}))
    hint = _(
        "Days such as Mon, Wed, Fri or Mon-Sat; without a smallest drop the office's own holds."
    )
    return Form(desk, (Field("areas", N_("An area a line"), "rows", rows=fields, above=hint),))


def areas_values(read: AreasDetail) -> Mapping[str, Any]:
    """The areas as they stand."""
    return {"version": read.version, "areas": [asked(AreaDraft, one) for one in read.areas]}


def save_areas(office: "Office", given: Given) -> None:
    """Change the areas."""
    from desktop.services.areas import set_areas

    drafts = [drafted(AreaDraft, line) for line in given["areas"]]
    set_areas(office, given["version"], drafts)


def holidays_facts(days: Sequence[date]) -> Sequence[Fact]:
    """Every holiday to come on a line."""
    if not days:
        return (Fact(_("Holidays"), _("none is set")),)
    return [Fact(day.isoformat(), weekday(day)) for day in days]


def holiday_form(desk: Desk) -> Form:
    """The days on which nothing is delivered."""
    return Form(
        desk,
        (
            Field("date", N_("First day"), "day", True),
            Field("until", N_("Last day"), "day", hint=N_("empty: one day")),
        ),
    )


def save_holiday(office: "Office", given: Given) -> None:
    """Deliver nothing then."""
    from desktop.services.areas import set_holiday

    set_holiday(office, given["date"], given["until"])
