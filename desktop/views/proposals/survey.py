"""The form of a survey, typed from the rep's paper by keys."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.fields import drafted
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.queries.scanned import key_of_scan
from desktop.queries.search import find_clients
from desktop.queries.surveys import known_before
from desktop.queries.word_lists import offered_groups, offered_shop_types
from desktop.services.attachments import attach, read_files
from desktop.services.proposals import record_survey
from desktop.views.kit.declared import Find, fields_of
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.live_form import LiveForm
from desktop.views.kit.named_lines import by_name
from desktop.views.kit.words_to_values import read_percent, typed_text
from desktop.views.shared.cut_out import CutOut, doubts_of

if TYPE_CHECKING:
    from desktop.services.office import Office
    from desktop.services.scans import ScannedPaper


_OTHER = "其他"  # on the paper: what stands beside it is written by hand
_PART_PX = 190
_LEVEL_PX = 160  # of a figure in cm, under its heading


class SurveyForm(LiveForm):
    """Who buys there, what they can spend, what room there is.

    What is known of the chosen shop is filled in, and the share that the groups still lack is said.
    """

    def __init__(self, desk: Desk, scan: "ScannedPaper | None" = None) -> None:
        super().__init__(desk, _fields(desk), columns=2)
        self._asked = ""
        self._known: Mapping[str, Any] = {}
        self.rest = self.remark_below("groups")
        if scan is not None:
            self.once = key_of_scan(scan.layout)  # in two windows it is one form all the same
            self._show_beside(scan)

    def _show_beside(self, scan: "ScannedPaper") -> None:
        """Show the parts of a scanned form at the fields that are typed from them."""
        rows = {"shop": self.row_of("client") - 1, "groups": self.row_of("groups") - 1}
        rows["levels"] = self.row_of("levels") + 2
        for part, row in rows.items():
            if part in scan.pictures:
                seen = CutOut(scan, _PART_PX)
                seen.show_row(part)
                self._grid.addWidget(seen, row, 0, 1, -1)

    def look(self) -> None:
        """Ask once for what is known of a shop; say what the shares come to."""
        client = self.typed("client") or ""
        if client != self._asked:
            self._asked = client
            self.desk.ask(
                self, lambda session: known_before(session, client), self._fill_in, slot="known"
            )
        self.rest.say(*_rest_words(self.editor("groups").raw()))

    def _fill_in(self, known: Mapping[str, Any]) -> None:
        """Fill in what nobody typed; what was filled in of another shop goes."""
        for name in {**self._known, **known}:
            editor = self.editor(name)
            filled = typed_text(editor.field.kind, self._known.get(name))
            if editor.raw() in ("", filled):
                self.fill(name, known.get(name))
        self._known = known


def _rest_words(rows: list[dict[str, Any]]) -> tuple[str, str]:
    """What the shares come to, as far as they can be read, and its tone."""
    total = Decimal(0)
    for row in rows:
        try:
            total += read_percent(row["share"] or "") or 0
        except ValueError:
            continue
    if not total:
        return "", ""
    if total == 1:
        return _("Together 100 %."), "good"
    if total < 1:
        return _("{rate} is still to be shared out.").format(rate=percent(1 - total)), "careful"
    return _("{rate} too much.").format(rate=percent(total - 1)), "wrong"


def _fields(desk: Desk) -> list[Field]:
    finds: dict[str, Find] = {"client": find_clients, "shop_type": offered_shop_types}
    group = Field("name", N_("Group"), "word", True, lookup=desk.look_up(offered_groups))
    share = Field("share", N_("Share"), "rate", needed=True, width=110)
    groups = Field("groups", N_("Buyers"), "rows", rows=(group, share))
    width = Field("width_cm", N_("Usable width in cm"), "whole", True, width=_LEVEL_PX, again=True)
    height = Field("height_cm", N_("Height in cm, if measured"), "whole", width=_LEVEL_PX)
    levels = Field(
        "levels",
        N_("The shelf for us, level by level from the top"),
        "rows",
        rows=(width, height),
        above=_("Enter on an empty width repeats the one above; Tab goes on to the next field."),
    )
    photos = Field("files", N_("Photos of the shelf"), "files", wide=True)
    *asked, brands, notes = fields_of(SurveyDraft, desk, finds=finds)
    return [*asked, groups, levels, brands, notes, photos]


def scanned_values(paper: "ScannedPaper") -> dict[str, Any]:
    """What a scanned form surely says: what is ticked; figures and words are typed from it."""
    sure = {row: one.values for (row, _name), one in paper.answers.items() if not one.doubt}
    found: dict[str, Any] = {
        name: sure[name][0]
        for name in ("shop_type", "spending")
        if sure.get(name) and sure[name][0] != _OTHER
    }
    names = [one for one in sure.get("groups", ()) if one != _OTHER]
    groups = [{"name": one, "share": None} for one in names]
    return {**found, "groups": groups} if groups else found


def scanned_doubts(paper: "ScannedPaper") -> str:
    """What of a scanned form a person has to look at, in words."""
    rows = dict.fromkeys(row for row, _name in paper.answers)
    return _("; ").join(filter(None, (doubts_of(paper, row) for row in rows)))


def save_survey(office: "Office", given: Given) -> int:
    """Record what the form says, with its photos, both or none."""
    rows = enumerate(given["groups"], 1)
    groups = by_name("groups", "name", rows, lambda row: row["share"])
    levels = [LevelDraft(**row) for row in given["levels"]]
    files = read_files(given["files"])
    draft = drafted(SurveyDraft, given.values, groups=groups, levels=levels)
    with office.batch() as together:
        survey_id = record_survey(together, draft)
        for name, content in files:
            attach(together, "survey", survey_id, name, content)
    return survey_id
