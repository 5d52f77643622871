"""The list of trials, and one with its halves, its chart and what it brought (G7)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from desktop.basics.drafts.suggestion import CATEGORIES
from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.i18n import N_, _
from desktop.queries.facts.effects import signed
from desktop.queries.facts.trials import TrialFigures, figures_words, half_words
from desktop.queries.trials import TRIALS, TrialDetail, TrialPlace, TrialRow, trial_detail
from desktop.queries.words import state_word
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.chart import ChartBlock
from desktop.views.kit.blocks.facts import Fact, Facts
from desktop.views.kit.blocks.head import Head, Heading
from desktop.views.kit.blocks.lines import Lines
from desktop.views.kit.blocks.tabs import Tabs
from desktop.views.kit.blocks.text import Text
from desktop.views.kit.declared import facts_of
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.actions import Action, plain
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import Column
from desktop.views.kit.words import day, joined, listed, money, tone_of
from desktop.views.trials.form import TrialForm, save_trial

if TYPE_CHECKING:
    from desktop.services.office import Reading


class TrialView(Detail[TrialDetail]):
    """What is tried, who was drawn to which half, and what came of it."""

    kind: ClassVar[str] = "trial"

    def blocks(self) -> Sequence[Block[TrialDetail]]:
        return (
            Head(lambda one: Heading(one.row.content, [(one.row.phase, _phase_tone(one.row))])),
            Text(lambda one: figures_words(one.figures) if one.figures else "", "heading"),
            Text(_dropped, tone="careful"),
            Tabs(
                N_("Parts of the trial"),
                (
                    (N_("Week by week"), lambda: ChartBlock(lambda one: one.chart)),
                    (N_("Shops of both halves"), self._places),
                    (N_("Basics"), lambda: Facts(self._facts)),
                ),
            ),
        )

    def _places(self) -> Block[TrialDetail]:
        return Lines(
            _PLACES,
            lambda one: one.places,
            name=N_("Shops of both halves"),
            enter=self._open,
            fills=True,
        )

    def steps(self) -> Sequence[Action]:
        from desktop.services import trials as services

        return (
            Action(
                "trial.call_off",
                N_("Call off"),
                lambda office, key, given: services.call_off_trial(office, key, given["reason"]),
                N_("Trial called off: its drafts are thrown away"),
                ask=(Field("reason", N_("Why"), needed=True),),
            ),
            Action(
                "trial.submit",
                N_("Hand in the half whose time has come"),
                plain(services.submit_trial),
                primary=True,
                then=self._say_handed_in,
            ),
        )

    def load(self, session: "Reading", key: int) -> TrialDetail:
        return trial_detail(session, key, self.desk.today)

    def _say_handed_in(self, number: int) -> None:
        self.desk.say(_("{number} suggestions handed to the manager").format(number=number))

    def _facts(self, one: TrialDetail) -> Sequence[Fact]:
        first, second = (money(one.sold_before_fen(half)) for half in (1, 2))
        sold = _("{first} and {second} a shop in the eight weeks before")
        instead = {
            "content": None,
            "category": joined(_(CATEGORIES[one.category]), listed(one.product_names)),
        }
        drawn = _("{name} saw it, {day}; number {seed}")
        return (
            *facts_of(TrialDraft, one, self.desk, instead),
            Fact(_("The second half is told from"), day(one.second_on)),
            Fact(_("Drawn"), drawn.format(name=one.drawn_by, day=one.drawn_on, seed=one.seed)),
            Fact(
                _("Sold before"),
                sold.format(first=first, second=second),
            ),
            Fact(_("Called off"), joined(one.called_off_by, day(one.called_off_on), one.reason)),
        )

    def _open(self, place: TrialPlace) -> None:
        """A shop leads to its suggestion, or to its file where it has none any more."""
        if place.suggestion_id is not None:
            self.desk.open(Link("suggestions", place.suggestion_id))
        else:
            self.desk.open(Link("clients", place.client_id))


def _dropped(one: TrialDetail) -> str:
    """Who isn't told the same as the others of its half, and whether it counts."""
    counting = [_named(place) for place in one.places if place.dropped and place.counts]
    left = [_named(place) for place in one.places if not place.counts]
    words = []
    if counting:
        said = _("Dropped out, but counted where they were drawn to: {names}.")
        words.append(said.format(names=listed(counting)))
    if left and one.figures is not None and one.figures.told:
        said = _("Not counted, as they weren't active all the time: {names}.")
        words.append(said.format(names=listed(left)))
    return "\n".join(words)


def _named(place: TrialPlace) -> str:
    words = _("{name} ({why})") if place.dropped else "{name}"
    return words.format(name=place.name, why=place.dropped)


def _phase_tone(row: TrialRow) -> str:
    return "wrong" if row.state == "called_off" else "accent"


def _effect(figures: TrialFigures | None) -> str:
    if figures is None:
        return ""
    if not figures.told:
        return _("from {day}").format(day=figures.full_on)
    return "" if figures.effect_fen is None else signed(figures.effect_fen)


def _effect_tone(figures: TrialFigures | None) -> str:
    """Good when its whole interval lies above zero, wrong below; quiet what may be chance."""
    if figures is None or figures.low_fen is None or figures.by_chance:
        return "quiet"
    return "good" if figures.low_fen > 0 else "wrong"


_PLACES: tuple[Column[TrialPlace], ...] = (
    Column(N_("Half"), lambda row: half_words(row.half), 70),
    Column(N_("Client"), lambda row: row.name, 150, stretch=True),
    Column(N_("Segment"), lambda row: row.segment, 84),
    Column(N_("Rep"), lambda row: row.rep, 64),
    Column(N_("Sold before"), lambda row: money(row.sales_fen), 88, right=True),
    Column(
        N_("State"),
        lambda row: row.dropped or (state_word("suggestion", row.state) if row.state else ""),
        120,
        tone=lambda row: "careful" if row.dropped else tone_of(row.state),
    ),
    Column(
        N_("Difference a day"),
        lambda row: "" if row.per_day_fen is None else signed(row.per_day_fen),
        96,
        right=True,
    ),
)


class TrialsPage(ListPage[TrialRow]):
    """Each trial of a suggestion."""

    name: ClassVar[str] = "trials"
    title: ClassVar[str] = N_("Trials")
    records = TRIALS
    search_words: ClassVar[str] = N_("what is tried")
    new_words: ClassVar[str] = N_("New trial")
    new_action: ClassVar[str] = "trial.draw"
    needs: ClassVar[tuple[str, ...]] = ("clients",)
    empty_title: ClassVar[str] = N_("No trials yet")
    empty_words: ClassVar[str] = N_(
        "Does it work? Half of some similar shops are told a thing now, the others four weeks "
        "later. The program draws who begins, so what the first half sells more is what it brought."
    )
    nothing_open: ClassVar[str] = N_("Choose a trial on the left.")
    shares: ClassVar[tuple[int, int]] = (50, 50)
    columns = (
        Column(
            N_("Suggestion"),
            lambda row: row.content,
            150,
            "content",
            stretch=True,
            tip=lambda row: _(CATEGORIES[row.category]),
        ),
        Column(N_("Begins"), lambda row: day(row.starts_on), 84, "starts"),
        Column(N_("Shops"), lambda row: str(row.shops), 40, "shops", right=True),
        Column(N_("State"), lambda row: row.phase, 96, "phase", tone=_phase_tone),
        Column(
            N_("Effect a day"),
            lambda row: _effect(row.figures),
            96,
            right=True,
            tone=lambda row: _effect_tone(row.figures),
            unsorted=N_("It is measured anew for the lines in sight."),
        ),
    )

    def make_detail(self) -> TrialView:
        return TrialView(self.desk, self)

    def count_words(self, number: int) -> str:
        return _("{number} trials").format(number=number)

    def edit_new(self, link: Link) -> Edit:
        """A new trial; the draw is seen before it is kept."""
        made: list[TrialForm] = []

        def form() -> TrialForm:
            made.append(TrialForm(self.desk))
            return made[-1]

        return Edit(
            title=_("New trial"),
            note=_("The program draws which half begins; each shop's suggestion is then a draft."),
            form=form,
            save=lambda office, given: save_trial(office, given, made[-1].drawn),
            draft_key="trial.new",
            saved=self.saved,
            done=_("Drawn: hand in the first half"),
            values=dict(link.values),
            wide=True,
        )
