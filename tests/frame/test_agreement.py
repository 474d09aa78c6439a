"""Agreements in single sentences, and over several sentences of one article."""

from __future__ import annotations

import pytest

from tests.frame.acts import Case, agreements, cases, read, rows


@pytest.mark.parametrize("case", cases("agreements"), ids=lambda c: f"{c.file}: {c.text[:24]}")
def test_sentence(case: Case) -> None:
    assert agreements(case.text) == case.expected


def test_kind_follows_the_head_noun() -> None:
    kinds = {
        "ペルーとチリは犯罪人引き渡し条約に署名した。": "treaty",
        "ペルーとチリは漁業協定に署名した。": "agreement",
        "ペルーとチリは観光に関する覚書に署名した。": "mou",
        "ペルーとチリは共同声明を発表した。": "joint_statement",
        "米州機構は「リマ宣言」を採択した。": "declaration",
        "安保理は決議第1540号を採択した。": "resolution",
        "ペルーとチリは検問所を増やすことで合意した。": "agreement",
    }
    assert {text: rows(read(text), "agreements")[0]["kind"] for text in kinds} == kinds


def test_mention_of_a_signed_document_is_no_second_entry() -> None:
    text = "オマーンとイエメンは1992年10月、国境画定条約に署名した。国境画定条約は14条から成る。"
    assert agreements(text) == ("signed | 国境画定条約 | オマーン, イエメン | 1992-10",)


def test_draft_of_an_adopted_resolution_is_no_entry() -> None:
    text = "英国は2日、決議案を提出した。安保理は9日、シエラレオネに関する決議1270号を全会一致で採択した。"
    assert agreements(text) == ("adopted | 国連安全保障理事会決議1270 | 国連安全保障理事会 | 2024-06-09",)


def test_two_actions_on_one_document_are_two_entries() -> None:
    text = "ボツワナとナミビアは2018年2月5日、国境条約に署名した。国境条約は2020年に発効した。"
    assert agreements(text) == (
        "signed | 国境条約 | ボツワナ, ナミビア | 2018-02-05",
        "in_force | 国境条約 | ボツワナ, ナミビア | 2020",
    )


def test_lines_of_a_chronology_have_the_states_of_its_title() -> None:
    text = "1978年9月　ハラレ宣言に調印\n1985年3月　ザンビア大統領が訪問、ルサカ宣言を発表\n1991年6月　捕虜の解放で合意"
    assert agreements(text, "ザンビア・ジンバブエ関係年表") == (
        "signed | ハラレ宣言 | ザンビア, ジンバブエ | 1978-09",
        "adopted | ルサカ宣言 | ザンビア, ジンバブエ | 1985-03",
        "adopted | 捕虜の解放についての合意 | ザンビア, ジンバブエ | 1991-06",
    )


def test_short_name_in_the_headline_is_no_second_document() -> None:
    text = "チリとペルーは3日、リマで国境の検問を共同で行う協定に署名した。"
    assert agreements(text, "国境検問協定　チリとペルー") == (
        "signed | 国境の検問を共同で行う協定 | チリ, ペルー | 2024-06-03",
    )


def test_headline_without_tense_is_no_act_that_the_text_says_is_to_come() -> None:
    text = "チリとペルーは19日、リマで新しい漁業協定に署名する。"
    assert agreements(text, "チリ・ペルー漁業協定、全面改正") == ("proposed | 漁業協定 | チリ, ペルー | 2024-06-19",)


def test_text_without_documents_gives_none() -> None:
    assert agreements("パラオの大統領が来月、フィジーを訪れる。両国は友好を深めている。") == ()
