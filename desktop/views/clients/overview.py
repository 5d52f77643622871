"""The first page of a client file: its curve, and beside each other what one asks about it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop.basics.drafts.benefit import BENEFIT_KINDS
from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.money import percent
from desktop.queries.client_page import Neighbour, OpenClient, VisitToCome
from desktop.queries.client_weeks import Which, measured
from desktop.queries.facts.effects import EffectRow
from desktop.queries.order_desk import GoodsOffered
from desktop.queries.visits import UnderPrice
from desktop.queries.words import SIGHTINGS, state_word
from desktop.views.clients.curve import Curve
from desktop.views.clients.photos import Photos
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.side_by_side import SideBySide
from desktop.views.kit.blocks.text import Text
from desktop.views.kit.blocks.ways import Way, Ways
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import column
from desktop.views.kit.words import day, joined, listed, money, tone_of, yuan_words
from desktop.views.shared.neighbours import density_words, outlets_within
from desktop.views.shared.reporting import begin_report, case_of

_EFFECT_MS = 200  # nobody goes on to another client by then
_LEAST_PX = 236
_MOST_NEIGHBOURS = 4


class Overview(Block[OpenClient]):
    """All that is known of a client on one page; what it brought comes a little later."""

    def __init__(self, desk: Desk, asker: QWidget, show_tab: Callable[[str], object]) -> None:
        self._desk, self._asker, self._show_tab = desk, asker, show_tab
        self._file: OpenClient | None = None
        self.curve = Curve(desk)
        self.photos = Photos(desk, asker, lambda: show_tab(N_("Papers and photos")))
        self.parts = SideBySide(
            (
                Ways(_closed, N_("Closed")),
                Ways(self._visit, self._visit_title),
                Ways(self._money, N_("Owed and waiting"), N_("Nothing is owed, nothing waits.")),
                Ways(self._orders, N_("Last order"), N_("It never ordered anything.")),
                Ways(self._agreement, N_("Price-protection agreement")),
                Ways(self._assets, N_("Signs and racks in the shop")),
                Ways(self._neighbours, N_("Neighbours")),
                Ways(self._survey, N_("Buyers and shop")),
                self.photos,
            ),
            _LEAST_PX,
        )
        self.who: Text[OpenClient] = Text(self._who, tone="quiet")
        super().__init__(column(self.who, self.curve, self.parts, None, spacing=8))

    def fill(self, item: OpenClient) -> bool:
        self._file = item
        for one in (self.who, self.curve, self.parts):
            one.show_item(item)
        if item.page.weeks.done:
            QTimer.singleShot(_EFFECT_MS, self, lambda: self._measure(item))
        return True

    def _measure(self, item: OpenClient) -> None:
        """What was done is measured against all shops like it."""
        if self._file is not item:
            return
        today = self._desk.today

        def shown(brought: Mapping[Which, EffectRow]) -> None:
            if self._file is item:
                self.curve.show_brought(brought)

        done = item.page.weeks.done
        self._desk.ask(
            self._asker, lambda session: measured(session, done, today), shown, slot="effects"
        )

    def _show_around(self) -> None:
        self._show_tab(N_("Around"))

    def _who(self, file: OpenClient) -> str:
        return joined(file.contact, self._desk.number(file.phone), file.hours, file.rep_name)

    # --- what stands beside each other ------------------------------------------------------------

    def _to(self, page: str, key: int | None, name: str = "") -> Callable[[], object]:
        return lambda: self._desk.open(Link(page, key, name))

    def _begin(self, action: str, page: str, file: OpenClient) -> Callable[[], object] | None:
        """What begins something about this client; None for whom it is not."""
        if file.state == "closed" or not self._desk.may(action):
            return None
        return lambda: self._desk.open(Link(page, do="new", values=(("client", file.code),)))

    def _visit_title(self, file: OpenClient) -> str:
        return _("Last visit") if file.state == "closed" else _("Next visit")

    def _visit(self, file: OpenClient) -> Sequence[Way]:
        visit = file.page.visit
        ways = [] if file.state == "closed" else [self._planned(file, visit), self._tell(file)]
        told = visit.told
        if told is not None:
            said = f"“{told.words}”" if told.words else ""
            mark = _("{mark} of 5").format(mark=told.mark) if told.mark else ""
            ways.append(
                Way(
                    _("Last time: {content}").format(content=told.content),
                    "",
                    joined(day(told.day), state_word("suggestion", told.state), said, mark),
                    do=self._to("suggestions", told.id),
                )
            )
        elif file.line.visited_on is not None:
            ways.append(Way(_("Last visit on {day}").format(day=file.line.visited_on)))
        return ways

    def _planned(self, file: OpenClient, visit: VisitToCome) -> Way:
        if visit.day is not None:
            return Way(
                _("Visit on {day}").format(day=day(visit.day)),
                under=visit.rep,
                do=self._to("visits", visit.plan_id),
            )
        route = _("by the route plan on {day}").format(day=visit.route_on)
        due = _("in time until {day}").format(day=visit.due_on)
        late = _("visit {days} days late").format(days=file.line.overdue_days)
        return Way(
            _("No visit is planned."),
            under=joined(
                route if visit.route_on else "",
                late if file.line.overdue_days else due if visit.due_on else "",
                visit.rep,
            ),
            tone="wrong" if file.line.overdue_days else "careful",
        )

    def _tell(self, file: OpenClient) -> Way:
        told = file.page.visit.to_tell
        if told is None:
            begin = self._begin("suggestion.prepare", "suggestions", file)
            return Way(_("No suggestion is ready for it."), tone="careful", do=begin)
        return Way(
            told.content,
            state_word("suggestion", told.state),
            f"“{told.wording}”" if told.wording else "",
            tone_of(told.state),
            self._to("suggestions", told.id),
        )

    def _money(self, file: OpenClient) -> Sequence[Way]:
        owed, ways = file.page.owed, []
        if owed is not None and owed.owed_fen > 0:
            since = _("owed since {day}").format(day=owed.since) if owed.since else ""
            limit = file.page.desk.limit_fen
            over = _("more than its limit of {limit}").format(limit=yuan_words(limit))
            under = joined(since, over if file.page.desk.owes_too_much else "")
            collect = self._begin("collection.record", "payments", file)
            ways.append(Way(_("Owes us"), yuan_words(owed.owed_fen), under, "wrong", collect))
        elif owed is not None and owed.credit_fen:
            ways.append(Way(_("In credit with us"), yuan_words(owed.credit_fen)))
        if file.payable_fen:
            ways.append(Way(_("Settled, to be paid"), yuan_words(file.payable_fen)))
        ways += [self._too_low(one) for one in file.page.too_low]
        for work in file.page.waits:
            kind = work.kind
            number = str(work.number) if work.number > 1 else ""
            tone = "wrong" if kind.urgent else ""
            go = self._to(kind.page, work.first, kind.filter)
            ways.append(Way(_(kind.words), number, "", tone, go))
        return ways

    def _too_low(self, one: UnderPrice) -> Way:
        """Who may report begins it here, filled in."""
        under = _("protected {protected}, seen {day}, not reported yet").format(
            protected=money(one.protected_fen), day=day(one.seen_on)
        )
        report = partial(begin_report, self._desk, case_of(one))
        do = report if self._desk.may("case.report") else None
        return Way(one.product_name, money(one.price_fen), under, "wrong", do)

    def _orders(self, file: OpenClient) -> Sequence[Way]:
        desk, ways = file.page.desk, []
        for last in desk.last[:1]:
            under = joined(day(last.ordered_on), state_word("order", last.state))
            goods = listed(_goods(one) for one in last.lines)
            ways.append(
                Way(
                    last.number,
                    yuan_words(last.amount_fen),
                    "\n".join(filter(None, (under, goods))),
                    do=self._to("orders", last.id),
                )
            )
        usual = listed(_goods(one) for one in desk.usual)
        accepted = listed(_goods(one) for one in desk.accepted) if not desk.last else ""
        begin = self._begin("order.add", "orders", file)
        if usual:
            ways.append(Way(_("Usual goods"), under=usual, do=begin))
        elif accepted:
            words = _("Accepted in {proposal}").format(proposal=desk.proposal)
            ways.append(Way(words, under=accepted, do=begin))
        return ways

    def _agreement(self, file: OpenClient) -> Sequence[Way]:
        one, left = file.page.agreement, file.line.days_left
        if one is None:
            if file.state == "closed":
                return ()
            begin = self._begin("agreement.draft", "agreements", file)
            return (Way(_("No price-protection agreement yet."), do=begin),)
        rates = _("basic {basic}, fund {fund}").format(
            basic=percent(one.basic_rate), fund=percent(one.fund_rate)
        )
        leads = _("leads {lines}").format(lines=listed(one.lines)) if one.lines else ""
        figure, tone = state_word("agreement", one.state), tone_of(one.state)
        if one.state == "active" and left is not None:
            figure = ngettext("{days} day left", "{days} days left", left).format(days=left)
            tone = "careful" if file.line.to_renew else ""
        return (
            Way(
                one.number or _("draft"),
                figure,
                "\n".join(filter(None, (joined(f"{one.starts_on} – {one.ends_on}", rates), leads))),
                tone,
                self._to("agreements", one.id),
            ),
        )

    def _assets(self, file: OpenClient) -> Sequence[Way]:
        return [
            Way(
                joined(_(BENEFIT_KINDS[one.kind]), one.tag),
                _(SIGHTINGS[one.condition]),
                joined(_("seen on {day}").format(day=one.seen_on), one.place),
                "" if one.condition == "there" else "wrong",
                self._to("benefits", one.benefit_id),
            )
            for one in file.page.assets
        ]

    def _neighbours(self, file: OpenClient) -> Sequence[Way]:
        near, ways = file.page.neighbours, []
        if file.density is not None:
            tone = "careful" if file.is_dense else ""
            words = density_words(file.density)
            ways.append(Way(outlets_within(self._desk), "", words, tone, self._show_around))
        ways += [self._neighbour(one) for one in near[:_MOST_NEIGHBOURS]]
        more = len(near) - _MOST_NEIGHBOURS
        if more > 0:
            words = ngettext("and {more} more", "and {more} more", more).format(more=more)
            ways.append(Way(words, do=self._show_around))
        return ways

    def _neighbour(self, one: Neighbour) -> Way:
        leads = _("leads {lines}").format(lines=listed(one.lines)) if one.lines else ""
        both = _("both lead {lines}").format(lines=listed(one.both)) if one.both else ""
        return Way(
            one.name,
            _("{metres} m").format(metres=one.metres),
            both or leads,
            "wrong" if both else "",
            self._to("clients", one.client_id),
        )

    def _survey(self, file: OpenClient) -> Sequence[Way]:
        if file.page.survey is None:
            return ()
        return [
            Way(_("{label}: {words}").format(label=told, words=words))
            for told, words in file.page.survey.words
            if words and told in (_("Buyers"), _("Spending power"), _("Surveyed"))
        ]


def _closed(file: OpenClient) -> Sequence[Way]:
    if file.closed_on is None:
        return ()
    after = _("{label}: {words}").format(label=_("New owner's file"), words=file.successor)
    under = joined(file.closing_reason, after if file.successor else "")
    return (Way(_("Closed on {day}").format(day=file.closed_on), under=under),)


def _goods(one: GoodsOffered) -> str:
    return _("{product} {quantity} {unit}").format(
        product=one.name, quantity=one.quantity, unit=one.unit
    )
