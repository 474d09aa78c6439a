"""The registry as it is committed: complete, consistent, built from its tables, and read into records."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from pyoxigraph import RdfFormat, parse

from kg.config import ontology_dir
from kg.errors import DataError
from kg.link.registry import Registry, load_registry

FOLDER = ontology_dir() / "registry"
#: The short forms of the gold facts, one per state.
SPELLINGS = """
アイスランド アゼルバイジャン イラン インド インドネシア ウクライナ エストニア エチオピア
エリトリア オーストラリア オーストリア カナダ カンボジア キプロス シンガポール スリランカ
スロベニア スーダン セルビア セルビア・モンテネグロ タイ チェコ チャド デンマーク トルコ ドイツ
ナイジェリア ニュージーランド ネパール ノルウェー ハンガリー バチカン バングラデシュ パキスタン
フィリピン フェロー諸島 フランス ブルガリア ブルネイ ブータン ベトナム ペルー ポーランド
マレーシア ミャンマー メキシコ モルディブ モルドバ モンテネグロ ユーゴスラビア連邦共和国 ラオス
ラトビア リトアニア ルーマニア ロシア 中国 北キプロス 北朝鮮 台湾 日本 東ティモール 米国 英国
韓国
"""


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(FOLDER)


@pytest.fixture(scope="module")
def builder() -> Iterator[ModuleType]:
    pytest.importorskip("babel")
    spec = importlib.util.spec_from_file_location("registry_build", FOLDER / "build.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        patch.setitem(sys.modules, spec.name, module)
        spec.loader.exec_module(module)
        yield module


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the tables that a test may break; of the leaders only the first two lines of each table."""
    folder = tmp_path / "data"
    shutil.copytree(FOLDER / "data", folder)
    for path in folder.glob("leaders-*.tsv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, line: str) -> int:
    """Add a line to a table and return its number."""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{text}\n{line}\n", encoding="utf-8")
    return text.count("\n") + 2


def faults(builder: ModuleType, data: Path) -> str:
    with pytest.raises(SystemExit) as caught:
        list(builder.build(data))
    return str(caught.value)


# -- the tables and what is built of them ---------------------------------------------------------------------------


def test_committed_files_are_what_the_tables_give(builder: ModuleType) -> None:
    for name, text in builder.build(FOLDER / "data"):
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: run ontology/registry/build.py"


def test_a_person_in_two_tables_is_told_with_both_lines_place(builder: ModuleType, data: Path) -> None:
    tables = sorted(data.glob("leaders-*.tsv"))
    person = tables[0].read_text(encoding="utf-8").splitlines()[1]
    line = append(tables[-1], person)
    assert f"{tables[-1].name}:{line}: person:{person.split(chr(9))[0]} is defined twice" in faults(builder, data)


@pytest.mark.parametrize(
    ("tenure", "message"),
    [
        ("HeadOfState|大統領|USA|2025-13|", "bad dates"),
        ("HeadOfState|大統領|USA|2025-02-30|", "bad dates"),
        ("HeadOfState|大統領|USA|2025|2024", "bad dates"),
        ("HeadOfState|大統領|USS|2025|", "unknown state 'USS'"),
        ("InternationalOfficial|議長|org:nowhere|2025|", "unknown organization 'nowhere'"),
        ("King|王|USA|2025|", "unknown kind 'King'"),
        ("HeadOfState|大統領|USA|2025", "4 parts"),
    ],
)
def test_a_broken_tenure_is_told(builder: ModuleType, data: Path, tenure: str, message: str) -> None:
    table = sorted(data.glob("leaders-*.tsv"))[0]
    line = append(table, f"some-one\tある・ひと\tひと\tSome One\t\t\tUSA\t{tenure}\t")
    told = faults(builder, data)
    assert f"{table.name}:{line}: " in told
    assert message in told


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("places.tsv", "wonsan\t元山", "Wön\t元山", "is not plain ASCII"),
        ("places.tsv", "\tCity\tPRK", "\tTown\tPRK", "unknown kind 'Town'"),
        ("places.tsv", "wonsan\t元山", "wonsan\t開城", "label '開城'"),
        ("places.tsv", "moscow\t", "muscovy\t", "unknown place 'moscow'"),
        ("states.tsv", "RUS\tRU", "RUS\tQQ", "unknown code 'QQ'"),
        ("states.tsv", "RUS\tRU\tロシア", "RUS\tRU\t米国", "label '米国'"),
        ("states.tsv", "\tsovereign", "\tempire", "unknown kind 'empire'"),
        ("organizations.tsv", "USA;GBR;FRA;RUS;CHN", "USA;GBR;FRA;SUN;CHN", "unknown state 'SUN'"),
        ("bodies.tsv", "RUS\tforeign-ministry", "URS\tforeign-ministry", "unknown state 'URS'"),
        ("offices.tsv", "@kings\tking", "@barons\tking", "unknown group '@barons'"),
        ("offices.tsv", "org:nato\t", "org:otan\t", "unknown organization 'otan'"),
    ],
)
def test_a_broken_table_is_told(builder: ModuleType, data: Path, table: str, old: str, new: str, message: str) -> None:
    change(data / table, old, new)
    told = faults(builder, data)
    assert message in told
    assert re.search(r"^[a-z-]+\.tsv:\d+: ", told, re.MULTILINE)


def test_first_and_last_day_of_dates(builder: ModuleType) -> None:
    assert builder.days("2012") == ("2012-01-01", "2012-12-31")
    assert builder.days("2012-02") == ("2012-02-01", "2012-02-29")
    assert builder.days("2012-12-26") == ("2012-12-26", "2012-12-26")
    assert builder.days("2012-00") is None
    assert builder.days("26.12.2012") is None


def test_only_declared_terms_are_used() -> None:
    ontology = (FOLDER.parent / "gaiko.ttl").read_text(encoding="utf-8")
    used = {
        term
        for path in FOLDER.glob("*.ttl")
        for term in re.findall(r"gaiko:[A-Za-z0-9]+", path.read_text(encoding="utf-8"))
    }
    assert {term for term in used if not re.search(rf"^{term} a ", ontology, re.MULTILINE)} == set()


def test_every_object_of_ours_is_described() -> None:
    subjects: set[str] = set()
    objects: set[str] = set()
    for path in FOLDER.glob("*.ttl"):
        for triple in parse(path.read_bytes(), format=RdfFormat.TURTLE):
            subjects.add(triple.subject.value)
            objects.add(triple.object.value)
    ours = {value for value in objects if value.startswith("https://w3id.org/gaiko/id/")}
    assert ours - subjects == set()


# -- what is known --------------------------------------------------------------------------------------------------


def test_states_are_all_there(registry: Registry) -> None:
    kinds = [state.kind for state in registry.states.values()]
    assert kinds.count("SovereignState") == 193 + 1  # members of the United Nations and the Vatican
    labels = {state.label for state in registry.states.values()}
    assert set(SPELLINGS.split()) - labels == set()
    assert {"ソ連", "東ドイツ", "ユーゴスラビア", "チェコスロバキア", "満州国", "アブハジア", "ソマリランド"} <= labels


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("朝鮮民主主義人民共和国", "PRK"),
        ("DPRK", "PRK"),
        ("北韓", "PRK"),
        ("大韓民国", "KOR"),
        ("アメリカ合衆国", "USA"),
        ("イギリス", "GBR"),
        ("ビルマ", "MMR"),
        ("グルジア", "GEO"),
        ("マケドニア", "MKD"),
        ("中華民国", "TWN"),
        ("ロシア連邦", "RUS"),
        ("豪州", "AUS"),
        ("旧ソ連", "soviet-union"),
        ("旧ユーゴスラビア連邦共和国", "yugoslavia-fr"),
        ("北キプロス・トルコ共和国", "northern-cyprus"),
    ],
)
def test_forms_of_states(registry: Registry, form: str, key: str) -> None:
    assert registry.surfaces("state")[form] == (key,)


def test_an_ambiguous_name_keeps_all_candidates(registry: Registry) -> None:
    assert set(registry.surfaces("state")["コンゴ"]) == {"COD", "COG"}


def test_abbreviations_are_single_characters_of_one_state(registry: Registry) -> None:
    letters = [letter for state in registry.states.values() for letter in state.abbreviations]
    assert len(letters) == len(set(letters))
    assert all(len(letter) == 1 for letter in letters)
    assert registry.states["RUS"].abbreviations == ("露", "ロ")
    assert registry.states["PRK"].abbreviations == ("朝", "北")
    assert not set(letters) & set(registry.surfaces("state"))


def test_capitals_lie_in_their_states(registry: Registry) -> None:
    for state in registry.states.values():
        if state.capital is not None and state.kind == "SovereignState":
            assert registry.places[state.capital].state == state.key
    without = {s.key for s in registry.states.values() if s.kind == "SovereignState" and s.capital is None}
    assert without == {"ISR"}


@pytest.mark.parametrize(
    ("key", "count", "some"),
    [
        ("nato", 32, {"USA", "FIN", "SWE"}),
        ("eu", 27, {"FRA", "HRV"}),
        ("asean", 11, {"VNM", "TLS"}),
        ("g7", 8, {"JPN", "eu"}),
        ("g20", 21, {"ZAF", "au"}),
        ("quad", 4, {"JPN", "USA", "AUS", "IND"}),
        ("un-security-council", 5, {"CHN"}),
        ("sco", 10, {"BLR"}),
    ],
)
def test_members(registry: Registry, key: str, count: int, some: set[str]) -> None:
    members = registry.organizations[key].members
    assert len(members) == count
    assert some <= set(members)
    assert all(m in registry.states or m in registry.organizations for m in members)


@pytest.mark.parametrize(
    ("form", "label"),
    [
        ("安保理", "国連安全保障理事会"),
        ("欧州連合", "EU"),
        ("国際原子力機関", "IAEA"),
        ("露外務省", "ロシア外務省"),
        ("国務省", "米国務省"),
        ("ペンタゴン", "米国防総省"),
        ("中国外交部", "中国外務省"),
        ("外務省", "日本外務省"),
        ("人民解放軍", "中国人民解放軍"),
        ("労働党", "朝鮮労働党"),
    ],
)
def test_forms_of_organizations(registry: Registry, form: str, label: str) -> None:
    (key,) = registry.surfaces("organization")[form]
    assert registry.organizations[key].label == label


def test_an_organ_names_its_parent_and_a_ministry_its_state(registry: Registry) -> None:
    assert registry.organizations["un-security-council"].parent == "un"
    assert registry.organizations["rus-foreign-ministry"].state == "RUS"
    assert registry.organizations["tass"].kind == "NewsAgency"


@pytest.mark.parametrize(
    ("form", "key", "state"),
    [
        ("ウォンサン", "wonsan", "PRK"),
        ("ピョンヤン", "pyongyang", "PRK"),
        ("キエフ", "kyiv", "UKR"),
        ("ラングーン", "yangon", "MMR"),
        ("ペキン", "beijing", "CHN"),
        ("独島", "takeshima", None),
        ("南シナ海", "south-china-sea", None),
        ("板門店", "panmunjom", None),
        ("キャンプ・デービッド", "camp-david", "USA"),
        ("クルスク州", "kursk-oblast", "RUS"),
    ],
)
def test_forms_of_places(registry: Registry, form: str, key: str, state: str | None) -> None:
    assert registry.surfaces("place")[form] == (key,)
    assert registry.places[key].state == state


def test_a_person_with_tenures_in_order(registry: Registry) -> None:
    lavrov = registry.persons["sergey-lavrov"]
    assert (lavrov.label, lavrov.family, lavrov.state) == ("セルゲイ・ラブロフ", "ラブロフ", "RUS")
    office = lavrov.tenures[-1]
    assert (office.office_key, office.office_kind, office.state) == ("rus-foreign-minister", "ForeignMinister", "RUS")
    assert (office.office_label, office.earliest, office.latest) == ("ロシア外相", dt.date(2004, 3, 9), None)
    begins = [tenure.earliest or dt.date.min for tenure in lavrov.tenures]
    assert begins == sorted(begins)
    assert "sergey-lavrov" in registry.surfaces("person")["ラブロフ"]


@pytest.mark.parametrize(
    ("office", "day", "label"),
    [
        ("mex-foreign-minister", "2017-08-17", "ルイス・ビデガライ"),
        ("chl-president", "1998-10-26", "エドゥアルド・フレイ"),
        ("grc-foreign-minister", "2018-06-17", "ニコス・コジアス"),
        ("nga-foreign-minister", "2012-11-13", "オルグベンガ・アシル"),
        ("nzl-prime-minister", "1998-06-01", "ジェニー・シップリー"),
        ("cod-foreign-minister", "2022-05-01", "クリストフ・ルトゥンドゥラ"),
        ("jor-prime-minister", "2011-01-01", "サミル・リファイ"),
        ("qat-emir", "2020-01-01", "タミム・ビン・ハマド・サーニ"),
        ("tkm-president", "2023-01-01", "セルダル・ベルディムハメドフ"),
        ("lbr-president", "2010-01-01", "エレン・ジョンソン・サーリーフ"),
    ],
)
def test_who_held_an_office_on_a_day(registry: Registry, office: str, day: str, label: str) -> None:
    when = dt.date.fromisoformat(day)
    holders = {
        person.label
        for person in registry.persons.values()
        for t in person.tenures
        if t.office_key == office and (t.earliest or when) <= when <= (t.latest or when)
    }
    assert holders == {label}


def test_no_two_hold_an_office_that_a_state_has_once(registry: Registry) -> None:
    """Dates of a year may overlap by that year; more is an error of the tables.

    Bosnia has a presidency of three, and Cambodia had two prime ministers.
    """
    held: dict[str, list[tuple[dt.date, dt.date, str]]] = {}
    for person in registry.persons.values():
        for t in person.tenures:
            if t.office_kind in ("HeadOfState", "HeadOfGovernment", "ForeignMinister", "DefenceMinister") and t.state:
                begin, end = t.earliest or dt.date(1900, 1, 1), t.latest or dt.date(2026, 1, 1)
                held.setdefault(t.office_key, []).append((begin, end, person.label))
    both = {
        (office, *sorted((a[2], b[2])))
        for office, rows in held.items()
        for a in rows
        for b in rows
        if a[2] != b[2] and (min(a[1], b[1]) - max(a[0], b[0])).days > 400
    }
    assert {office for office, *_ in both} <= {"bih-head-of-state-c649111c", "khm-prime-minister"}


def test_no_file_is_too_large_to_read_and_to_review() -> None:
    assert {p.name for p in FOLDER.rglob("*.t*") if p.stat().st_size > 1_400_000} == set()


def test_offices(registry: Registry) -> None:
    assert registry.offices["usa-foreign-minister"].label == "米国国務長官"
    assert registry.offices["un-secretary-general"].organization == "un"
    assert registry.offices["un-secretary-general"].state is None
    used = {tenure.office_key for person in registry.persons.values() for tenure in person.tenures}
    assert used <= set(registry.offices)


def test_names_in_other_languages(registry: Registry) -> None:
    assert registry.names("state", "PRK", "en") == ("North Korea",)
    assert registry.names("state", "RUS", "ko") == ("러시아",)
    assert registry.names("state", "RUS")[0] == "ロシア"
    assert registry.names("state", "nowhere", "en") == ()


# -- reading --------------------------------------------------------------------------------------------------------


def test_the_digest_follows_the_files(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "states.ttl", tmp_path)
    before = load_registry(tmp_path)
    assert before.digest == load_registry(tmp_path).digest
    change(tmp_path / "states.ttl", "ロシア連邦", "露連邦")
    assert load_registry(tmp_path).digest != before.digest


def test_a_folder_without_registry_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no registry"):
        load_registry(tmp_path)


def test_broken_turtle_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "states.ttl").write_text("state:RUS a", encoding="utf-8")
    with pytest.raises(DataError, match=r"states\.ttl"):
        load_registry(tmp_path)


def test_a_thing_without_label_is_refused(tmp_path: Path) -> None:
    text = "<https://w3id.org/gaiko/id/place/x> a <https://w3id.org/gaiko/ontology#Place> ; <urn:p> 1 .\n"
    (tmp_path / "places.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="place:x has no Japanese label"):
        load_registry(tmp_path)


def test_records_cannot_be_changed(registry: Registry) -> None:
    with pytest.raises(TypeError):
        registry.states["RUS"] = registry.states["USA"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        registry.digest = ""  # type: ignore[misc]
