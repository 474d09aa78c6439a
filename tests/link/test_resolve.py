"""Linking: spellings of one name, names of one article, what stands for them, and what is rather left unlinked."""

from __future__ import annotations

import datetime as dt

import pytest

from kg.link import spelling
from kg.model.article import Article
from kg.model.scene import Scene
from kg.pipeline import Tools, load_tools, parse


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tools()


def scene(body: str, tools: Tools, published: dt.date | None = dt.date(2024, 6, 1)) -> Scene:
    return parse(Article("a", "件名", "件名\n" + body, published=published), tools)


def persons(body: str, tools: Tools, published: dt.date | None = dt.date(2024, 6, 1)) -> list[str]:
    return [e.ref.name for e in scene(body, tools, published).linked.entities if e.ref.kind == "person"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ゼレンスキー", "ゼレンスキイ"),
        ("プーチン", "プーティン"),
        ("チャベス", "チャヴェス"),
        ("アサド", "アサード"),
        ("アンドレス・マヌエル・ロペス・オブラドール", "アンドレスマヌエル・ロペスオブラドール"),
        ("ジャン＝クロード・ユンケル", "ジャンクロード・ユンケル"),
        ("ジョージ・Ｗ・ブッシュ", "ジョージ・ブッシュ"),
        ("ムハンマド・ビン・サルマン", "ムハンマド・サルマン"),
        ("ヨハネ・パウロ2世", "ヨハネ・パウロ二世"),
        ("藪中三十二", "薮中三十二"),
    ],
)
def test_spellings_of_one_name(a: str, b: str) -> None:
    assert spelling.whole(a) == spelling.whole(b)


@pytest.mark.parametrize(
    ("a", "b"), [("ラーマ4世", "ラーマ9世"), ("ペレス", "ペレイラ"), ("金正恩", "金正日"), ("ルト", "ルット・ベン")]
)
def test_different_names(a: str, b: str) -> None:
    assert spelling.whole(a) != spelling.whole(b)


def test_near_needs_length() -> None:
    assert spelling.near("ネタニヤフ", "ネタニエフ")
    assert not spelling.near("リム", "キム")
    assert not spelling.near("金正恩", "金正日")


def test_short_form_joins_the_full_name(tools: Tools) -> None:
    assert persons("ドブラ国のヤン・コバルスキ外相が来た。コバルスキ氏は語った。", tools) == ["ヤン・コバルスキ"]


def test_same_family_name_other_given_name_stays_apart(tools: Tools) -> None:
    assert persons("ヤン・コバルスキ氏とアンナ・コバルスキ氏が会った。", tools) == [
        "ヤン・コバルスキ",
        "アンナ・コバルスキ",
    ]


def test_another_given_name_is_not_the_registry_person(tools: Tools) -> None:
    linked = scene("韓国の金根植教授は述べた。", tools).linked
    assert [e.ref.key[:2] for e in linked.entities if e.ref.kind == "person"] == ["x-"]


def test_an_ambiguous_family_name_stays_unlinked(tools: Tools) -> None:
    linked = scene("ブッシュ氏は述べた。", tools, None).linked
    assert all(e.ref.key.startswith("x-") for e in linked.entities if e.ref.kind == "person")


def test_offices_are_resolved_backwards_only(tools: Tools) -> None:
    later = scene("大統領は来ない。ケニアのルト大統領は演説した。", tools).linked
    office = [text for _, text, _ in later.unlinked]
    assert "大統領" in office


def test_another_minister_is_not_the_one_before(tools: Tools) -> None:
    found = scene("ガーナのメンサ観光相が来た。財務相は帰国した。", tools)
    assert "財務相" in [text for _, text, _ in found.linked.unlinked]


def test_past_and_present_holders_are_different(tools: Tools) -> None:
    found = scene("ケニアのケニヤッタ前大統領が来た。大統領は演説した。", tools)
    assert "大統領" in [text for _, text, _ in found.linked.unlinked]


def test_reading_in_a_bracket_is_another_name(tools: Tools) -> None:
    found = scene("習近平（シーチンピン）国家主席は述べた。", tools)
    (entry,) = [e for e in found.linked.entities if e.ref.kind == "person"]
    (alias,) = [c for c in entry.claims if c.property == "alias"]
    assert alias.value == "シーチンピン"
    begin, end = alias.evidence.words
    assert found.article.text[begin:end] == "シーチンピン"


def test_former_name_of_a_state_only_where_the_article_has_no_other(tools: Tools) -> None:
    old = scene("グルジア軍は退いた。サーカシビリ大統領は述べた。", tools, dt.date(2008, 8, 20)).linked
    assert {e.ref.name for e in old.entities if e.ref.kind == "state"} == {"グルジア"}
    both = scene("グルジアは国名を変えた。ジョージアは歓迎した。", tools, dt.date(2015, 4, 22)).linked
    assert {e.ref.name for e in both.entities if e.ref.kind == "state"} == {"ジョージア"}


def test_capital_acts_only_as_a_subject(tools: Tools) -> None:
    acts = scene("テヘランは提案を拒否した。", tools).linked
    assert [e.ref.name for e in acts.entities] == ["イラン"]
    lies = scene("外相はテヘランで提案を拒否した。", tools).linked
    assert [e.ref.kind for e in lies.entities] == ["place"]


def test_official_of_japan_needs_no_state(tools: Tools) -> None:
    linked = scene("大木隆司参事官が派遣された。", tools).linked
    assert [s.name for s in linked.states.values()] == ["日本"]


def test_linking_twice_gives_the_same(tools: Tools) -> None:
    body = "シリアのアサド大統領とイランのライシ大統領が会談した。\nアサード大統領は謝意を示した。\n両首脳は署名した。"
    first, second = scene(body, tools).linked, scene(body, tools).linked
    assert first.refs == second.refs
    assert first.entities == second.entities


def test_names_that_share_two_parts_but_differ_in_a_third_are_two_persons(tools: Tools) -> None:
    assert persons("グエン・シン・フン氏がハノイで講演した。", tools) == ["グエン・シン・フン"]
    refs = scene("グエン・クアン・フン氏がハノイで講演した。", tools).linked.entities
    assert [e.ref.key for e in refs if e.ref.kind == "person" and not e.ref.key.startswith("x-")] == []


def test_a_lone_family_name_with_san_is_a_private_person(tools: Tools) -> None:
    assert persons("会場でトランプ氏が手を振った。", tools) == ["ドナルド・トランプ"]
    assert persons("会場でトランプさんが手を振った。", tools) == ["トランプ"]


@pytest.mark.parametrize(
    ("body", "office"),
    [
        ("スーダンの外相にラム・アコル氏が就任した。", "外相"),
        ("スイスはハンス・マイヤー氏を外相に任命した。", "外相"),
        ("ハンス・マイヤー氏は国連大使に起用された。", "国連大使"),
        ("次期中東担当特使に指名されたハンス・マイヤー氏が訪れた。", "次期中東担当特使"),
        ("人権問題の顧問に招かれたハンス・マイヤー氏は提案した。", "顧問"),
        ("スイスの外相の訪中は2018年のハンス・マイヤー氏以来となる。", "外相"),
        ("ハンス・マイヤー氏が外相に会った。", None),
        ("外相にハンス・マイヤー氏が抗議した。", None),
        ("ハンス・マイヤー氏は演説した。スイスは外相に別の人を指名した。", None),
    ],
)
def test_office_that_a_person_is_said_to_get(tools: Tools, body: str, office: str | None) -> None:
    entity = next(e for e in scene(body, tools).linked.entities if e.ref.kind == "person")
    assert next((c.value for c in entity.claims if c.property == "office"), None) == office
