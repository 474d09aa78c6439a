"""How Japanese news writes times: one pattern, put together from the word lists of the lexicon.

The kinds of expression are the outer named groups of the pattern (``lastgroup`` of a match); the inner groups of a
kind are named at the fragment that defines them. Every repetition is bounded and no expression starts inside a number,
so the time of a scan grows with the length of the text only.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from kg.errors import DataError
from kg.lexicon.load import FOLDER

WEEKDAYS: Final = "月火水木金土日"
_KANJI: Final = "一二三四五六七八九"
_DIGIT_VALUE = {"〇": 0, "零": 0, "元": 1} | {char: value for value, char in enumerate(_KANJI, 1)}
_SCALE: Final = {"十": 10, "百": 100, "千": 1000}
_DASH: Final = "[~〜~～\\-－–−—‐]"
# One or two digits or a kanji number up to 99; 二五 is 25 in vertical setting.
_SMALL = rf"(?:\d{{1,2}}|[{_KANJI}]?十[{_KANJI}]?|[一二三][〇{_KANJI}]|[{_KANJI}])"
_FREE = rf"(?<![\d.,．，第数何〇{_KANJI}十百千])"


class Era(NamedTuple):
    """A Japanese era: year ``n`` is Gregorian year ``first.year + n - 1``."""

    name: str
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True)
class Grammar:
    """The pattern of all time expressions, the patterns of what stands around them, and the tables behind the words."""

    pattern: re.Pattern[str]
    cue: re.Pattern[str]
    future: re.Pattern[str]
    open_end: re.Pattern[str]
    not_before_day: re.Pattern[str]
    not_before_short_year: re.Pattern[str]
    short_year_after: re.Pattern[str]
    not_after_one_day: re.Pattern[str]
    not_after_kanji_day: re.Pattern[str]
    after_kanji_one_day: re.Pattern[str]
    after_list_of_days: re.Pattern[str]
    local_day: re.Pattern[str]
    lasting: re.Pattern[str]
    day_of_month: re.Pattern[str]
    eras: dict[str, Era]
    words: dict[str, Any]


def number(text: str) -> int:
    """Return the value of a number in ASCII, full-width or kanji digits, positional (二五) or not (二十五); 元 is 1."""
    if text.isdecimal():
        return int(text)
    if not any(char in _SCALE for char in text):
        return int("".join(str(_DIGIT_VALUE[char]) for char in text))
    total = pending = 0
    for char in text:
        if char in _SCALE:
            total += (pending or 1) * _SCALE[char]
            pending = 0
        else:
            pending = _DIGIT_VALUE[char]
    return total + pending


@cache
def load_grammar() -> Grammar:
    """Read the word lists and build the patterns, once a process.

    Raises:
        DataError: a lexicon file is missing or malformed.

    """
    words = _read_words()
    eras = _read_eras()
    refuse = words["refuse"]
    return Grammar(
        pattern=re.compile(_pattern(words, eras)),
        cue=re.compile(_cue(words)),
        future=re.compile(_any(words["future"]["cues"])),
        open_end=re.compile(_any([*words["open"]["since"], *words["open"]["until"]])),
        not_before_day=re.compile(f"{_any(refuse['day_before'])}\\Z"),
        not_before_short_year=re.compile(f"{_any(refuse['short_year_before'])}\\Z"),
        short_year_after=re.compile(refuse["short_year_after"]),
        not_after_one_day=re.compile("|".join(refuse["one_day_after"])),
        not_after_kanji_day=re.compile(_any(refuse["kanji_day_after"])),
        after_kanji_one_day=re.compile(refuse["kanji_one_day_only"]),
        after_list_of_days=re.compile(refuse["list_of_days_before"]),
        local_day=re.compile(rf"{_any(words['zone']['local'])}(?:(?!日本)[^()（）]){{0,8}}?(\d{{1,2}})日"),
        lasting=re.compile(rf"から(?:の)?(?:({_SMALL})日間|{_SMALL}泊({_SMALL})日(?:間)?)"),
        day_of_month=re.compile(rf"(?:({_SMALL})月)?({_SMALL})日"),
        eras=eras,
        words=words,
    )


def _read_words() -> dict[str, Any]:
    path = FOLDER / "times.toml"
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path.name}: {error}") from error


def _read_eras() -> dict[str, Era]:
    path = FOLDER / "eras.tsv"
    try:
        lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        return {
            name: Era(name, dt.date.fromisoformat(first), dt.date.fromisoformat(last) if last else None)
            for name, first, last in lines[1:]
        }
    except (OSError, ValueError) as error:
        raise DataError(f"{path.name}: {error}") from error


def _any(words: Iterable[str]) -> str:
    """Alternatives, longest first, so that a word never hides a longer one."""
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


def _pattern(words: dict[str, Any], eras: dict[str, Era]) -> str:
    bare = [*words["bare"]["year_part"], *words["bare"]["month_part"], *words["bare"]["week"], "年明け"]
    kinds = {
        "aside": _aside(words),
        "iso": _iso(),
        "years": _decade_or_century(words),
        "count": _count(words),
        "calendar": _calendar(words, eras),
        "dayword": _day_word(words),
        "week": _week(words),
        "season": rf"(?P<sw>{_any(words['relative']['season'])}){_season(words, 'sn')}",
        "fiscal": rf"(?P<fw>{_any(words['fiscal'])})(?P<fpart>末|初め|内)?(?!比)",
        "weekday": _weekday(words),
        "bare": rf"(?<![\d昨今同来例翌前去先毎々再])(?P<bw>{_any(bare)})(?!年始|場|夏)",
        "vague": f"(?P<vw>{_any(words['vague']['words'])})",
        "entry": _entry(),
    }
    first = "0-9０-９〇一二三四五六七八九十百千数半元末" + "".join(sorted(_first_letters(words, eras)))
    body = "|".join(f"(?P<{kind}>{fragment})" for kind, fragment in kinds.items())
    # The look-ahead spares most characters the trial of all kinds.
    return f"(?=[{first}])(?:{body})"


def _first_letters(words: dict[str, Any], eras: dict[str, Era]) -> set[str]:
    tables = [*words["relative"].values(), *words["anaphoric"].values(), words["fiscal"]]
    listed = [
        *words["vague"]["words"],
        *words["bare"]["year_part"],
        *words["bare"]["month_part"],
        *words["bare"]["week"],
        *eras,
    ]
    starts = {word[0] for table in tables for word in table} | {word[0] for word in listed}
    return starts | set("(（'’‘第上下西同翌去来年午日現") | set(WEEKDAYS)


def _cue(words: dict[str, Any]) -> str:
    units = (
        r"[0-9０-９〇一二三四五六七八九十元数）)半](?:[年月日週]|世紀|[か-ヶ]月)|[0-9０-９][-/.．／][0-9０-９]|曜"
        r"|\d[:：時]|四半期|半期|上期|下期|元[日旦]|年[度内末初頭明の]|月[末内初]|週[内末明初前半後]"
    )
    tables = [*words["relative"].values(), *words["anaphoric"].values()]
    seasons = [f"{w}{s}" for w in words["relative"]["season"] for s in words["season"]]
    listed = [word for table in tables for word in table if word not in words["relative"]["season"]]
    return f"{units}|両日|{_any([*listed, *seasons, *words['vague']['words']])}"


def _season(words: dict[str, Any], group: str) -> str:
    return rf"(?P<{group}>[{''.join(words['season'])}])(?![{words['refuse']['season_after']}])"


def _iso() -> str:
    """Match 2025-09-03, 2025/9/3, 2025.9.3 (groups iy, im, id) and 2025-09 (iy2, im2)."""
    full = r"(?P<iy>[12]\d{3})(?P<isep>[-/.．／])(?P<im>\d{1,2})(?P=isep)(?P<id>\d{1,2})(?![\d.．,])"
    month = r"(?P<iy2>(?:19|20)\d{2})-(?P<im2>0[1-9]|1[0-2])(?![\d\-]|年|シーズン)"
    return rf"(?<![\d.,．，/／\-])(?:{full}|{month})"


def _entry() -> str:
    """Match the time of day at the head of an entry of a running report: 10:35, 21時10分, 午後3時半 before a space or bracket."""
    before = r"(?:日本時間|現地時間)?(?:午[前後])?"
    clock = r"(?<![\d:：.])\d{1,2}(?:[:：][0-5]\d|時(?:\d{1,2}分|半)?)(?:ごろ|頃|すぎ|過ぎ)?"
    return rf"{before}{clock}(?=[ \t　\n】〕］\])）:：]|更新|現在)"


def _aside(words: dict[str, Any]) -> str:
    """Match a bracket after a bare time of day that only gives the same moment on another clock."""
    return rf"(?<=[時分秒前後頃ろ夜朝夕昼半]){_zone_bracket(words)}"


def _zone_bracket(words: dict[str, Any]) -> str:
    return rf"[(（](?=[^()（）\n]{{0,30}}{_any(words['zone']['words'])})[^()（）\n]{{1,60}}[)）]"


def _decade_or_century(words: dict[str, Any]) -> str:
    """Match 1990年代後半, 90年代, 21世紀初頭, 今世紀 (groups dec, cent, centw, ypart)."""
    decade = rf"(?P<dec>\d{{4}}|\d{{2}}|[一二][〇{_KANJI}]{{3}}|[{_KANJI}]〇|[{_KANJI}]十)年代"
    century = rf"(?P<cent>{_SMALL})世紀|(?P<centw>{_any(words['relative']['century'])})"
    lasting = f"(?!{'|'.join(words['refuse']['century_after'])})"
    return rf"(?<!紀元前){_FREE}(?:{decade}|{century}){lasting}(?:の?(?P<ypart>{_any(words['part']['years'])}))?"


def _count(words: dict[str, Any]) -> str:
    """Match 3日前, 2週間後, 半年前, 数年前, 1年半前 (groups cn, chalf, chy, cday, cweek, cmonth, cyear, cdir)."""
    unit = "|".join(f"(?P<c{name}>{_any(units)})" for name, units in words["count"].items())
    amount = rf"(?:(?P<cn>数十|十数|数|\d{{1,4}}|{_SMALL})(?:{unit})(?P<chalf>半)?|(?P<chy>半年))"
    before, after = "前(?!半|後|期|倒|提|線|途|衛|夜祭)", "後(?!半|期|見|任|退|ろ|継|藤)"
    return rf"{_FREE}{amount}(?:ほど|余り|以上|あまり)?(?P<cdir>{before}|{after})"


def _day_word(words: dict[str, Any]) -> str:
    """Match きょう, 昨夜, 翌日 with a time of day (group dw)."""
    kana = [word for word in words["relative"]["day"] if re.fullmatch("[ぁ-ん]+", word) and len(word) < 4]
    safe = [word for word in words["relative"]["day"] if word not in kana and word != "今日"]
    safe += list(words["anaphoric"]["day"])
    today = f"今日(?!{'|'.join(words['refuse']['today_after'])})"
    # A kana word is taken only between particles or other scripts: きょう is not in ききょう, あす not in あすか.
    apart = r"(?<![か-くけ-しす-たち-つて-とな-のひ-ほま-んァ-ヶ])|(?<=[はがをにのもでと])"
    kana_word = rf"(?:{apart}){_any(kana)}(?=[、。,\s一-鿿\d「」]|[はにのもで](?![あいうえ])|から|まで|以)"
    # きょうキーウで, but not the end of とうきょうタワー
    before_name = rf"(?:(?<![ぁ-んァ-ヶ])|(?<=[はがをにのもで])){_any(kana)}(?=[ァ-ヴA-ZＡ-Ｚ])"
    compared = f"(?!{'|'.join(words['refuse']['compared'])}|祭)"
    return rf"(?P<dw>{kana_word}|{before_name}|{today}|{_any(safe)}){compared}(?:の?{_clock(words)})?"


def _weekday(words: dict[str, Any]) -> str:
    """Match a weekday alone (group wdb), not 毎週月曜日 or a weekday that の ties to a word before."""
    named = f"(?![{words['refuse']['weekday_after']}])"
    return rf"(?<![毎の])(?<!毎週)(?P<wdb>[{WEEKDAYS}])曜日?{named}(?:の?{_clock(words)})?"


def _week(words: dict[str, Any]) -> str:
    """Match 来週火曜日, 先週末, 今週前半 (groups ww, wd, wpart)."""
    every = [*words["relative"]["week"], *words["anaphoric"]["week"]]
    weekday = rf"の?(?P<wd>[{WEEKDAYS}])曜日?|の?(?P<wpart>{_any(words['part']['week'])})|中(?=に|の|も|、)|内(?=に|の)"
    return rf"(?P<ww>{_any(every)})(?:{weekday})?(?!比|刊|号|の?[0-9０-９]{{1,2}}日)"


def _clock(words: dict[str, Any]) -> str:
    table = words["time_of_day"]
    word = rf"(?:{_any(table['words'])}(?![{table['not_before']}]))"
    clock = r"\d{1,2}(?:時(?!間)(?:半|\d{1,2}分)?(?:\d{1,2}秒)?|:\d\d)"
    return rf"(?:{word}{clock}|{clock}|{word})(?:ごろ|頃|すぎ|過ぎ|前(?!後|半))?"


def _calendar(words: dict[str, Any], eras: dict[str, Era]) -> str:
    """Match anything built of a year, a month and a day, each as a number or a word.

    Groups: yw, y0, y, era, ey, short, fy; mw, m0, m; d0, dsep, dmid, dp, d; quarter; part; wk, br, br2.
    """
    refuse = words["refuse"]
    year_words = _any([*words["relative"]["year"], *words["anaphoric"]["year"]])
    era_year = rf"{_any(eras)}(?:元|{_SMALL})(?:年|(?=[)）]))"
    big = rf"\d{{4}}|[一二][〇{_KANJI}]{{3}}|二千[〇{_KANJI}十]{{0,3}}|千[八九]百[{_KANJI}十]{{0,3}}"
    year_end = rf"(?![{_KANJI}\d]*[かカヶヵケ箇]月)(?!{'|'.join(refuse['year_after'])})"
    numeric = (
        rf"(?:西暦)?(?:同|翌)?{_FREE}(?:(?P<y0>\d{{4}})年?{_DASH})?(?:(?P<y>{big})|['’‘]?(?P<short>\d\d))"
        rf"(?:[(（]{era_year}[)）])?年(?:[(（]{era_year}[)）])?(?P<fy>度)?{year_end}"
    )
    era = rf"(?P<era>{_any(eras)})(?P<ey>元|{_SMALL})(?:[(（]\d{{4}}年?[)）])?年(?:[(（]\d{{4}}年?[)）])?(?P<fye>度)?{year_end}"
    year = rf"(?:(?P<yw>{year_words})(?!度|比|同|並|産)|{era}|{numeric})"
    month_words = _any([*words["relative"]["month"], *words["anaphoric"]["month"]])
    month_end = rf"(?![間比]|{'|'.join(refuse['month_after'])})"
    first_month = rf"(?P<m0>{_SMALL})(?:月?{_DASH}|から|、|・)"
    month = (
        rf"(?:(?P<mp>同|翌|去る|来る)?{_FREE}(?:{first_month})?(?P<m>{_SMALL})月{month_end}"
        rf"|(?P<mw>{month_words})(?!比))"
    )
    day_end = rf"(?!{'|'.join(refuse['day_after'])})"
    day = (
        rf"(?:(?P<dp>同|翌|去る|来る|きたる|さる)?{_FREE}"
        rf"(?:(?P<d0>{_SMALL})(?P<dsep>{_DASH}|から|、|,|・|と)(?P<dmid>(?:{_SMALL}[、,・]){{0,4}}))?"
        rf"(?P<d>{_SMALL})(?:の?両)?日(?:付け?)?{day_end}|(?P<dl>末日))"
    )
    new_year = "(?P<d1st>元日|元旦)"
    weekday = rf"(?:[(（](?P<wk>[{WEEKDAYS}])(?:曜日?)?(?:・?祝日?|・?休)?[)）]|(?P<wk2>[{WEEKDAYS}])曜日?)"
    zone = _zone_bracket(words)
    tail = rf"(?:{weekday})?(?P<br>{zone})?(?:の?{_clock(words)})?(?P<br2>{zone})?"
    quarter = r"(?P<quarter>第[1-4１-４一二三四]四半期|上半期|下半期|上期|下期)"
    scopes = {*words["part"]["month"], *words["part"]["year"], *words["part"]["year_within"]} - {"初"}
    plain = rf"(?<!の)(?:{_any(words['part']['plain'])}|中(?=[にのもはで、。)）]|まで|から)|初(?=[に、]|から|まで))"
    part = rf"の?(?P<part>{_any(scopes)}|{plain}|{_season(words, 'ps')})(?![{refuse['part_after']}])"
    # The empty groups tell what has been read; the last line refuses a match of nothing.
    return (
        rf"(?:{year}(?P<ye>))?(?:(?(ye)の?){month}(?P<me>))?(?:(?(me)の?|(?(ye)(?!))){day}{tail}(?P<de>))?"
        rf"(?:(?(me)(?!)|(?(de)(?!)|(?(ye)の?))){new_year}(?P<ne>))?(?:(?(ye)の?){quarter}(?P<qe>))?(?(ye)|(?(me)|(?(de)|(?(ne)|(?(qe)|(?!))))))(?:{part})?"
    )
