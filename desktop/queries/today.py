"""Today, for one person: a few figures, and what waits with its first lines."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.basics.chart import Chart
from desktop.basics.i18n import _
from desktop.queries.desk_figures import Figure, desk_figures
from desktop.queries.desk_money import curve
from desktop.queries.lists import Asked, Line
from desktop.queries.orders import first_to_plan
from desktop.queries.waiting import kinds_of


@dataclass(frozen=True)
class Section:
    """One kind of work that waits; all of it is planned on the board of ``board_day``, if any."""

    words: str
    number: int
    urgent: bool
    page: str
    filter: str
    lines: tuple[Line, ...]
    board_day: date | None = None


@dataclass(frozen=True)
class DeskDay:
    """All that Today shows; the office's ``chart`` is the manager's, once it sold."""

    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]
    chart: Chart | None = None


def desk_day(session: Session, today: date, person_id: int, roles: Collection[str]) -> DeskDay:
    """What waits for a person with these roles, and the figures of their work."""
    asked = Asked(session, today, person_id, roles)
    sections = []
    for kind in kinds_of(roles):
        number, lines = kind.lines(asked)
        if number:
            board_day = first_to_plan(session, today) if kind.planned else None
            sections.append(
                Section(
                    _(kind.words),
                    number,
                    kind.urgent,
                    kind.page,
                    kind.filter,
                    tuple(lines),
                    board_day,
                )
            )
    chart = curve(asked) if "manager" in roles else None
    sold = chart is not None and any(any(one.values) for one in chart.series)
    return DeskDay(desk_figures(asked), tuple(sections), chart if sold else None)
