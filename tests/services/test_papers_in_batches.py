"""Papers in a batch: what they ask doesn't grow with their number, and each says what it says."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Select, select

from desktop.models import (
    Agreement,
    Benefit,
    Case,
    Collection,
    Delivery,
    Payout,
    Proposal,
    VisitPlan,
)
from desktop.offices import open_training
from desktop.services.office import Office
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import PAPERS, issue_several
from tests.printing.pdf import texts
from tests.services.test_change import counted

Offices = tuple[Office, Office]
# One and all of them; the statements of a batch, and how many more it may ask than one: of other
# kinds of cases also goods and payouts.
FEW, MOST, MORE = 1, 28, 8
MANY: dict[str, Select[str] | Select[int]] = {
    "receipt": select(Collection.number).where(Collection.state == "recorded"),
    "payout_voucher": select(Payout.number).where(Payout.state == "paid"),
    "benefit_receipt": select(Benefit.number).where(Benefit.delivered_on.is_not(None)),
    "ruling": select(Case.number).where(Case.state.in_(("upheld", "not_upheld"))),
    "contract": select(Agreement.id).where(Agreement.signed_on.is_not(None)),
    "delivery_note": select(Delivery.id).where(Delivery.state == "recorded"),
    "visit_sheet": select(VisitPlan.id).where(VisitPlan.state == "released"),
    "proposal": select(Proposal.number).where(Proposal.state != "draft"),
}


@pytest.fixture(scope="module")
def offices(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offices]:
    """The training office twice, as its manager has it: what was looked at in one is kept there."""
    opened = []
    for _copy in range(2):
        folder = tmp_path_factory.mktemp("papers-in-batches")
        shutil.copytree(training_built, folder, dirs_exist_ok=True)
        office, day = open_training(folder)
        opened.append(office.on(day, office.find_person("wang")))
    yield opened[0], opened[1]
    for office in opened:
        office.engine.dispose()


def wanted(office: Office, kind: str) -> Sequence[WhichPaper]:
    """Documents of a kind, to be looked at."""
    with office.reading() as session:
        named = session.scalars(MANY[kind]).all()[:12]
    return [
        WhichPaper(key=one, look=True) if isinstance(one, int) else WhichPaper(one, look=True)
        for one in named
    ]


@pytest.mark.parametrize("kind", MANY)
def test_a_batch_asks_as_much_as_one_and_says_what_each_says(offices: Offices, kind: str) -> None:
    office, other = offices
    which = wanted(office, kind)
    assert len(which) > FEW
    asked = []
    for some in (which[-FEW:], which):
        with counted(office.engine) as heard:
            pdf = issue_several(office, kind, some)
        asked.append(len(heard))
    alone = [text for one in which for text in texts(PAPERS[kind].issue(other, one))]
    assert ["".join(page.split()) for page in texts(pdf)] == ["".join(one.split()) for one in alone]
    assert asked[1] <= MOST
    assert asked[1] - asked[0] <= MORE, asked
