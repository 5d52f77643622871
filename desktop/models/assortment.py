"""What suits which shop: the assortment rules (P2)."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.drafts.assortment import HEAVIEST
from desktop.basics.drafts.survey import SPENDING
from desktop.basics.i18n import _
from desktop.models.base import Base, Versioned, by_staff, check, one_of, reference


class AssortmentRule(Versioned, Base):
    """Conditions, what they speak of, and what that weighs; "" and None are left open."""

    __tablename__ = "assortment_rule"
    __table_args__ = (
        one_of("spending", ("", *SPENDING)),
        check("weight", f"weight BETWEEN -{HEAVIEST} AND {HEAVIEST}"),
        check("about", "(category = '') = (product_id IS NOT NULL)"),
        check("share", "(group_name = '') = (least_share IS NULL)"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    segment: Mapped[str] = mapped_column(default="")
    group: Mapped[str] = mapped_column("group_name", default="")
    least_share: Mapped[Decimal | None]
    spending: Mapped[str] = mapped_column(default="")
    # The numbers of the months with commas between them.
    months: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    product_id: Mapped[int | None] = reference("product.id")
    weight: Mapped[int]
    must: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str]
    set_on: Mapped[date]
    set_by_id: Mapped[int] = by_staff()

    @property
    def title(self) -> str:
        return _("assortment rule {code}").format(code=self.code)
