"""Agreements of the story: drafted, approved, signed, amended, ended, renewed."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from desktop.basics.money import yuan
from training.branch import CLERK, Agreement, Branch, Client
from training.diary import LAST_DAY, open_day

_YEAR_END = date(2026, 12, 31)
# Basic rate and fund rate by class of client.
_RATES = {
    "A": (("0.05", "0.03"), ("0.045", "0.03")),
    "B": (("0.04", "0.03"), ("0.04", "0.025")),
    "C": (("0.035", "0.02"), ("0.03", "0.02"), ("0.0325", "0.025")),
}


def protected_fen(retail_fen: int) -> int:
    """The lowest retail price agreed on: some seven per cent under the suggested one."""
    return retail_fen * 93 // 100 // 10 * 10


def draft(branch: Branch, client: Client, starts_on: date, ends_on: date) -> Agreement:
    """Write an agreement that suits a client; the clerk drafts it now."""
    basic, fund = branch.random.choice(_RATES[client.client_class])
    minimum_fen = {p.code: protected_fen(p.retail_fen) for p in client.products}
    own_rates = {}
    gift = next((p for p in client.products if p.category == "礼盒"), None)
    if gift:
        own_rates[gift.code] = (Decimal(basic) + Decimal("0.02"), Decimal(fund))
    agreement = Agreement(
        ref=branch.diary.ref("A", 3),
        starts_on=starts_on,
        ends_on=ends_on,
        basic_rate=Decimal(basic),
        fund_rate=Decimal(fund),
        minimum_fen=minimum_fen,
        lead_lines=client.lead_lines,
        own_rates=own_rates,
    )
    _note_draft(branch, client, agreement)
    return agreement


def _note_draft(branch: Branch, client: Client, agreement: Agreement) -> None:
    fields: dict[str, object] = {
        "ref": agreement.ref,
        "client": client.code,
        "from": agreement.starts_on.isoformat(),
        "to": agreement.ends_on.isoformat(),
        "basic_rate": str(agreement.basic_rate),
        "fund_rate": str(agreement.fund_rate),
        "minimum_prices": {code: yuan(fen) for code, fen in agreement.minimum_fen.items()},
        "lead_lines": agreement.lead_lines,
    }
    if agreement.own_rates:
        fields["product_rates"] = {
            code: {"basic": str(basic), "fund": str(fund)}
            for code, (basic, fund) in agreement.own_rates.items()
        }
    branch.diary.note(CLERK, "agreement.draft", **fields)


def agree(
    branch: Branch,
    client: Client,
    drafted_on: date,
    starts_on: date,
    ends_on: date = _YEAR_END,
    then: Callable[[], None] | None = None,
    stop: str = "",
) -> None:
    """Bring an agreement from draft to signature; ``stop`` names the step before which it rests.

    ``then`` is called once it is signed.
    """
    diary, random = branch.diary, branch.random
    minute = random.randrange(520, 900)

    def begin() -> None:
        agreement = draft(branch, client, starts_on, ends_on)
        if stop == "submit":
            return
        diary.note(CLERK, "agreement.submit", ref=agreement.ref)
        if stop == "approve":
            return
        day = open_day(diary.day, random.choice((1, 1, 2)))
        if random.random() < 0.05:
            diary.at(day, 545, lambda: send_back(agreement))
            day = open_day(day, 1)
        diary.at(day, 560 + random.randrange(300), lambda: approve(agreement))

    def send_back(agreement: Agreement) -> None:
        diary.note(branch.manager(), "agreement.return", ref=agreement.ref)
        again = random.randrange(700, 900)
        diary.at(diary.day, again, lambda: diary.note(CLERK, "agreement.submit", ref=agreement.ref))

    def approve(agreement: Agreement) -> None:
        diary.note(branch.manager(), "agreement.approve", ref=agreement.ref)
        if stop == "sign":
            return
        approved_on = diary.day
        day = max(open_day(approved_on, random.choice((1, 2, 3, 4))), starts_on)
        diary.at(open_day(day), 530 + random.randrange(60), lambda: sign(agreement, approved_on))

    def sign(agreement: Agreement, approved_on: date) -> None:
        first = max(approved_on, diary.day - timedelta(days=2), starts_on)
        agreement.signed_on = random.choice((diary.day, first))
        fields = {} if agreement.signed_on == diary.day else {"dated": first.isoformat()}
        diary.note(CLERK, "agreement.sign", ref=agreement.ref, **fields)
        client.agreements.append(agreement)
        client.active_since = client.active_since or diary.day
        if then:
            then()

    diary.at(open_day(drafted_on), minute, begin)


def end(branch: Branch, client: Client, day: date) -> None:
    """Terminate the agreement in force; the day given is its last."""
    diary = branch.diary

    def terminate() -> None:
        agreement = client.agreement_on(diary.day)
        if agreement:
            agreement.terminated_on = diary.day
            diary.note(CLERK, "agreement.terminate", ref=agreement.ref)

    diary.at(day, 1010, terminate)


def amend(branch: Branch, client: Client, day: date) -> None:
    """Replace the agreement: the old one ends on a day, the new one starts on the next."""
    end(branch, client, day)
    agree(branch, client, open_day(day, -4), day + timedelta(days=1))


def ends_of(place: int) -> date:
    """When the agreement of the n-th client ends: with the year, or a trial in summer."""
    trials = {4: date(2026, 7, 31), 9: date(2026, 7, 19), 15: date(2026, 7, 31), 22: LAST_DAY}
    trials |= {31: date(2026, 8, 4), 38: date(2026, 6, 30), 45: date(2026, 6, 30)}
    trials |= {52: date(2026, 7, 26), 58: date(2026, 6, 30), 66: date(2026, 7, 12)}
    return trials.get(place, _YEAR_END)
