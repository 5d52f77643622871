"""``zhongxiao read``: what is ticked on a scan, as words and as JSON; nothing is entered."""

import json
from pathlib import Path
from random import Random

import pytest

from desktop.cli import main
from desktop.printing import layouts_in
from desktop.services.papers.registry import issue
from tests.office import new_team
from tests.scans.hands import as_jpeg, pages, tick


def test_a_scanned_form_is_told_and_what_is_no_scan_is_named(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = new_team(sqlite_url)
    pdf = issue(team.r1, "survey_form", "C1")
    (layout,) = layouts_in(pdf)
    sheet = pages(pdf, 150)[0]
    chosen = next(one for one in layout.pages[0].ticks if one.value == "middle")
    tick(sheet, chosen, Random(2), 150)
    form, other = tmp_path / "1.jpg", tmp_path / "2.pdf"
    form.write_bytes(as_jpeg(sheet))
    other.write_bytes(b"%PDF-1.4 broken")
    asked = ["read", str(form), str(other), "--database", sqlite_url, "--by", "r1"]
    assert main([*asked, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    (paper,) = said["papers"]
    assert (paper["kind"], paper["missing"]) == ("survey_form", [])
    assert paper["answers"] == [
        {"row": "spending", "field": "spending", "values": ["middle"], "doubt": ""}
    ]
    assert [Path(one["file"]).name for one in said["troubles"]] == ["2.pdf"]
    assert main(asked) == 1
    told = capsys.readouterr()
    assert "小店C1" in told.out
    assert "2.pdf" in told.err
