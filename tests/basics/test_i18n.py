"""In which language the program speaks."""

import pytest

from desktop.basics import i18n


@pytest.mark.parametrize(
    ("named", "spoken"), [(None, "zh_CN"), ("", "zh_CN"), (" ", "zh_CN"), ("en", "en")]
)
def test_a_language_that_is_named_by_nothing_is_the_office_s(
    monkeypatch: pytest.MonkeyPatch, named: str | None, spoken: str
) -> None:
    monkeypatch.setattr(i18n._Chosen, "translations", None)
    monkeypatch.setattr(i18n._Chosen, "language", i18n._Chosen.language)
    if named is None:
        monkeypatch.delenv("ZHONGXIAO_LANGUAGE", raising=False)
    else:
        monkeypatch.setenv("ZHONGXIAO_LANGUAGE", named)
    assert i18n.language() == spoken
    assert (i18n._("Save") == "Save") == (spoken == "en")
