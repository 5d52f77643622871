"""What a file calls by a code: the ids that services take."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Client, Lot, Opening, Product
from desktop.queries.facts.lots import is_called


def client_id(session: Session, code: str) -> int | None:
    """The client with this code."""
    return session.scalar(select(Client.id).where(Client.code == code))


def product_id(session: Session, code: str) -> int | None:
    """The product with this code."""
    return session.scalar(select(Product.id).where(Product.code == code))


def opening_id(session: Session, client: str) -> int | None:
    """The opening balances of the client with this code."""
    return session.scalar(
        select(Opening.id).join(Client, Client.id == Opening.client_id).where(Client.code == client)
    )


def lot_id(session: Session, product: str, code: str) -> int | None:
    """The lot with this code of the product with this code."""
    lot = select(Lot.id).join(Product, Product.id == Lot.product_id).where(Product.code == product)
    exact = session.scalar(lot.where(Lot.code == code.strip()))
    return exact or session.scalar(lot.where(is_called(code)).order_by(Lot.id).limit(1))
