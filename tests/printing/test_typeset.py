"""Lines are broken by the rules of Chinese typesetting."""

import random

import pytest

from desktop.printing.fonts import MISSING, printable, runs, unprintable, width
from desktop.printing.typeset import NEVER_FIRST, NEVER_LAST, fitting_size, lines, shortened

TEXT = (
    "南门 300 米内 1,120 户，多是年轻家庭（消费能力高）；傍晚和周末“最忙”。12.5%的扣点，"
    "每件赚 ¥1,234.50，见《价格保护协议》XY-2026-0001……卖不动的，30 天内调换！电话：138 0000 0147。"
)


@pytest.mark.parametrize("room", range(40, 400, 7))
def test_no_line_starts_with_closing_or_ends_with_opening_punctuation(room: int) -> None:
    broken = lines(TEXT, room, 9)

    assert [line for line in broken if line[0] in NEVER_FIRST] == []
    assert [line for line in broken if line[-1] in NEVER_LAST] == []
    assert "".join(broken).replace(" ", "") == TEXT.replace(" ", "")
    assert max(width(line, 9) for line in broken) <= room


def test_random_mixtures_of_punctuation_and_hanzi_keep_the_rules() -> None:
    chance = random.Random(7)
    for _ in range(400):
        letters = "的一是在不了有和人这ab12"
        text = "".join(
            chance.choice(letters)
            + chance.choice(["", "", "，", "。”", "（", "《", " ", "%", "……"])
            for _ in range(60)
        )
        broken = lines(text, 120, 10)
        assert [line for line in broken[1:] if line[0] in NEVER_FIRST] == [], text
        assert [line for line in broken[:-1] if line[-1] in NEVER_LAST] == [], text
        assert "".join("".join(broken).split()) == "".join(text.split())


def test_numbers_and_words_stay_whole() -> None:
    for room in range(70, 300):
        pieces = " ".join(lines("合计 1,234,567.89 元，协议 XY-2026-0001 到期", room, 9))
        assert "1,234,567.89" in pieces
        assert "XY-2026-0001" in pieces


def test_a_word_wider_than_the_line_is_broken_and_loses_nothing() -> None:
    word = "A" * 200
    broken = lines(word, 100, 9)
    assert "".join(broken) == word
    assert max(width(line, 9) for line in broken) <= 100


def test_a_lone_last_character_gets_company() -> None:
    text = "乙方每次进货，甲方当场返还基本利润取。"
    broken = lines(text, 17 * 10, 10)
    assert len(broken) == 2
    assert len(broken[-1]) > 2


def test_newlines_stay_and_an_empty_text_is_one_empty_line() -> None:
    assert lines("一\n二", 100, 9) == ["一", "二"]
    assert lines("", 100, 9) == [""]
    assert lines(" \t ", 100, 9) == [""]


def test_shortened_fits_and_says_so() -> None:
    assert shortened("锦绣花园", 100, 9) == "锦绣花园"
    short = shortened("锦绣花园生活超市" * 9, 100, 9)
    assert short.endswith("…")
    assert width(short, 9) <= 100


def test_fitting_size_takes_one_of_the_five_sizes_and_none_under_eight() -> None:
    assert fitting_size("12.50", 100, 9) == 9
    assert fitting_size("12.50" * 3, 88, 20) == 10.5
    assert fitting_size("1" * 200, 80, 20) == 8
    assert fitting_size("1" * 200, 80, 20, 12.5) == 12.5


def test_a_character_that_noto_lacks_comes_from_the_rare_font() -> None:
    assert [piece for _, piece, _ in runs("老𠮷家")] == ["老", "𠮷", "家"]
    assert runs("老𠮷家")[0][0] != runs("老𠮷家")[1][0]
    assert unprintable("老𠮷家龘䶮") == ()


def test_what_no_font_has_is_named_and_marked() -> None:
    assert unprintable("好😀的😀𓀀\ufe0f") == ("😀", "𓀀")
    assert printable("好😀的") == f"好{MISSING}的"


def test_shapeless_characters_vanish_without_complaint() -> None:
    assert printable("涪\u200b州\ufeff市\u202e") == "涪州市"
    assert unprintable("涪\u200b州\ufeff市\x07") == ()


@pytest.mark.parametrize("measure", ["750 ml", "125 g×4", "1.5 L", "30 cm"])
def test_a_measure_stays_with_its_unit(measure: str) -> None:
    for room in range(40, 120):
        assert any(measure in line for line in lines(f"清泉沐浴露家庭装{measure}", room, 8.5))


@pytest.mark.parametrize(
    "measure",
    ["4.90 元", "3 家", "1,120 户", "46 平方米", "−12 瓶", "第 2 层", "4 分", "6 个月", "18块"],
)
def test_a_figure_is_never_torn_from_what_it_is_of(measure: str) -> None:
    for room in range(60, 160):
        broken = lines(f"天热洗得勤，沐浴露要备足，同类小店有{measure}在卖", room, 8.5)
        assert any(measure in line for line in broken), (room, broken)


@pytest.mark.parametrize("amount", ["+9.95", "-1,234.50", "−0.05", "¥61,972.00", "±3.5"])
def test_a_figure_with_a_sign_is_never_broken(amount: str) -> None:
    for room in range(60, 160):
        broken = lines(f"可能在 +4.40 到 {amount} 之间，对照同类店每天的变化", room, 8.5)
        assert any(amount in line for line in broken), (room, broken)


@pytest.mark.parametrize("pair", ["》，", "）：", "。”", "”）", "，“", "：（", "（《"])
def test_punctuation_side_by_side_closes_up(pair: str) -> None:
    assert width(pair, 10) == pytest.approx(15)
    assert width(f"字{pair}字", 10) == pytest.approx(35)


def test_hanzi_stand_a_quarter_em_from_letters_and_figures() -> None:
    assert width("店3店", 10) == pytest.approx(20 + width("3", 10) + 5)
    assert width("店 3 店", 10) == pytest.approx(20 + width(" 3 ", 10))
    assert width("（3）", 10) == pytest.approx(20 + width("3", 10))


def test_spaces_however_many_keep_the_rules_of_line_ends() -> None:
    text = "南门口  ，多是年轻家庭   。傍晚（  周末  ）最忙 　 ；价格《  协议  》  ：见附表"
    for room in range(30, 300, 3):
        broken = lines(text, room, 9)
        assert [line for line in broken if line[0] in NEVER_FIRST] == [], room
        assert [line for line in broken if line[-1] in NEVER_LAST] == [], room
        assert "".join("".join(broken).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "phone", ["138 0000 0147", "0816-2230118", "（0816）2230118 转 802", "+86 138 0000 0147"]
)
def test_a_phone_number_is_never_broken(phone: str) -> None:
    for room in range(120, 200, 3):  # room for the longest of them
        broken = lines(f"联系人欧阳淑芬（夜间）{phone}，白天打店里", room, 9)
        assert any(phone in line for line in broken), (room, broken)


@pytest.mark.parametrize("word", ["x" * 5000, "字" * 5000, "，" * 500, "（" * 500, "\u0301" * 99])
def test_a_text_without_end_is_broken_and_stops_nothing(word: str) -> None:
    for room in (0.5, 9, 21.2, 300):
        assert "".join(lines(word, room, 9)) == printable(word)


@pytest.mark.parametrize("text", ["a\nb", "甲\t乙", "\ue000", "\x00", "ﷺ", "\U0002a6d6", "👩‍👧"])
def test_any_text_can_be_measured(text: str) -> None:
    assert width(text, 9) == pytest.approx(width(printable(text), 9))
    assert "\n" not in printable(text)


def test_letters_that_only_look_different_print_as_their_plain_selves() -> None:
    assert printable("𝐀𝟏") == "A1"
    assert unprintable("𝐀𝟏") == ()
