"""Plans that the office keeps: what was asked, what came out, by whom and when."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.i18n import _
from desktop.models.base import Base, by_staff


class Plan(Base):
    """A problem and its plan in their JSON forms; ``kind`` is one of planning's kinds."""

    __tablename__ = "plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    made_on: Mapped[date]
    made_at: Mapped[str]
    made_by_id: Mapped[int] = by_staff()
    # Computed, and large: the trail tells that they were made, not what stands in them.
    problem: Mapped[str] = mapped_column(deferred=True, info={"unaudited": True})
    plan: Mapped[str] = mapped_column(deferred=True, info={"unaudited": True})

    @property
    def title(self) -> str:
        return _("plan of {day}").format(day=self.made_on)
