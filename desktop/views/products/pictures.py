"""Pictures of products: one product's, taken away again, and many at once by their file names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from desktop.basics.i18n import N_, _
from desktop.queries.products import ProductDetail
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office

SET, DROP = "product.picture", "product.picture.drop"
_SIDE = 132


class Picture(Block[ProductDetail]):
    """A product's picture within a square; nothing where there is none."""

    def __init__(self) -> None:
        self.shown = QLabel()
        self.shown.setFixedSize(_SIDE, _SIDE)
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        super().__init__(self.shown)

    def fill(self, item: ProductDetail) -> bool:
        if item.picture is None:
            return False
        shown = QPixmap()
        shown.loadFromData(item.picture)
        ratio = self.devicePixelRatioF()
        side = round(_SIDE * ratio)
        whole, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown = shown.scaled(side, side, whole, smooth)
        shown.setDevicePixelRatio(ratio)
        self.shown.setPixmap(shown)
        self.shown.setAccessibleName(_("Picture of {name}").format(name=item.name))
        return True


def picture_steps() -> Sequence[Action]:
    """What can be done with one product's picture."""
    return (
        Action(
            SET,
            N_("Set the picture"),
            _set,
            N_("Picture kept"),
            ask=(Field("files", N_("Picture"), "pictures", needed=True),),
            note=N_("It stands on the product proposals that are issued from now on."),
            shortcut="Ctrl+U",
        ),
        Action(DROP, N_("Drop picture"), _drop, N_("Picture taken away")),
    )


def dropping(found: Sequence["Move"]) -> Sequence["Move"]:
    """Who may give a product its picture can take it away."""
    return [replace(move, action=DROP) for move in found if move.action == SET]


def many_pictures(desk: Desk) -> Edit:
    """The form that takes the pictures of many products."""
    from desktop.services.product_pictures import set_pictures

    def done(kept: int) -> None:
        desk.say(_("{number} pictures kept").format(number=kept))

    return Edit(
        title=_("Pictures of many products"),
        note=_(
            "Name each file by its product's code or barcode, such as 6901234567892.jpg, and "
            "choose them all at once. A picture that a product has is replaced."
        ),
        form=lambda: Form(desk, (Field("files", N_("Pictures"), "pictures", True, wide=True),)),
        save=lambda office, given: set_pictures(
            office, given["files"], given.confirmed, given.watch
        ),
        draft_key="product.pictures",
        saved=done,
    )


def _set(office: "Office", key: int, given: Given) -> None:
    from desktop.services.checks import invalid
    from desktop.services.product_pictures import set_picture

    files = given["files"]
    if len(files) > 1:
        raise invalid("files", _("A product has one picture: choose one file."))
    set_picture(office, key, files[0])


def _drop(office: "Office", key: int, _given: Given) -> None:
    from desktop.services.product_pictures import drop_picture

    drop_picture(office, key)
