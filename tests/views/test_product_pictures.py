"""Pictures of products by keys: one, taken away, many at once; seen beside the figures."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.models import ProductPicture
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.editors import FilesEditor
from desktop.views.kit.forms.form import Form
from desktop.views.products.pictures import Picture
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.pictures import photo
from tests.views.desk import list_page, open_desk, press, settle


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def opened(qtbot: QtBot, team: Team, folder: Path) -> Desktop:
    desktop = open_desk(qtbot, team.c1, folder)
    desktop.open(Link("products", 1))
    settle(qtbot, desktop)
    return desktop


def choose(form: Form | None, *paths: Path) -> None:
    """Choose files, as the dialog of the system would give them."""
    assert form is not None
    editor = form.editor("files")
    assert isinstance(editor, FilesEditor)
    editor.add(list(paths))


def test_a_picture_is_given_shown_and_taken_away(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path)
    detail = list_page(desktop, "products").detail
    picture = detail.findChild(Picture)
    assert picture is not None
    assert picture.isHidden()
    press(qtbot, desktop, "Ctrl+U")
    choose(detail.bar.form, photo(tmp_path, "a.jpg"), photo(tmp_path, "b.jpg"))
    press(qtbot, desktop, "Ctrl+Return")
    assert detail.bar.form is not None
    assert "只选一个" in detail.bar.form.note("files")
    choose(detail.bar.form, tmp_path / "a.jpg")
    press(qtbot, desktop, "Ctrl+Return")
    assert detail.bar.form is None
    assert picture.isVisible()
    assert (picture.shown.pixmap().width(), picture.shown.pixmap().height()) == (132, 88)
    assert picture.shown.accessibleName() == "洗面奶的图片"
    detail.bar.start("product.picture.drop")
    settle(qtbot, desktop)
    assert picture.isHidden()


def test_many_are_given_by_their_names(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path)
    page = list_page(desktop, "products")
    (many,) = [one for one in page.tool_buttons if "图片" in one.text()]
    many.setFocus()
    press(qtbot, desktop, "Space")
    choose(page.panel.form, photo(tmp_path, "IMG_1.jpg"))
    press(qtbot, desktop, "Ctrl+S")
    assert page.panel.form is not None
    assert "产品编号或条码" in page.panel.form.note("files")
    choose(page.panel.form, photo(tmp_path, "p1.jpg"), tmp_path / "IMG_1.jpg")
    press(qtbot, desktop, "Ctrl+S")
    assert "IMG_1.jpg" in page.panel.strip.words
    press(qtbot, desktop, "Return")
    assert page.panel.form is None
    assert "1 张图片" in desktop.foot.said.text()
    with team.office.reading() as session:
        assert session.query(ProductPicture).one().name == "p1.jpg"
