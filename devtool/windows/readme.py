"""The Chinese README as a page that a double click opens, for the folder that is installed.

Runs in the project's `.venv`: markdown-it reads it.
"""

from pathlib import Path

from devtool.checkout import ROOT

NAME = "README.zh-CN.html"
_SOURCE = ROOT / "README.zh-CN.md"
_PICTURES = "docs/manual/pictures/"
_SHIPPED = "app/desktop/_resources/manual/pictures/"  # as the wheel lays them
_LICENCES = {"THIRD-PARTY.md": "licences/THIRD-PARTY.md"}
_LOOK = """body { font: 15px/1.7 "Microsoft YaHei UI", sans-serif; max-width: 860px;
margin: 32px auto; padding: 0 20px; color: #1c2430; background: #fff; }
img { max-width: 100%; border: 1px solid #dde2e8; } code { background: #f0f2f5; padding: 1px 4px; }
a { color: #0b6e63; }"""


def write_readme(target: Path) -> None:
    """Write it into the folder that is installed."""
    target.write_text(readme_page(), encoding="utf-8")


def readme_page(program: str = "") -> str:
    """The page as HTML; ``program`` is where what is installed lies beside it (``program/``).

    What leads to a file that doesn't ship as a page stays as words: the chapters are under F1.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt()
    tokens = reader.parse(_SOURCE.read_text(encoding="utf-8"))
    for token in tokens:
        kept = []
        inside = False  # a link that leads nowhere here
        for part in token.children or ():
            if part.type == "image":
                file = str(part.attrGet("src")).removeprefix(_PICTURES)
                part.attrSet("src", program + _SHIPPED + file)
            if part.type == "link_open":
                place = _LICENCES.get(str(part.attrGet("href")))
                inside = place is None
                part.attrSet("href", f"{program}{place}")
            if not (inside and part.type in ("link_open", "link_close")):
                kept.append(part)
        token.children = kept if token.children is not None else None
    body = reader.renderer.render(tokens, reader.options, {})
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>众小</title>'
        f"<style>{_LOOK}</style></head>\n<body>\n{body}</body></html>\n"
    )
