"""What lies on disk comes back as it was, in order, whatever fits into memory."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from kg.fuse import Fusion, fuse_with
from kg.fusion import cluster, told
from kg.fusion.decisions import DecisionLog
from kg.fusion.pairs import Pairs
from kg.model.decision import decision
from kg.shelf import Analysed, Kept, Lines, Objects, Shelf
from kg.sorting import Sorter
from tests.fusion.test_growth import later
from tests.stories import TinyFacts, wonsan_meeting

TEXTS = ["", "一", "a\tb", "題 \u2028 \U00020bb7", "x" * 3000]


def test_lines_and_objects_can_be_read_while_they_are_written(tmp_path: Path) -> None:
    lines, objects = Lines(tmp_path), Objects[tuple[str, int]](tmp_path)
    for number, text in enumerate(TEXTS):
        assert (lines.append(text), objects.append((text, number))) == (number, number)
        assert lines[number // 2] == TEXTS[number // 2]
        assert objects[number] == (text, number)
    assert [lines[n] for n in range(len(lines))] == TEXTS
    assert list(objects) == [(text, number) for number, text in enumerate(TEXTS)]
    for number in (-1, len(TEXTS)):
        with pytest.raises(IndexError):
            lines[number]
    lines.close()
    objects.close()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_comes_in_the_order_of_its_keys(tmp_path: Path) -> None:
    kept = Kept[str](tmp_path)
    for text in TEXTS:
        kept.add(text, f"of {text}")
        assert kept[0] == f"of {min(TEXTS[: len(kept)])}"
    assert list(kept) == kept[:] == [f"of {text}" for text in sorted(TEXTS)]


def test_a_shelf_gives_articles_by_id_in_whatever_order_they_came() -> None:
    shelf = Shelf()
    for key in "cab":
        shelf.put(Analysed(key, f"account of {key}", f"facts of {key}"))
    assert list(shelf.facts()) == ["facts of a", "facts of b", "facts of c"]
    assert shelf.account_line("b") == "account of b"
    assert list(shelf.accounts) == ["a", "b", "c"]
    assert "d" not in shelf


@pytest.mark.parametrize("limit", [1, 500, 1 << 20])
def test_lines_are_sorted_by_code_points_in_memory_and_on_disk(tmp_path: Path, limit: int) -> None:
    pick = random.Random(1)
    lines = ["".join(pick.choices("ab\t題\uff5e\U00020bb7", k=pick.randrange(6))) for _ in range(300)]
    sorter = Sorter(tmp_path, limit)
    for line in lines:
        sorter.add(line)
    assert list(sorter) == list(sorter) == sorted(lines)
    sorter.add("")
    assert list(sorter) == sorted([*lines, ""])


@pytest.mark.parametrize("lot", [1, 7, 64, 1 << 20])
def test_pairs_come_once_and_in_order(tmp_path: Path, lot: int) -> None:
    pick = random.Random(2)
    made = [tuple(sorted((pick.randrange(40), pick.randrange(2**31)))) for _ in range(400)]
    pairs = Pairs(tmp_path, lot)
    for begin in range(0, len(made), 30):
        pairs.add(made[begin : begin + 60])
    assert list(pairs) == sorted(set(made))
    shares = [list(pairs.share(number, 3)) for number in range(3)]
    assert list(itertools.chain(*shares)) == list(pairs) and min(map(len, shares)) > len(set(made)) / 5
    assert list(Pairs()) == list(Pairs().share(1, 2)) == []


def test_pairs_come_tile_by_tile(tmp_path: Path) -> None:
    pairs = Pairs(tmp_path, 100, tile=3)
    made = list(itertools.combinations(range(40), 2))
    pairs.add(made[::2])
    pairs.add(made)
    assert list(pairs) == sorted(made, key=lambda pair: (pair[0] // 8, pair[1] // 8, *pair))


def test_decisions_come_sorted_from_disk(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path)
    made = [
        decision("event", a, b, "same", "machine", (f"reason {n}",), {a: "語\n", b: '"'})
        for n, (a, b) in enumerate(itertools.permutations(["a#1", "a-2#1", "a\n", "日本"], 2))
    ]
    for one in made:
        log.add(one)
    assert list(log) == sorted(made)
    assert len(log) == len(made)


@pytest.mark.parametrize("workers", [1, 2])
def test_fusion_is_the_same_with_little_memory_and_by_two(monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    stories = [later(wonsan_meeting(f"{e}-{r}"), 14 * e) for e in range(30) for r in range(4)]
    accounts, articles = [story.account for story in stories], {story.id: story.article for story in stories}
    whole = fuse_with(accounts, articles, TinyFacts())
    with monkeypatch.context() as patch:
        patch.setattr(told.Reports.__init__, "__defaults__", (None, 1))
        patch.setattr(Fusion.__init__, "__defaults__", (None, workers))
        patch.setattr(cluster, "Pairs", lambda folder, tile: Pairs(folder, 50, tile))
        patch.setattr(Sorter.__init__, "__defaults__", (None, 200))
        assert fuse_with(accounts, articles, TinyFacts()) == whole
    assert len(whole.events) == 30
