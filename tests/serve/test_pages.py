from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
import rdflib

from kg.serve.pages.dates import date_text
from kg.serve.pages.entity import facts, pieces, stages
from kg.serve.pages.index import Event
from kg.serve.pages.names import fold
from kg.serve.pages.pictures import strip
from kg.serve.pages.reader import Article, Claim, Name, Reader, Thing, Value
from kg.serve.pages.speech import Speech, texts
from tests.export.made import FIRST, made_store
from tests.serve.conftest import server, write_build
from tests.serve.worlds import TEXTS, hostile_triples

HTML = {"Accept": "text/html"}
MEETING = "/id/event/e1"
PAGES = (
    "/", MEETING, "/id/person/x-yoshida", "/id/state/RUS", "/id/place/wonsan", "/id/treaty/t1", "/id/article/first",
    "/id/office/rus-foreign-minister", "/id/event/e3", "/search", "/search?q=吉田", "/browse/person", "/browse/meeting",
    "/browse/article", "/browse/conflict", "/workbench",
)  # fmt: skip


class Page(HTMLParser):
    """What a page holds: its tags with their attributes, and its text without that of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


def page(client: httpx.Client, path: str, **headers: str) -> Page:
    answer = client.get(path, headers={**HTML, **headers})
    assert answer.status_code == 200, path
    return Page(answer.text)


# ---- what pages say -------------------------------------------------------------------------------------------------


def test_the_front_page_tells_what_the_graph_holds(client: httpx.Client) -> None:
    front = page(client, "/")
    links = front.all("href")
    assert {"/browse/meeting", "/network", "/workbench", "/ontology", MEETING} <= set(links)
    assert "2025年12月3日" in front.text and "記事の食い違い" in front.text
    assert "/download/graph.ttl" in links and client.get("/download/graph.ttl").content
    assert client.get("/download/passwd").status_code == client.get("/download/..%2f..%2fetc").status_code == 404


def test_a_meeting_tells_who_when_and_where_with_the_words_marked(client: httpx.Client) -> None:
    text = client.get(MEETING, headers=HTML).text
    seen = Page(text)
    assert {"/id/person/choe-son-hui", "/id/person/x-yoshida", "/id/place/wonsan", "/id/article/first"} <= set(
        seen.all("href")
    )
    assert "ロシアの𠮷田外相は<mark>3日</mark>、元山で崔善姫外相と会談した。" in text
    assert "https://w3id.org/gaiko/id/event/e1" in text


def test_rival_values_stand_side_by_side_with_their_verdicts(client: httpx.Client) -> None:
    text = client.get(MEETING, headers=HTML).text
    cards = re.findall(r'<div class="side-by-side (\w+)">\s*<p class="what">.*?(\d+年\d+月\d+日)', text, re.DOTALL)
    assert cards == [("accepted", "2025年12月3日"), ("rejected", "2025年12月4日")]


def test_a_person_has_offices_with_the_days_on_which_articles_saw_them(client: httpx.Client) -> None:
    seen = page(client, "/id/person/x-yoshida")
    assert "ロシア外相" in seen.text and "2025年12月4日" in seen.text
    assert MEETING in seen.all("href") and "/id/office/rus-foreign-minister" in seen.all("href")


def test_an_article_page_tells_its_facts_sentence_by_sentence_and_where_it_stands(client: httpx.Client) -> None:
    text = client.get("/id/article/first", headers=HTML).text
    seen = Page(text)
    assert "https://news.example/first" in seen.all("href") and "甲通信" in seen.text
    assert [f"<mark>{words}</mark>" in text for words in ("崔善姫外相", "3日", "協定", "𠮷田外相")] == [True] * 4
    assert {MEETING, "/id/treaty/t1"} <= set(seen.all("href"))


def test_a_treaty_tells_the_steps_of_its_life(client: httpx.Client) -> None:
    seen = page(client, "/id/treaty/t1")
    assert "朝ロ協定" in seen.text and "署名" in seen.text and "/id/event/e2" in seen.all("href")


def test_what_was_denied_says_so(client: httpx.Client) -> None:
    assert "否定されて" in page(client, "/id/event/e3").text


def test_claims_mentions_and_tenures_are_told_of_on_other_pages(client: httpx.Client) -> None:
    for path, home in (
        ("/id/claim/e1-time", "/id/event/e1"),
        ("/id/tenure/x-yoshida-office", "/id/person/x-yoshida"),
        (f"/id/mention/first-7-{FIRST.text.index('。') + 1}", "/id/article/first"),
    ):
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 303 and answer.headers["location"].partition("#")[0] == home, path
    where = client.get("/id/claim/e1-time", headers=HTML).headers["location"].partition("#")[2]
    assert where in page(client, MEETING).all("id")


def test_every_page_speaks_both_languages_and_keeps_the_choice(client: httpx.Client) -> None:
    for path in PAGES:
        joint = "&" if "?" in path else "?"
        seen = page(client, f"{path}{joint}lang=en")
        assert seen.tags[0] == ("html", {"lang": "en"}), path
        inner = [h for h in seen.all("href") if h.startswith("/") and not h.startswith(("/assets", "/download"))]
        stay = [h for h in inner if "lang=en" not in h and not re.match(r"/id/[a-z]+/[\w-]+\.[a-z]+\Z", h)]
        # only the switch leads to the other language
        assert [h.partition("?")[0] for h in stay] == [path.partition("?")[0]], path
    assert page(client, "/?lang=xx").tags[0] == ("html", {"lang": "ja"})
    assert set(texts()["en"]) >= {key for key in texts()["ja"] if not key.startswith(("reason.", "fused."))}


# ---- formats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "kind", "parser"),
    [
        ("ttl", "text/turtle", "turtle"),
        ("nt", "application/n-triples", "nt"),
        ("jsonld", "application/ld+json", "json-ld"),
        ("rdf", "application/rdf+xml", "xml"),
    ],
)
def test_a_thing_is_given_in_every_format_by_header_and_by_suffix(
    client: httpx.Client, suffix: str, kind: str, parser: str
) -> None:
    by_suffix = client.get(f"{MEETING}.{suffix}")
    by_header = client.get(MEETING, headers={"Accept": kind})
    assert by_suffix.headers["content-type"].startswith(kind) and by_suffix.content == by_header.content
    assert "Accept" in by_header.headers["vary"]
    graph = rdflib.Graph().parse(data=by_header.content, format=parser)
    meeting = rdflib.URIRef("https://w3id.org/gaiko/id/event/e1")
    gaiko = rdflib.Namespace("https://w3id.org/gaiko/ontology#")
    assert (meeting, rdflib.RDF.type, gaiko.Meeting) in graph
    # with its claims and the words they rest on
    assert len(list(graph.subjects(gaiko.claimSubject, meeting))) == 9
    assert any("元山で崔善姫" in str(o) for o in graph.objects(None, None))


def test_a_browser_gets_html_and_a_program_turtle(client: httpx.Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get(MEETING, headers={"Accept": browser}).headers["content-type"].startswith("text/html")
    assert client.get(MEETING, headers={"Accept": "*/*"}).headers["content-type"].startswith("text/turtle")
    wish = "text/turtle;q=0.4, application/ld+json;q=0.9"
    assert client.get(MEETING, headers={"Accept": wish}).headers["content-type"] == "application/ld+json"
    assert client.get(MEETING, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"{MEETING}.html").headers["content-type"].startswith("text/html")
    assert client.get(f"{MEETING}.exe").status_code == 404
    assert client.head(MEETING, headers=HTML).status_code == 200


def test_who_has_a_page_is_told_that_it_is_the_same(client: httpx.Client) -> None:
    for headers in (HTML, {"Accept": "text/turtle"}):
        first = client.get(MEETING, headers=headers)
        again = client.get(MEETING, headers={**headers, "If-None-Match": first.headers["etag"]})
        assert again.status_code == 304 and not again.content
    tags = {
        client.get(path, headers=headers).headers["etag"]
        for path in (MEETING, f"{MEETING}?lang=en")
        for headers in (HTML, {"Accept": "text/turtle"})
    }
    assert len(tags) == 4


def test_assets_never_change_under_their_address(client: httpx.Client) -> None:
    for address in [
        a for a in page(client, "/workbench").all("href") + page(client, "/workbench").all("src") if "/assets/" in a
    ]:
        answer = client.get(address)
        assert answer.status_code == 200 and "immutable" in answer.headers["cache-control"], address
    assert client.get("/assets/site.css?v=old").headers["cache-control"] == "no-cache"
    assert client.get("/assets/..%2fsite.css").status_code == 404


# ---- what is not there ----------------------------------------------------------------------------------------------


def test_what_is_unknown_is_a_friendly_404(client: httpx.Client) -> None:
    answer = client.get("/id/person/choe-son-hu", headers=HTML)
    assert answer.status_code == 404 and "/id/person/choe-son-hui" in Page(answer.text).all("href")
    assert client.get("/nowhere", headers=HTML).status_code == 404
    for path in ("/id/person/nobody", "/id/nothing/x", "/nowhere"):
        told = client.get(path, headers={"Accept": "text/turtle"})
        assert told.status_code == 404 and told.headers["content-type"] == "application/problem+json", path
    for path in ("/id/person/a%3Cb", "/id/person/%00", "/id/person/" + "x" * 3000, "/browse/nothing"):
        assert client.get(path, headers=HTML).status_code == 404, path


# ---- search ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("崔善姫", "/id/person/choe-son-hui"),
        ("チェ・ソンヒ", "/id/person/choe-son-hui"),
        ("ちぇそんひ", "/id/person/choe-son-hui"),
        ("choe son hui", "/id/person/choe-son-hui"),
        ("ＤＰＲＫ", "/id/state/PRK"),
        ("ウォンサン", "/id/place/wonsan"),
        ("russia", "/id/state/RUS"),
        ("きたちょうせん", "/id/state/PRK"),
        ("朝ロ協定", "/id/treaty/t1"),
    ],
)
def test_things_are_found_by_name_reading_alias_and_in_english(client: httpx.Client, query: str, found: str) -> None:
    assert client.get("/suggest", params={"q": query}).json()[0]["url"] == found
    hits = [h for h in page(client, f"/search?q={query}").all("href") if h.startswith("/id/")]
    assert hits[0] == found


@pytest.mark.parametrize(
    ("question", "says"), [("崔善姫は誰と会談したか", "𠮷田"), ("Who did Choe Son-hui meet?", "𠮷田")]
)
def test_a_question_is_answered_with_rows_words_and_its_sparql(client: httpx.Client, question: str, says: str) -> None:
    text = client.get("/search", params={"q": question}, headers=HTML).text
    seen = Page(text)
    assert re.search(rf'<p class="says"><a class="named" href="/id/person/x-yoshida[^"]*">{says}</a></p>', text)
    assert MEETING in seen.all("href")
    assert "元山で崔善姫外相と会談した" in seen.text and "/id/article/first" in seen.all("href")
    assert any(h.startswith("/workbench#query=") for h in seen.all("href"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_front_page_offers_a_question_that_is_answered(client: httpx.Client, language: str) -> None:
    offered = [h for h in page(client, f"/?lang={language}").all("href") if h.startswith("/search?q=")]
    answered = client.get(offered[-1], headers=HTML).text
    assert 'id="answer"' in answered and "person = " not in answered


def test_what_is_no_question_leads_to_questions_that_are(client: httpx.Client) -> None:
    seen = page(client, "/search?q=なぞなぞを出してくれませんか")
    assert any(h.startswith("/search?q=") for h in seen.all("href"))


def test_what_is_misspelt_leads_to_the_nearest_name(client: httpx.Client) -> None:
    seen = page(client, "/search?q=Choe Son Hoi")
    assert "見つかりません" in seen.text and "/id/person/choe-son-hui" in seen.all("href")
    assert client.get("/suggest", params={"q": ""}).json() == []
    assert client.get("/suggest", params={"q": "あ" * 3_000}).status_code in (200, 400, 414)


def test_names_fold_alike() -> None:
    assert len({fold(text) for text in ("チェ・ソンヒ", "ﾁｪ ｿﾝﾋ", "ちぇ＝そんひ")}) == 1
    assert fold("José") == fold("JOSE") and fold("ガ") != fold("カ")


# ---- workbench ------------------------------------------------------------------------------------------------------


def test_named_queries_are_forms_and_work_without_scripts(client: httpx.Client) -> None:
    seen = page(client, "/workbench?name=meetings&person=崔善姫")
    assert "person/choe-son-hui" in seen.text
    answer = client.get(
        "/workbench/query", params={"name": "meetings", "person": "choe-son-hui", "status": "held"}
    ).json()
    assert answer["error"] == "" and answer["notes"] == []
    rows = client.get("/sparql", params={"query": answer["query"], "format": "json"}).json()
    assert [row["meeting"]["value"][-2:] for row in rows["results"]["bindings"]] == ["e1"]
    assert client.get("/workbench/query", params={"name": "../meetings"}).json()["error"]
    unknown = client.get("/workbench/query", params={"name": "meetings", "person": 'x" } DROP'}).json()
    assert unknown["notes"] and "DROP" not in unknown["query"]


def test_the_editor_completes_our_terms(client: httpx.Client) -> None:
    terms = client.get("/workbench/terms").json()
    assert {"iri": "https://w3id.org/gaiko/ontology#Meeting", "ja": "会談・会合", "en": "meeting"} in terms["classes"]
    assert "https://w3id.org/gaiko/ontology#participant" in {p["iri"] for p in terms["properties"]}
    assert terms["prefixes"]["person"] == "https://w3id.org/gaiko/id/person/"


def test_a_browser_at_the_endpoint_is_led_to_the_workbench(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}"}, headers=HTML)
    assert answer.status_code == 303 and answer.headers["location"] == "/workbench#query=ASK%20%7B%7D"


def test_network_and_ontology_are_served_and_bring_their_own_policies(client: httpx.Client) -> None:
    assert "Content-Security-Policy" in client.get("/network", headers=HTML).text
    assert 'id="participant"' in client.get("/ontology", headers=HTML).text
    assert client.get("/ontology?lang=en", headers=HTML).text.startswith('<!doctype html>\n<html lang="en">')


def test_what_is_bundled_is_what_was_published() -> None:
    folder = Path(__file__).parents[2] / "kg/web/vendor/yasgui"
    digest = hashlib.sha256((folder / "yasgui.min.js").read_bytes()).hexdigest()
    assert digest == YASGUI and all(file.stat().st_size < 1_400_000 for file in folder.iterdir())
    assert "sourceMappingURL" not in (folder / "yasgui.min.js").read_text("utf-8")


YASGUI = "f9f9d34234b6af0fcbf10fed496b78b6375534ae7c18dba9c543aa99e999a408"


# ---- hostile graphs -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("hostile") / "build"
    folder.mkdir()
    write_build(folder, *hostile_triples())
    with server(folder) as client:
        yield client


def test_hostile_texts_are_shown_and_are_nothing_but_text(hostile: httpx.Client) -> None:
    paths = ["/", "/browse/person", "/browse/meeting", "/browse/article", "/browse/conflict", "/workbench"]
    paths += [
        f"/id/{kind}/{key}{n}"
        for n in range(len(TEXTS))
        for kind, key in (("person", "p"), ("event", "ev"), ("article", "a"))
    ]
    paths += [f"/search?q={httpx.QueryParams({'q': text})['q']}" for text in ("script", "svg", "HYPERLINK")]
    for path in paths:
        for language in ("", "&lang=en"):
            answer = hostile.get(path + ("?" if "?" not in path else "&") + language.removeprefix("&"), headers=HTML)
            assert answer.status_code == 200, path
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy and "script-src 'self';" in policy
            seen = Page(answer.text)
            scripts = [attributes for tag, attributes in seen.tags if tag == "script"]
            assert all(s["src"].startswith("/assets/") for s in scripts), path
            assert not any(name.startswith("on") for _, attributes in seen.tags for name in attributes), path
            assert not any(tag in ("img", "iframe", "object", "style", "base") for tag, _ in seen.tags), path
            for address in (*seen.all("href"), *seen.all("src"), *seen.all("action")):
                assert address.startswith(
                    ("/", "#", "https://www.wikidata.org/wiki/", "data:image/svg+xml,%3C", "https://news.example/")
                ), address
    shown = Page(hostile.get("/id/person/p0", headers=HTML).text).text
    assert TEXTS[0] in shown


def test_hostile_questions_are_shown_and_are_nothing_but_text(hostile: httpx.Client) -> None:
    for text in TEXTS:
        for path, name in (
            ("/search", "q"),
            ("/workbench", "query"),
            ("/workbench", "name"),
            ("/browse/article", "about"),
        ):
            answer = hostile.get(path, params={name: text, "lang": text, "page": text, "kind": text}, headers=HTML)
            assert answer.status_code == 200, (path, text)
            seen = Page(answer.text)
            assert all(a.get("src", "").startswith("/assets/") for tag, a in seen.tags if tag == "script")
            assert not any(tag in ("img", "iframe", "style") for tag, _ in seen.tags)
        json.loads(hostile.get("/suggest", params={"q": text}).content)


# ---- what becomes of claims ------------------------------------------------------------------------------------------


def claim(article: str, published: str, prop: str, value: str, verdict: str = "accepted", reason: str = "") -> Claim:
    thing = Thing("x:e", "event", "e", "meeting", Name("会談", "meeting"))
    source = Article(Thing(f"x:{article}", "article", article, "article", Name(article, "")), None, published, None)
    said = Value(value, Name(value, ""))
    return Claim(
        f"{article}-{value}",
        thing,
        prop,
        said,
        source,
        "会談する。",
        0,
        0,
        2,
        0.9,
        "asserted",
        verdict,
        reason,
        None,
        "r",
        False,
    )


def test_the_course_of_an_event_is_told_article_by_article() -> None:
    claims = [
        claim("a", "2018-05-11", "status", "scheduled", "superseded"),
        claim("a", "2018-05-11", "edtf", "2018-06-12"),
        claim("b", "2018-05-25", "status", "cancelled", "superseded"),
        claim("c", "2018-06-12", "status", "held"),
    ]
    course = stages(claims)
    assert [s.article.published for s in course] == ["2018-05-11", "2018-05-25", "2018-06-12"]
    assert [c.value.id for c in course[0].claims] == ["scheduled", "2018-06-12"]
    assert stages(claims[3:]) == ()


def test_rivals_are_what_contradicts_and_not_what_went_on() -> None:
    reader = Reader(made_store())
    went_on = [
        claim("a", "", "status", "scheduled", "superseded", "the event went on from there"),
        claim("b", "", "status", "held"),
        claim("c", "", "status", "held"),
    ]
    (status,) = facts(reader, went_on)
    assert not status.rival and [(t.value.id, t.articles) for t in status.told] == [("held", 2), ("scheduled", 1)]
    (day,) = facts(
        reader, [claim("a", "", "edtf", "2025-07-13", "rejected", "why"), claim("b", "", "edtf", "2025-07-12")]
    )
    assert day.rival and [t.verdict for t in day.told] == ["accepted", "rejected"] and day.told[1].reasons == ("why",)


# ---- pieces ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "ja", "en"),
    [
        ("2025-07-12", "2025年7月12日", "12 July 2025"),
        ("2025-07", "2025年7月", "July 2025"),
        ("2025", "2025年", "2025"),
        ("2025-07-11/2025-07-13", "2025年7月11日〜13日", "11–13 July 2025"),
        ("2025-08-31/2025-09-03", "2025年8月31日〜9月3日", "31 August – 3 September 2025"),
        ("2024-12-30/2025-01-02", "2024年12月30日〜2025年1月2日", "30 December 2024 – 2 January 2025"),
        ("2012-05-07/..", "2012年5月7日から", "since 7 May 2012"),
        ("../2012", "2012年まで", "until 2012"),
        ("2025-22", "2025年夏", "summer 2025"),
        ("1987~", "1987年ごろ", "about 1987"),
        ("昨日", "昨日", "昨日"),
    ],
)
def test_times_are_written_as_people_write_them(edtf: str, ja: str, en: str) -> None:
    assert (date_text(edtf, "ja"), date_text(edtf, "en")) == (ja, en)


def test_marks_that_touch_are_one() -> None:
    assert list(pieces("あいうえお", [(1, 2), (2, 3), (4, 9), (4, 4)])) == [
        ("あ", False), ("いう", True), ("え", False), ("お", True),
    ]  # fmt: skip


def test_numbers_and_reasons_are_said_in_the_language() -> None:
    assert Speech("en").t("articles.n", n=1) == "1 article" and Speech("en").t("articles.n", n=1200) == "1,200 articles"
    assert Speech("ja").reason("the chosen value") == "採用した値"
    assert Speech("ja").fused("same day +2.5, 2 shared person(s) +4") == "同じ日 +2.5、共通の人物 2 人 +4"
    assert Speech("en").url("/id/person/x", "events", kind="visit") == "/id/person/x?kind=visit&lang=en#events"


@pytest.mark.parametrize("bars", [False, True])
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("0001-01-01", "9999-12-31"),
        ("9999-12-30", "9999-12-31"),
        ("0001-01-01", "0001-01-02"),
        ("1945-08-15", "9999-12-31"),
        ("2025-07-12", "2025-07-13"),
    ],
)
def test_a_line_of_time_holds_all_days_that_there_are(first: str, last: str, bars: bool) -> None:
    """Some systems write 9999-12-31 for *not known yet*."""
    days = (first, last, "2025-03-01") if first < "2025" < last else (first, last)
    events = [Event(f"event:{n}", "meeting", "held", day, day, day) for n, day in enumerate(days)]
    made = strip(events, 600, bars=bars)
    assert made is not None
    assert len(made.ticks) <= 12
    assert all(-1 <= tick.x <= 601 for tick in made.ticks)
