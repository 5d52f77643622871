"""What the office knows of a client, for the paper of its file (客户档案)."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.benefit import BENEFIT_KINDS
from desktop.basics.i18n import DEFAULT_LANGUAGE, _, made_in
from desktop.basics.money import grouped, percent
from desktop.models import Attachment, Client
from desktop.printing.blocks import Pairs
from desktop.printing.client_file import (
    AssetLine,
    ClientRecord,
    DoneLine,
    NeighbourLine,
    Photo,
    ToldLine,
)
from desktop.printing.pictures import small_jpeg
from desktop.queries.client_page import OpenClient, open_client
from desktop.queries.client_weeks import Which, measured
from desktop.queries.facts.effects import EffectRow, effect_words
from desktop.queries.order_desk import GoodsOffered
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.suggestions import client_told
from desktop.queries.words import SIGHTINGS, state_word

# So many that a file has three pages at most; the window has them all.
_MOST_DONE = 10
_MOST_TOLD = 6
_MOST_NEIGHBOURS = 6
_MOST_PHOTOS = 4
_PHOTO_PX = 500  # 300 dots an inch at the size in which the paper shows it
_NONE = "—"


@made_in(DEFAULT_LANGUAGE)
def client_record(session: Session, client: Client, today: date) -> ClientRecord:
    """The file of one client as it stands, with what was done for it measured (G7, B5)."""
    file = open_client(session, client.id, today)
    page = file.page
    brought = measured(session, page.weeks.done[:_MOST_DONE], today)
    return ClientRecord(
        letterhead=letterhead(session),
        day=today,
        client=outlet(client),
        standing=_joined(state_word("client", file.state), _class(file), file.segment, file.area),
        flags=tuple(_flags(file)),
        basics=_known(_basics(file)),
        figures=_figures(file),
        chart=page.weeks.chart,
        done=tuple(_done(file, brought)),
        visit=_known(_visit(file)),
        goods=_known(_goods(file)),
        money=_known(_money(file)),
        agreement=_known(_agreement(file)),
        buyers=_known(page.survey.words if page.survey is not None else ()),
        told=tuple(_told(session, file, today)),
        assets=tuple(_assets(file)),
        neighbours=tuple(_neighbours(file)),
        around=_around(file),
        photos=tuple(_photos(session, file)),
    )


def _known(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The facts of which something is known."""
    return tuple((label, words) for label, words in pairs if words)


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words))


def _class(file: OpenClient) -> str:
    return f"{file.client_class} 级" if file.client_class else ""


def _flags(file: OpenClient) -> Iterator[str]:
    if file.line.frozen:
        yield "基金冻结"
    if file.line.overdue_days:
        yield f"拜访逾期 {file.line.overdue_days} 天"
    if file.line.to_renew and file.line.days_left is not None:
        yield f"协议剩 {file.line.days_left} 天"
    if file.is_dense:
        yield "网点过密"


def _basics(file: OpenClient) -> Iterator[tuple[str, str]]:
    yield "业务员", file.rep_name
    yield "营业时间", file.hours
    yield "合作起始", str(file.active_since or "")
    yield "建档日期", str(file.added_on)
    if file.closed_on is not None:
        yield "停止合作", _joined(str(file.closed_on), file.closing_reason)
        yield "新店主", file.successor


def _figures(file: OpenClient) -> tuple[tuple[str, str, str], ...]:
    owed = file.page.owed
    since = f"{owed.since} 起" if owed is not None and owed.since else ""
    return (
        ("本季送货", grouped(file.ordered_fen), ""),
        ("基金余额", grouped(file.fund_fen), "冻结" if file.line.frozen else ""),
        ("欠我方", grouped(file.receivable_fen), since),
        ("采纳建议", f"{file.adopted} / {file.suggested}", "采纳 / 说过"),
    )


def _done(file: OpenClient, brought: Mapping[Which, EffectRow]) -> Iterator[DoneLine]:
    for one in file.page.weeks.done[:_MOST_DONE]:
        row = brought.get(one.which)
        cost = f"（{grouped(one.cost_fen)} 元）" if one.cost_fen else ""
        words = effect_words(row) if row is not None else ""
        yield DoneLine(one.day, one.short, f"{one.words}{cost}", words)


def _visit(file: OpenClient) -> Iterator[tuple[str, str]]:
    visit = file.page.visit
    if file.state != "closed":
        if visit.day is not None:
            yield "日期", _joined(str(visit.day), visit.rep)
        else:
            route = f"按路线应在 {visit.route_on}" if visit.route_on else ""
            due = f"最迟 {visit.due_on}" if visit.due_on else ""
            yield "日期", _joined("没有安排", route, due)
        tell = visit.to_tell
        if tell is not None:
            yield "建议", f"{tell.content}（{state_word('suggestion', tell.state)}）"
            yield "这样说", tell.wording
        else:
            yield "建议", "还没有准备好的建议"
    yield "上次拜访", str(file.line.visited_on or "")


def _goods(file: OpenClient) -> Iterator[tuple[str, str]]:
    desk = file.page.desk
    for last in desk.last[:1]:
        state, amount = state_word("order", last.state), f"{grouped(last.amount_fen)} 元"
        yield "最近订单", _joined(last.number, str(last.ordered_on), state, amount)
        yield "货品", "、".join(map(_offered, last.lines))
    yield "常订货品", "、".join(map(_offered, desk.usual))
    if desk.accepted and not desk.last:
        yield "建议书", f"{desk.proposal}：{'、'.join(map(_offered, desk.accepted))}"


def _offered(one: GoodsOffered) -> str:
    return f"{one.name} {one.quantity}{one.unit}"


def _money(file: OpenClient) -> Iterator[tuple[str, str]]:
    owed = file.page.owed
    if owed is not None and owed.owed_fen > 0:
        since = f"{owed.since} 起" if owed.since else ""
        over = "超过欠款限额" if file.page.desk.owes_too_much else ""
        yield "欠我方", _joined(f"{grouped(owed.owed_fen)} 元", since, over)
    elif owed is not None and owed.credit_fen:
        yield "多付我方", f"{grouped(owed.credit_fen)} 元"
    yield "已结算待付", f"{grouped(file.payable_fen)} 元" if file.payable_fen else ""
    waits = (
        f"{_(one.kind.words)}{f'（{one.number}）' if one.number > 1 else ''}"
        for one in file.page.waits
    )
    yield "待办", "、".join(waits)


def _agreement(file: OpenClient) -> Iterator[tuple[str, str]]:
    one, left = file.page.agreement, file.line.days_left
    if one is None:
        return
    rest = f"还剩 {left} 天" if one.state == "active" and left is not None else ""
    yield "编号", _joined(one.number or _NONE, state_word("agreement", one.state), rest)
    yield "期限", f"{one.starts_on} 至 {one.ends_on}"
    yield "比例", f"基本利润 {percent(one.basic_rate)}，基金 {percent(one.fund_rate)}"
    yield "主推系列", "、".join(one.lines)


def _told(session: Session, file: OpenClient, today: date) -> Iterator[ToldLine]:
    for past in client_told(session, file.id, today, _MOST_TOLD):
        said = f"“{past.words}”" if past.words else ""
        mark = f"{past.mark} 分" if past.mark else ""
        outcome = state_word("suggestion", past.state)
        yield ToldLine(past.day, past.content, outcome, _joined(said, mark))


def _assets(file: OpenClient) -> Iterator[AssetLine]:
    for one in file.page.assets:
        seen = _joined(str(one.seen_on), _(SIGHTINGS[one.condition]))
        yield AssetLine(one.tag, _(BENEFIT_KINDS[one.kind]), one.place, seen)


def _neighbours(file: OpenClient) -> Iterator[NeighbourLine]:
    for one in file.page.neighbours[:_MOST_NEIGHBOURS]:
        yield NeighbourLine(one.name, one.metres, "、".join(one.lines), "、".join(one.both))


def _around(file: OpenClient) -> str:
    if file.density is None:
        return ""
    each = f"，每家 {file.density.each:,} 户" if file.density.each is not None else ""
    dense = "，过密" if file.is_dense else ""
    return f"附近共 {file.density.outlets} 家{each}{dense}"


def _photos(session: Session, file: OpenClient) -> Iterator[Photo]:
    """The newest photos, made small; what is no picture, or none that can be read, isn't one."""
    pictures = [one for one in file.page.files if one.media_type.startswith("image/")]
    for one in pictures[:_MOST_PHOTOS]:
        content = session.scalar(select(Attachment.content).where(Attachment.id == one.id))
        try:
            small = small_jpeg(content or b"", _PHOTO_PX)
        except ValueError:
            continue
        yield Photo(one.name, b64encode(small).decode())
