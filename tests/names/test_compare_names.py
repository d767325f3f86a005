"""One person across spellings and scripts; different persons kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whomet.knowledge.names import compare_names, name_keys, parse_name, surname_key
from whomet.model import EntityKind, Verdict

SAME = """
النخالة / Nakhala
Nakhalah / Nakhaleh
زياد النخالة / Ziyad al-Nakhaleh
Haniyeh / Haniya
Ismail Haniyeh / إسماعيل هنية
Bagheri Kani / باقری کنی
Ali Bagheri Kani / علی باقری کنی
Zelensky / Zelenskyy
Volodymyr Zelenskyy / Володимир Зеленський
Putin / Путин
Vladimir Putin / فلاديمير بوتين
Erdogan / Erdoğan
Benjamin Netanyahu / בנימין נתניהו
Khaled Meshaal / Khalid Mash'al
Qassem Soleimani / Ghasem Soleymani
Muammar Gaddafi / Moammar Kadhafi
Abdel-Fattah el-Sissi / عبد الفتاح السيسي
Hossein Amirabdollahian / Hossein Amir-Abdollahian
Donald J. Trump / Donald Trump
Mohammad Darwish / Muhammad Ismail Darwish
ERDOĞAN, Recep Tayyip / Recep Tayyip Erdogan
Kim Jong Un / Kim Jong-un
Sayyed Hassan Nasrallah / حسن نصر الله
Anna Molinari / Ana Molinari
Karoline Brandvik / Karolien Brandvik
AnnaMolin / Anna Molin
Marwan Issa / مروان عيسى
Usama bin Ladin / Osama bin Laden
"""
DIFFERENT = """
Mohammad al-Hindi / Mohammad Darwish
Khaled Meshaal / Khaled al-Batsh
Li Qiang / Li Keqiang
Ali Bagheri Kani / Mohammad Bagheri
Raed Salah / Raed Saad
Ahmed Abdel Hadi / Ahmed Abdel Aziz
Zaher Jabarin / Zaher Birawi
Kim Jong Un / Kim Jong Il
Barack Obama / Michelle Obama
Mohammed Shia al-Sudani / Abdul Rahman al-Sudani
George Bush / George Shultz
Salman / Mohammed bin Salman
Salman bin Muhammad Rawi / Muhammad bin Salman Rawi
"""
UNSURE = """
Trump / Donald Trump
President Erdoğan / Recep Tayyip Erdoğan
Ismail Haniyeh / Abdul Salam Ismail Haniyeh
J. M. / John Molin
高石早苗 / 高市早苗
"""


def listed(text):
    return [tuple(line.split(" / ")) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("a", "b"), listed(SAME))
def test_spellings_of_one_name_are_the_same(a, b):
    assert compare_names(a, b).verdict is Verdict.SAME


@pytest.mark.parametrize(("a", "b"), listed(SAME))
def test_spellings_of_one_name_share_a_block(a, b):
    assert name_keys(a) & name_keys(b)


@pytest.mark.parametrize(("a", "b"), listed(DIFFERENT))
def test_different_persons_are_told_apart(a, b):
    assert compare_names(a, b).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(("a", "b"), listed(UNSURE))
def test_what_only_context_can_decide_is_unsure(a, b):
    assert compare_names(a, b).verdict is Verdict.UNSURE


def test_a_comparison_says_why():
    assert compare_names("Trump", "Donald Trump").reasons[0].text == "a surname alone fits the other's family name"


def test_a_family_name_before_a_comma_comes_last():
    assert [w.latin for w in parse_name("Molin, Anna").words] == ["anna", "molin"]


def test_junior_after_a_comma_is_no_given_name():
    junior = parse_name("Joseph R. Molin, Jr.")
    assert junior.words == parse_name("Joseph R. Molin").words and junior.generation == "younger"


def test_of_names_given_side_by_side_the_nearest_counts():
    assert compare_names("Karim Zahrawi (a.k.a. Abu Omar)", "Abu Omar").verdict is Verdict.SAME
    assert compare_names("Karim Zahrawi / Karim Zahraoui", "كريم الزهراوي").verdict is Verdict.SAME


def test_a_kind_given_is_kept_to():
    assert compare_names("Anna Bank", "Anne Bank", EntityKind.PERSON).verdict is Verdict.SAME
    assert compare_names("Anna Bank", "Anna Bank Ltd", EntityKind.ORGANISATION).verdict is Verdict.SAME


def test_the_reason_that_decides_leans_as_the_verdict_does():
    for a, b in (("Anna Molin", "Ana Molin"), ("Anna Molin", "Pia Lund")):
        found = compare_names(a, b)
        assert (found.reasons[0].weight > 0) is (found.verdict is Verdict.SAME)


def test_every_word_that_differs_is_told():
    told = [r.text for r in compare_names("Qassem Molin", "Ghasem Pia Molin").reasons[1:]]
    assert told == ["“ghasem” and “qassem” are spellings of one name", "“pia” stands in one name only"]


def test_a_digit_that_a_machine_read_for_a_letter_is_that_letter():
    assert compare_names("1gor Secholin", "Igor Sech0lin").verdict is Verdict.SAME


def test_every_syllable_of_an_east_asian_name_is_kept():
    assert [w.latin for w in parse_name("Zhou En Lai").words] == ["zhou", "en", "lai"]


@pytest.mark.parametrize("name", ["", "   ", "…", "\u202e", "Dr.", "al-", "م" * 10_000, "a" * 1_000_000, ", , ,"])
def test_what_is_no_name_raises_nothing(name):
    assert 0 <= compare_names(name, "Anna Molin").score <= 1
    assert isinstance(surname_key(name), str)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_compare_alike_in_both_orders(a, b):
    there, back = compare_names(a, b), compare_names(b, a)
    assert there == back and 0 <= there.score <= 1


@given(st.text(max_size=60))
def test_any_text_is_the_same_as_itself(text):
    assert compare_names(text, text).verdict is Verdict.SAME
