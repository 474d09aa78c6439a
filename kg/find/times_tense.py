"""Whether what stands with a date has been done or is still to come, by the words behind it in its sentence."""

from __future__ import annotations

import re
from typing import Final, Literal

Tense = Literal["done", "to come", ""]

#: What was done or goes on; and what is to be done, by the end of the sentence or in the words of who plans or tells it.
_DONE: Final = re.compile(
    r"(?<=[しっんいきちりみにえけげせてでねべめれられ])[ただ](?=[。、」』\n)）]|[がとかこたのもわよ後際折上直時日人結]|ため|[ァ-ヶ一-鿿「『（(A-ZＡ-Ｚ0-9０-９])|でし?た|ました|[てで](?:おり|いて)、|(?<!れ)[てで](?:いる|います)(?=[。\n])"
)
#: What was to be: 会う予定だった, 行われるはずだった, 予定されていた.
WAS_TO_BE: Final = re.compile(
    "(?:予定|計画|見通し|方針|はず|手はず|段取り)(?:だった|でした|であった|と?されてい[たま]|してい[たま])"
)
_TO_DO: Final = re.compile(
    r"(?<![てで]い)(?<![てでがも]あ)(?<!てお)(?<!され)(?<![目りて初続][とに]な)(?<!てく)(?<!で)(?<!ま)[うくぐすつぶむる](?:か|の)?(?=[。\n」]|$|と(?:発表|明|述|語|伝|し|表|報|の|約束|強調|主張|指摘|説明|通告|通知|警告|決め|決定)|(?:予定|方針|見[通込]|計画|運び|はず|もよう|模様|公算|日程|手はず|段取)(?!.{0,2}(?:だっ|でし|であっ|されて|してい))|こと[をにがでも](?!でき))"
    r"|(?:予定|見通し|見込み|方針|運び|段取り|手はず|公算)(?:だ(?!っ)|です|で、|[。\n])|(?<![てで]い)(?<!てお)(?<!あ)(?<!おり)ます(?=[。\n]|と)"
)
#: 5月に開かれる会議: of a noun that is still ahead; not 政府による, と題する
_YET: Final = re.compile(
    r"(?<!によ)(?<!におけ)(?<!に関す)(?<!に対す)(?<!とす)(?<!とい)(?<!あ)(?<!てい)(?<!でい)(?<!めぐ)(?<!わた)(?<!続)(?<!次)"
    r"[うくぐすつぶむる](?=[一-鿿ァ-ヶ]|こと|もの|よう|か[をにどがは]|べき|ため|ほか|まで)|たい(?:と|考|意|方|構)|に予定|を控え|に控え|を前に|に向け|予定[のされ]"
)
#: …と発表。 without a verb.
_TOLD: Final = re.compile(r"[とを][一-鿿]{2}(?=[。\n])")
#: The end of a range that begins with a date: 10月9日~11日に.
_RANGE_END: Final = re.compile(
    r"(?:から|[~〜～\-－–−—])(?:[0-9０-９一二三四五六七八九十]{1,3}月)?[0-9０-９一二三四五六七八九十]{1,3}日"
)
_SENTENCE_END: Final = re.compile(r"[。\n]")
#: A date that a particle binds to the predicate that comes next.
_BOUND: Final[tuple[str, ...]] = ("に", "から", "まで", "と", "の")
#: 5月の会談で合意した: on the day of the talks.
_OCCASION: Final = re.compile(r"の[^、。\nにをがはへ]{1,24}?(?:で(?![あすしな])|後|に(?:続|出席|臨)|を終え)")
#: 11月の選挙に向け、協議した
_TOWARDS: Final = re.compile(r"の[^、。\n]{1,24}?(?:に(?:向け|備え)|を(?:前に|控え|目指|見据え)|までに)")
#: 24日に開かれた会談で: the day of what the sentence tells.
_ON_WHICH: Final = re.compile(r"[^、。\nにをがはへ]{1,24}?(?:で(?![あすしな])|後に?、|に(?:続|出席|臨))")
#: 24日に会談して以来; 24日に会談していた。 tells of what had gone before
_ASIDE: Final = re.compile(r"以来|以降|より前|てい(?:た|ました)[。\n]|(?:予定|はず|計画)だった")
_NOUN: Final = re.compile("[ァ-ヶ一-鿿]|こと|もの|の")
# How far the end of a sentence is looked for.
_REST: Final = 160


def _stop(text: str, begin: int) -> int:
    end = _SENTENCE_END.search(text, begin, begin + _REST)
    return end.end() if end else min(len(text), begin + _REST)


def to_come(text: str, begin: int) -> bool:
    """Whether what follows a date in its sentence is still to be done: 24日に首都入りし、25日に首相と会談する.

    The first predicate with a tense decides for a date that a particle binds to it; behind a comma nothing may be told
    as done.
    """
    stop = _stop(text, begin)
    plan = _TO_DO.search(text, begin, stop)
    if plan is None:
        return False
    done = _DONE.search(text, begin, stop)
    if done is None:
        return True
    return _bound(text, begin) and plan.start() < done.start()


def tense(text: str, begin: int) -> Tense:
    """Return how a sentence speaks of what stands with a date that ends at ``begin``; nothing where it may be either.

    5月に訪米した首相は, 5月、訪米した, 5月の会談で合意した are done; 5月に開かれる会議について協議した is to come.
    """
    tail = _RANGE_END.match(text, begin)
    begin = tail.end() if tail is not None else begin
    stop = _stop(text, begin)
    if text.startswith("の", begin) and not _OCCASION.match(text, begin, stop):
        return "to come" if _TOWARDS.match(text, begin, stop) else ""
    if WAS_TO_BE.search(text, begin, stop):
        return ""
    plan, done = _TO_DO.search(text, begin, stop), _DONE.search(text, begin, stop)
    done = done or _TOLD.search(text, begin, stop)
    if plan is None and done is None:
        return ""
    if not _bound(text, begin):
        return "" if plan and done else "done" if done else "to come"
    comma = text.find("、", begin, stop)
    near = _YET.search(text, begin, comma if comma >= 0 else stop)
    if near is not None and (done is None or near.start() < done.start()):
        return "to come"
    if plan is None or (done is not None and done.start() < plan.start()):
        return "done"
    return "to come" if done is None or comma < 0 or plan.start() < comma else ""


def sets_day(text: str, begin: int) -> bool:
    """Whether a sentence tells what was done on the date that ends at ``begin``, be it of what else was done then.

    24日に会談した, 24日に開かれた会談で合意した; not 24日に署名した協定を, 24日に会談して以来.
    """
    stop = _stop(text, begin)
    done = _DONE.search(text, begin, stop)
    if _ASIDE.search(text, begin, stop) or tense(text, begin) == "to come":
        return False
    if text.startswith("の", begin) or not _bound(text, begin):
        # 18日、協議を続けることで合意した
        return tense(text, begin) == "done" or (done is not None and not text.startswith("の", begin))
    if tense(text, begin) != "done":
        return False
    return done is None or _NOUN.match(text, done.end()) is None or _ON_WHICH.match(text, done.end(), stop) is not None


def _bound(text: str, begin: int) -> bool:
    return text.startswith(_BOUND, begin) and not text.startswith("には", begin)
