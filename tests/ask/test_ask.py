"""How questions are read, beyond whether they are answered; times; the command."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, RdfFormat, Store

from kg.ask import Asker, answer
from kg.ask.times import find_whens
from kg.ask.write import as_json, as_text
from tests.ask.conftest import Ask

TODAY = dt.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("in 2025", "2025-01-01", "2025-12-31"),
        ("in July 2025", "2025-07-01", "2025-07-31"),
        ("on 12 July 2025", "2025-07-12", "2025-07-12"),
        ("on the 3rd of September 2025", "2025-09-03", "2025-09-03"),
        ("on July 12th, 2025", "2025-07-12", "2025-07-12"),
        ("on 2025-07-12", "2025-07-12", "2025-07-12"),
        ("in Sept. 2025", "2025-09-01", "2025-09-30"),
        ("since 2024", "2024-01-01", None),
        ("from 2024 onwards", "2024-01-01", None),
        ("after July 2025", "2025-08-01", None),
        ("before 2020", None, "2019-12-31"),
        ("until June 2020", None, "2020-06-30"),
        ("between 2018 and 2019", "2018-01-01", "2019-12-31"),
        ("from May 2018 to June 2018", "2018-05-01", "2018-06-30"),
        ("last year", "2025-01-01", "2025-12-31"),
        ("this month", "2026-01-01", "2026-01-31"),
        ("yesterday", "2026-01-04", "2026-01-04"),
        ("in September", "2025-09-01", "2025-09-30"),
        ("in May", "2025-05-01", "2025-05-31"),
    ],
)
def test_english_times(text: str, first: str | None, last: str | None) -> None:
    [when] = find_whens(f"Who met {text}?", "en", TODAY)
    days = [day and day.isoformat() for day in (when.first, when.last)]
    assert days == [first, last]
    assert f"Who met {text}?"[when.begin : when.end].strip() == text


@pytest.mark.parametrize("text", ["Who may meet?", "Who met on 2025-02-30?", "on 31 April 2025", "He will march"])
def test_what_is_no_time(text: str) -> None:
    assert [when for when in find_whens(text, "en", TODAY) if "-02-" in text or "may" in text] == []


def test_relative_times_need_a_day() -> None:
    assert find_whens("Who met last year?", "en", None) == []
    assert find_whens("昨年だれが会談したか", "ja", None) == []
    [when] = find_whens("昨年だれが会談したか", "ja", TODAY)
    assert when.first == dt.date(2025, 1, 1)


def test_nothing_is_passed_over(ask: Ask) -> None:
    """A word that no rule accounts for could change the question."""
    for question in (
        "プーチンは軍服で誰と会談したか",
        "Whom did Putin secretly meet?",
        "プーチンとトランプとルビオと王毅は会談したか",
    ):
        found = ask(question)
        assert not found.understood, found.reading
        assert found.notes


def test_no_report_is_no_no(ask: Ask) -> None:
    found = ask("高市首相はプーチン大統領と会談したか")
    assert (found.verdict, found.rows) == ("none", ())
    assert "このグラフにその報道はない" in as_text(found)
    assert "いいえ" not in as_text(found)


def test_what_did_not_take_place_is_no_yes(ask: Ask) -> None:
    """A summit that was called off is shown, but is no meeting."""
    found = ask("2025年10月にプーチンとトランプはブダペストで会談したか")
    assert found.verdict == "none"
    assert found.rows
    assert found.notes


def test_a_denial_is_told(ask: Ask) -> None:
    found = ask("Did Putin and Trump talk on the phone in November 2024?")
    assert (found.verdict, found.query) == ("none", "denied")
    assert "denied" in found.notes[0]


def test_a_name_of_several_persons_says_so(ask: Ask) -> None:
    found = ask("Did Kim meet Putin?")
    assert any("may be any of" in note and "Kim Jong-un" in note for note in found.notes)


def test_a_name_that_the_graph_does_not_have(ask: Ask) -> None:
    found = ask("メルケル氏は2014年にプーチン氏と会談したか")
    assert found.verdict == "none"
    assert any("メルケル" in note for note in found.notes)


def test_who_held_the_office_then(ask: Ask) -> None:
    assert "岸田文雄" in ask("2024年1月に日本の首相は誰と会談したか").reading
    assert "石破茂" in ask("2025年2月に日本の首相は誰と会談したか").reading


def test_signs_for_states(ask: Ask) -> None:
    assert "state = 米国 · with = 北朝鮮" in ask("米朝首脳会談はいつ開かれたか").reading
    assert "destination = 北朝鮮" in ask("だれが訪朝したか").reading


def test_the_answer_in_the_language_of_the_question(ask: Ask) -> None:
    assert "金正恩" in ask("プーチンは誰と会談したか").says
    assert "Kim Jong-un" in ask("Whom did Putin meet?").says


PIECES = ["プーチン", "は", "が", "と", "会談", "いつ", "2025年", "訪", "米", " who ", " did ", " meet ", " about "]
PIECES += ["<b>", "'", '"', "}", "{", "?x", ";", "DROP", "\x00", "\ud800"]
ONE_PERSON = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/gaiko/id/person/p> a <https://w3id.org/gaiko/ontology#Person> ; rdfs:label "プーチン"@ja ."""


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_answered_or_refused(text: str) -> None:
    store = Store()
    store.load(ONE_PERSON, format=RdfFormat.TURTLE)
    found = Asker(store).answer(text, today=TODAY)
    assert as_text(found)
    assert json.loads(as_json(found))["understood"] is found.understood


def test_a_topic_cannot_become_sparql(ask: Ask) -> None:
    found = ask('プーチンは「"} ) . ?x ?y ?z . #」について何と述べたか')
    assert found.rows == ()


def test_json(ask: Ask) -> None:
    data = json.loads(as_json(ask("ロシアの外相は誰か")))
    assert data["says"] == ["セルゲイ・ラブロフ"]
    assert data["rows"][0]["office"] == "ロシア外相"
    assert data["quotes"][0]["words"]
    assert data["sparql"].startswith("# en: Offices")


def test_of_a_build_and_of_a_file(store: Store, tmp_path: Path) -> None:
    store.dump(str(tmp_path / "graph.nt"), format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    assert answer(tmp_path / "graph.nt", "Who is the foreign minister of Russia?").says == ("Sergey Lavrov",)


def test_the_command_starts_without_the_tokeniser() -> None:
    heavy = ("sudachipy", "networkx", "rdflib", "numpy", "kg.link.registry", "kg.lexicon.load")
    code = f"import sys, kg.ask.run, kg.ask.write; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
