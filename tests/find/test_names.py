"""Persons in tokens: what counts as a name, how far a title reaches, and that odd input neither hangs nor overlaps."""

from __future__ import annotations

import time

import pytest

from kg.find.gazetteer import Gazetteer
from kg.find.names import Gloss, Person, PersonFinder
from kg.find.units import Token, joined_katakana, recut, tokens
from kg.lexicon.load import Lexicon, load_lexicon
from kg.pipeline import Tools, load_tools


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def row(text: str, tools: Tools, lexicon: Lexicon, brackets: tuple[int, ...] = ()) -> list[Token]:
    gazetteer: Gazetteer = tools.finder.gazetteer
    units, bounds, _ = tools.finder.tokenizer.units(text)
    units = recut(units, bounds, brackets, gazetteer.family_names, lexicon.titles, gazetteer.abbreviations)
    return joined_katakana(tokens(units, gazetteer.scan(text, units, bounds), text), {})


def found(text: str, tools: Tools, lexicon: Lexicon) -> list[tuple[str, str]]:
    """Names and titles of the persons in a text."""
    finder = PersonFinder(tools.finder.gazetteer, lexicon)
    line = row(text, tools, lexicon)
    return [(name_of(p, line), "" if p.title.honorific else p.title.text) for p in finder.find(line)]


def name_of(person: Person, line: list[Token]) -> str:
    return "".join(t.text for t in line[person.name_begin : person.name_end])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("パラオのホイップス大統領は述べた", [("ホイップス", "大統領")]),
        ("森前首相が訪れた", [("森", "前首相")]),
        ("ハモンド前財務相は語った", [("ハモンド", "前財務相")]),
        ("デル・ビエホ駐スペイン大使が着任した", [("デル・ビエホ", "駐スペイン大使")]),
        ("フェリペ6世は演説した", [("フェリペ6世", "")]),
        ("首相兼財務相が答えた", [("", "首相兼財務相")]),
        ("抗議声明相次ぐ", []),
        ("ヒース元英首相は語った", [("ヒース", "元首相")]),
        ("全閣僚が辞任した", [("", "閣僚")]),
        ("首相官邸で外相会談が開かれた", []),
        ("大統領夫人は視察した", []),
        ("ユン国王夫妻が到着した", [("ユン", "国王")]),
    ],
)
def test_names_and_titles(text: str, expected: list[tuple[str, str]], tools: Tools, lexicon: Lexicon) -> None:
    assert found(text, tools, lexicon) == expected


def test_state_between_name_and_title_is_the_affiliation(tools: Tools, lexicon: Lexicon) -> None:
    line = row("ロウハニ・イラン大統領が来日した", tools, lexicon)
    (person,) = PersonFinder(tools.finder.gazetteer, lexicon).find(line)
    assert name_of(person, line) == "ロウハニ"
    assert [line[i].text for i in person.affiliation] == ["イラン"]


def test_state_inside_a_title_is_no_affiliation(tools: Tools, lexicon: Lexicon) -> None:
    line = row("米国のヘイル北朝鮮担当特別代表が訪れた", tools, lexicon)
    (person,) = PersonFinder(tools.finder.gazetteer, lexicon).find(line)
    assert [line[i].text for i in person.affiliation] == ["米国"]
    assert [line[i].text for i in person.inner] == ["北朝鮮"]


def test_title_in_a_bracket_makes_a_person(tools: Tools, lexicon: Lexicon) -> None:
    line = row("ガルシアが署名した", tools, lexicon, brackets=(4,))
    finder = PersonFinder(tools.finder.gazetteer, lexicon)
    assert finder.find(line) == []
    (person,) = finder.find(line, {4: Gloss("外相", "ForeignMinister", "foreign", ())})
    assert name_of(person, line) == "ガルシア"
    assert person.gloss is not None
    assert person.gloss.text == "外相"


def test_bracket_cuts_the_word_it_stands_in(tools: Tools, lexicon: Lexicon) -> None:
    assert [t.text for t in row("金与正党副部長は述べた", tools, lexicon, brackets=(3,))][:2] == ["金与正", "党"]


@pytest.mark.parametrize("piece", ["大統領", "氏", "米", "・", "金", "アル・", "兼外相", "の首相", "6世", "駐日"])
def test_hostile_repetition_takes_linear_time_and_gives_no_overlap(piece: str, tools: Tools, lexicon: Lexicon) -> None:
    line = row(piece * (3000 // len(piece)), tools, lexicon)
    begin = time.process_time()
    persons = PersonFinder(tools.finder.gazetteer, lexicon).find(line)
    assert time.process_time() - begin < 2
    ends = 0
    for person in persons:
        assert person.begin >= ends
        ends = person.end
