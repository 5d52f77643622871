"""Pictures of products, which stand on the proposal sheet where there are any (P5)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from desktop.basics.errors import NeedsConfirmation
from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.basics.watch import Nobody, Watch, look_up
from desktop.models import Product, ProductPicture
from desktop.services.attachments import read_picture
from desktop.services.audit import record
from desktop.services.change import Change
from desktop.services.checks import invalid
from desktop.services.find import find
from desktop.services.office import Office
from desktop.services.products import PRODUCT
from desktop.services.steps import Step, anytime

UNKNOWN_FILES = "unknown_files"  # what is confirmed when only some files are a product's
_MOST_NAMED = 8


PICTURE = Step("product.picture", PRODUCT, anytime)


def set_picture(office: Office, product_id: int, path: Path) -> None:
    """Give a product its picture, in place of the one it had.

    Refuses (``invalid``) what can't be read as a picture.
    """
    content = read_picture(path)
    with PICTURE.begin(office, product_id) as (session, product):
        _write(session, product.id, path.name, content)


def drop_picture(office: Office, product_id: int) -> None:
    """Take a product's picture away; sheets that were issued keep it."""
    with office.transaction(PICTURE.action) as session:
        picture = find(session, ProductPicture, product_id, "product")
        session.allow()
        session.delete(picture)


def set_pictures(
    office: Office,
    paths: Sequence[Path],
    confirmed: frozenset[str] = frozenset(),
    watch: Watch | None = None,
) -> int:
    """Give many products theirs, all or none; answers how many.

    A file is named by its product's code or barcode: NeedsConfirmation("unknown_files") names
    those that aren't. Refuses (``invalid``) when none is, or one can't be read as a picture.
    """
    found, unknown = _by_product(office, paths)
    if not found:
        raise invalid("files", _("No file here has a product's code or barcode as its name."))
    if unknown and UNKNOWN_FILES not in confirmed:
        raise NeedsConfirmation(UNKNOWN_FILES, _left_out(unknown, len(found)))
    contents = {}
    for done, (key, path) in enumerate(found.items()):
        look_up(watch or Nobody(), done, len(found))
        contents[key] = read_picture(path)
    with office.transaction(PICTURE.action) as session:
        session.allow()
        session.execute(delete(ProductPicture).where(ProductPicture.product_id.in_(found)))
        rows = [_row(session, found[key].name, content, key) for key, content in contents.items()]
        session.execute(insert(ProductPicture), rows)
        names = _(", ").join(path.name for path in found.values())
        record(session, "product_picture", "", {"name": names})  # one entry for all of them
    return len(found)


def _by_product(office: Office, paths: Sequence[Path]) -> tuple[dict[int, Path], list[str]]:
    with office.reading() as session:
        products = session.execute(select(Product.id, Product.code, Product.barcode)).all()
    known = {barcode: key for key, _code, barcode in products if barcode}
    known |= {code.lower(): key for key, code, _barcode in products}
    found: dict[int, Path] = {}
    unknown = []
    for path in paths:
        key = known.get(narrow(path.stem).strip().lower())
        if key is None:
            unknown.append(path.name)
        else:
            found[key] = path
    return found, unknown


def _left_out(unknown: Sequence[str], kept: int) -> str:
    names = _(", ").join(unknown[:_MOST_NAMED]) + (" …" if len(unknown) > _MOST_NAMED else "")
    return _(
        "{count} files have no product's code or barcode as their name: {names}. "
        "Leave them out, and keep the other {kept}?"
    ).format(count=len(unknown), names=names, kept=kept)


def _write(session: Change, product_id: int, name: str, content: bytes) -> None:
    session.merge(ProductPicture(**_row(session, name, content, product_id)))


def _row(session: Change, name: str, content: bytes, product_id: int) -> dict[str, Any]:
    return {
        "product_id": product_id,
        "name": name,
        "size": len(content),
        "added_on": session.today,
        "added_by_id": session.actor_id,
        "content": content,
    }
