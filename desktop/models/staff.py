"""Staff and their roles (E1)."""

from sqlalchemy import ForeignKey, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from desktop.basics.roles import ROLES
from desktop.models.base import Base, Versioned, one_of
from desktop.models.order_keys import keep_order, key_of


@keep_order
class Staff(Versioned, Base):
    """One person who works in the office and signs in."""

    __tablename__ = "staff"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str] = key_of("code")
    name: Mapped[str]
    name_key: Mapped[str] = key_of("name", person=True)
    phone: Mapped[str] = mapped_column(default="")
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str | None] = mapped_column(info={"secret": True})
    # Somebody else chose the password: its owner chooses another when signing in next.
    password_given: Mapped[bool] = mapped_column(
        default=False, server_default=false(), info={"unaudited": True}
    )
    roles: Mapped[list["StaffRole"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="StaffRole.role"
    )

    @property
    def title(self) -> str:
        return f"{self.name} ({self.code})"


class StaffRole(Base):
    """A role that a person has; one may have several."""

    __tablename__ = "staff_role"
    __table_args__ = (one_of("role", ROLES),)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class SignInTry(Base):
    """Wrong tries to sign in since the last right one; ``who`` is a trace of what was typed."""

    __tablename__ = "sign_in_try"
    who: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
    last_at: Mapped[str]
