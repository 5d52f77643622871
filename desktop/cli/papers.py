"""``zhongxiao print``: a paper as PDF."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.cli.password import add_password, password_of
from desktop.cli.verb import Verbs, add_verb
from desktop.services.office import Office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "print", _("write a paper as PDF"), _print)
    parser.add_argument("kind", choices=tuple(_PAPERS))
    parser.add_argument(
        "document",
        metavar="NUMBER",
        nargs="?",
        default="",
        help=_(
            "number of the proposal, agreement, run, order (for its delivery note), payout, "
            "collection or refund (for its receipt) or benefit; "
            "code of the client (statement) or rep (visit sheet); nothing for all statements"
        ),
    )
    parser.add_argument("--quarter", metavar="2026Q1", help=_("of the statement"))
    parser.add_argument("--day", metavar="2026-01-05", help=_("of the visits; default: today"))
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    parser.add_argument("--by", metavar="CODE", help=_("who issues it"))
    add_password(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def _print(given: argparse.Namespace) -> int:
    from desktop.offices import own_database, sign_in_as
    from desktop.services.database import open_database, read_url
    from desktop.services.issuing import unprintable_words
    from desktop.services.write_file import write_file

    url = read_url(given.database) if given.database else own_database()
    office = sign_in_as(Office(open_database(url)), given.by, partial(password_of, given))
    pdf = _PAPERS[given.kind](office, given)
    write_file(given.out, pdf)
    if words := unprintable_words(pdf):
        print(words, file=sys.stderr)
    print(given.out)
    return 0


def _proposal(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_proposal

    return issue_proposal(office, given.document)


def _contract(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import find_contract, issue_contract

    return issue_contract(office, find_contract(office, given.document))


def _manifest(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_manifest

    return issue_manifest(office, given.document)


def _delivery_note(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_delivery_notes

    return issue_delivery_notes(office, given.document)


def _visit_sheet(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_visit_sheets

    return issue_visit_sheets(office, given.document, _day(office, given.day))


def _day(office: Office, text: str | None) -> date:
    from desktop.basics.calendar import parse_day

    try:
        return parse_day(text) if text else office.today
    except ValueError as error:
        raise Unreadable(_("Write the day as 2026-01-05.")) from error


def _statement(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.basics.calendar import Quarter
    from desktop.services.papers import issue_statement, issue_statements

    try:
        quarter = Quarter.parse(given.quarter or "")
    except ValueError as error:
        raise Unreadable(_("Name the quarter: --quarter 2026Q1.")) from error
    if given.document:
        return issue_statement(office, given.document, quarter)
    return issue_statements(office, quarter)


def _voucher(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_voucher

    return issue_voucher(office, given.document)


def _receipt(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_receipt

    return issue_receipt(office, given.document)


def _benefit_receipt(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.services.papers import issue_benefit_receipt

    return issue_benefit_receipt(office, given.document)


def _reward_slip(_office: Office, _given: argparse.Namespace) -> bytes:
    raise Unreadable(
        _(
            "A claim code is printed once, when the case is reported; only its hash is kept, "
            "so that nobody can learn it here. A lost slip can't be printed again."
        )
    )


def _check_sheet(office: Office, _given: argparse.Namespace) -> bytes:
    from desktop.services.checking import print_check_sheet

    return print_check_sheet(office)


_PAPERS: dict[str, Callable[[Office, argparse.Namespace], bytes]] = {
    "proposal": _proposal,
    "contract": _contract,
    "manifest": _manifest,
    "delivery-note": _delivery_note,
    "visit-sheet": _visit_sheet,
    "statement": _statement,
    "voucher": _voucher,
    "receipt": _receipt,
    "benefit-receipt": _benefit_receipt,
    "reward-slip": _reward_slip,
    "check-sheet": _check_sheet,
}
