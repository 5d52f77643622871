"""The words to choose from: a starter set adds what is missing, and they are changed by hand."""

import pytest
from sqlalchemy import delete, select

from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.basics.i18n import choose_language
from desktop.models import Audit, WordLists
from desktop.queries.word_lists import (
    WordListsDetail,
    offered_areas,
    offered_segments,
    word_lists_detail,
    words_to_choose,
)
from desktop.services.clients import ClientDraft, add_client
from desktop.services.word_lists import edit_word_lists, take_starter
from tests.office import Team, new_team


@pytest.fixture
def team(database_url: str) -> Team:
    choose_language("zh_CN")
    return new_team(database_url)


def detail(team: Team) -> WordListsDetail:
    with team.office.reading() as session:
        return word_lists_detail(session)


def texts(**lists: str) -> dict[str, str]:
    return dict.fromkeys(("segments", "shop_types", "buyer_groups", "areas"), "") | lists


def test_a_new_office_has_no_words_and_takes_the_starter_set(team: Team) -> None:
    before = detail(team)
    assert not any(before.lists.values())
    assert all(before.lacking.values())
    added = take_starter(team.c1)
    after = detail(team)
    assert after.lists == before.lacking
    assert added == sum(len(words) for words in after.lists.values())
    assert {"学生", "家庭", "老人", "上班族"} <= set(after.lists["buyer_groups"])
    with team.office.reading() as session:
        told = select(Audit.staff_id).where(
            Audit.action == "words.start", Audit.record_kind == "word_lists"
        )
        kept_by = session.scalars(told).one()
    clerk = team.c1.person
    assert clerk is not None
    assert kept_by == clerk.id


def test_only_what_is_missing_is_added_after_the_offices_own(team: Team) -> None:
    edit_word_lists(team.m1, 1, texts(segments="景区店\n学校店", areas="城东片区"))
    take_starter(team.m1)
    segments = detail(team).lists["segments"]
    assert segments[:2] == ("景区店", "学校店")
    assert segments.count("学校店") == 1
    assert not any(detail(team).lacking.values())
    with pytest.raises(Refused) as refused:
        take_starter(team.c1)
    assert refused.value.code == "wrong_state"


@pytest.mark.parametrize("code", ["r1", "d1", "k1", "a1"])
def test_who_looks_after_no_words_is_told_whose_they_are(team: Team, code: str) -> None:
    for work in (
        lambda: take_starter(getattr(team, code)),
        lambda: edit_word_lists(getattr(team, code), 1, texts()),
    ):
        with pytest.raises(Refused) as refused:
            work()
        assert refused.value.code == "not_allowed"
        assert "内勤" in refused.value.message
    assert not any(detail(team).lists.values())


def test_somebody_elses_words_are_not_written_over(team: Team) -> None:
    seen = detail(team).version
    take_starter(team.c1)
    with pytest.raises(ChangedElsewhere):
        edit_word_lists(team.m1, seen, texts(areas="城东"))


def test_words_are_kept_tidy(team: Team) -> None:
    edit_word_lists(team.c1, 1, texts(areas="  城东 片区 \n\n城西片区\n"))
    assert detail(team).lists["areas"] == ("城东 片区", "城西片区")


@pytest.mark.parametrize(
    ("text", "named"),
    [("A区\nＡ区", "Ａ区"), ("很" * 31, "很"), ("\n".join(map(str, range(201))), "200")],
)
def test_a_word_said_twice_or_too_long_is_named_at_its_list(
    team: Team, text: str, named: str
) -> None:
    with pytest.raises(Refused) as refused:
        edit_word_lists(team.c1, 1, texts(areas=text))
    assert (refused.value.code, refused.value.field) == ("invalid", "areas")
    assert named in refused.value.message


def test_words_in_use_are_offered_too_the_usual_first(team: Team) -> None:
    with team.office.reading() as session:
        assert offered_segments(session, "") == [("学校店", "学校店")]
        assert offered_areas(session, "") == []
    edit_word_lists(team.c1, 1, texts(segments="小区店"))
    for code, segment in (("C3", "景区店"), ("C4", "小区店")):
        add_client(team.r1, ClientDraft(code, "小店", segment, area="城东"))
    with team.office.reading() as session:
        assert words_to_choose(session, "segments") == ("小区店", "学校店", "景区店")
        assert words_to_choose(session, "areas") == ("城东",)


def test_an_office_older_than_the_lists_has_them_from_its_first_change_on(team: Team) -> None:
    with team.office.engine.execution_options(change=True).begin() as connection:
        connection.execute(delete(WordLists))
    edit_word_lists(team.m1, detail(team).version, texts(segments="景区店"))
    assert detail(team).lists["segments"] == ("景区店",)
    assert take_starter(team.c1) > 0
    assert detail(team).lists["segments"][0] == "景区店"
