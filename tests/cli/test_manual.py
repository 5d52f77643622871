"""The command ``manual`` writes the manual and a role's card."""

from pathlib import Path

import pypdfium2
import pytest

from desktop.cli import main
from tests.office import new_team
from tests.printing import pdf


def test_manual_and_card_are_written(tmp_path: Path, sqlite_url: str) -> None:
    new_team(sqlite_url)
    book, card = tmp_path / "手册.pdf", tmp_path / "出纳.pdf"
    given = ["--pdf", str(book), "--card", "出纳", str(card), "--database", sqlite_url]
    assert main(["manual", *given]) == 0
    assert len(pypdfium2.PdfDocument(book)) > 40
    said = pdf.text(card.read_bytes())
    assert "出纳的一天" in said
    assert "员工a1" in said


def test_what_is_no_role_and_nothing_asked_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.pdf"
    assert main(["manual", "--card", "老板", str(file)]) == 2
    assert "rep (业务员)" in capsys.readouterr().err
    assert not file.exists()
    assert main(["manual"]) == 2
    assert "--pdf" in capsys.readouterr().err
