"""What a build costs as archives grow: time and processor time of each stage, memory, disk, and what it finds.

    python -m benchmarks.scale [--sizes 1000,4000,16000,64000,200000] [--workers 2] [--folder /big/disk]
    python -m benchmarks.scale --estimate 100000000

Each size is a made-up archive (``archive.py``), built from nothing in a process of its own. Memory is what all
processes of the build have resident together, looked at twice a second (where Linux tells it, what they share is
counted once); scratch is what their unnamed files take on disk. Results go to ``results/scale.json`` after each size,
one row for each size and number of workers; a run replaces the rows that it measures anew.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks.archive import write
from benchmarks.truth import found_meetings, score, true_meetings

RESULTS: Final = Path(__file__).parent / "results" / "scale.json"
SIZES: Final = (1_000, 4_000, 16_000, 64_000, 200_000)
STAGES: Final = ("read", "analyse", "fuse", "graph", "check", "write", "network")
#: The file in which a build that is measured says how far it is.
_STAGE: Final = "stage"
#: Seconds between two looks at the memory.
_TICK: Final = 0.5


def measure(size: int, workers: int, folder: Path, seed: int) -> dict[str, Any]:
    """Make an archive of so many articles, build it, and return what that took."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        began = time.perf_counter()
        write(size, place / "archive.jsonl", place / "truth.jsonl", seed)
        written = time.perf_counter() - began
        row = _build(place, workers)
        build = place / "build"
        row |= {
            "articles": size,
            "workers": workers,
            "archive": {"seconds": round(written, 1), "bytes": _size(place / "archive.jsonl")},
            "bytes": {path.name: _size(path) for path in sorted(build.iterdir())}
            | {path.name: _size(path) for path in sorted(place.glob("build.*"))},
        }
        true = true_meetings(map(json.loads, (place / "truth.jsonl").open(encoding="utf-8")))
        began = time.perf_counter()
        found = score(found_meetings(build), true)
        row["meetings"] = {
            "true": found.true,
            "found": found.found,
            "precision": round(found.precision, 4),
            "recall": round(found.recall, 4),
            "seconds to ask for them": round(time.perf_counter() - began, 1),
        }
        return row


def _build(place: Path, workers: int) -> dict[str, Any]:
    """Build in a process of its own, and watch it."""
    command = [sys.executable, "-m", "benchmarks.scale", "--one", str(place), "--workers", str(workers)]
    memory: Counter[str] = Counter()
    scratch = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            now, unnamed = _taken(process.pid)
            stage = (place / _STAGE).read_text("utf-8") if (place / _STAGE).exists() else STAGES[0]
            memory[stage], scratch = max(memory[stage], now), max(scratch, unnamed)
            time.sleep(_TICK)
        assert process.stdout is not None
        said = process.stdout.read()
    if process.returncode:
        raise SystemExit(f"the build of {place} failed with {process.returncode}")
    row: dict[str, Any] = json.loads(said)
    for stage, costs in row["stages"].items():
        costs["memory"] = memory[stage]
    return row | {"peak memory": max(memory.values()), "peak scratch": scratch}


def _taken(pid: int) -> tuple[int, int]:
    """Return the bytes that a process and all below it have resident, and on disk in files without a name."""
    memory, files = 0, {}
    with suppress(psutil.Error):
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            with suppress(psutil.Error, OSError):
                memory += _resident(process)
                for entry in os.scandir(f"/proc/{process.pid}/fd"):
                    status = entry.stat()
                    if not status.st_nlink:
                        files[status.st_dev, status.st_ino] = status.st_blocks * 512
    return memory, sum(files.values())


def _resident(process: psutil.Process) -> int:
    """Return the bytes that a process has resident; of what it shares with others its part."""
    with suppress(OSError):
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    size: int = process.memory_info().rss
    return size


def one(place: Path, workers: int) -> None:
    """Build the archive in a folder and print the costs of each stage as JSON."""
    from kg.building import build
    from kg.pipeline import load_tools
    from kg.workers import processes

    begun: list[tuple[str, float, float]] = []

    def noting(stage: str, _done: int, _total: int | None) -> None:
        if not begun or begun[-1][0] != stage:
            begun.append((stage, time.perf_counter(), _processor_time()))
            (place / _STAGE).write_text(stage, "utf-8")

    began = time.perf_counter()
    with processes(workers, early=True) if workers > 1 else nullcontext() as analyser:
        tools = load_tools()
        report = build(
            [place / "archive.jsonl"], place / "build", tools, progress=noting, analyser=analyser, workers=workers
        )
        begun.append(("", time.perf_counter(), _processor_time()))
    stages = {
        stage: {"seconds": round(until - since, 2), "processor": round(used - before, 2)}
        for (stage, since, before), (_, until, used) in pairwise(begun)
    }
    found = {
        "seconds": round(time.perf_counter() - began, 2),
        "processor": round(begun[-1][2], 2),
        "stages": stages,
        "characters": report.read["characters"],
        "failed": len(report.failed),
        "left out": len(report.left_out),
        "graph": report.graph,
    }
    print(json.dumps(found))


def _processor_time() -> float:
    """Return the seconds of processor time of this process and of all that it started."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() + ended.ru_utime + ended.ru_stime
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            times = process.cpu_times()
            used += times.user + times.system
    return used


def _size(path: Path) -> int:
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file()) if path.is_dir() else path.stat().st_size


def table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield lines of Markdown: one for each size and number of workers."""
    heads = (
        "articles",
        "workers",
        "seconds",
        f"processor, ms an article: {' · '.join(STAGES)}",
        "all",
        f"memory, MB: {' · '.join(STAGES)}",
        "scratch",
        "build",
        "triples",
        "meetings: precision / recall",
    )
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        each = [row["stages"].get(stage, {}).get("processor", 0) * 1000 / row["articles"] for stage in STAGES]
        yield (
            f"| {row['articles']:,} | {row['workers']} | {row['seconds']:,.0f} | "
            + " · ".join(f"{ms:.2f}" for ms in each)
            + f" | {sum(each):.1f} | "
            + " · ".join(f"{row['stages'].get(stage, {}).get('memory', 0) / 1e6:,.0f}" for stage in STAGES)
            + f" | {row['peak scratch'] / 1e6:,.0f} MB"
            f" | {sum(row['bytes'].values()) / 1e6:,.0f} MB | {row['graph']['triples']:,}"
            f" | {row['meetings']['precision']:.3f} / {row['meetings']['recall']:.3f} |"
        )


def estimate(rows: Sequence[Mapping[str, Any]], articles: int) -> Iterator[str]:
    """Yield lines of Markdown: what so many articles would cost if each costs what it does in the largest of the rows.

    Memory grows as it does from the smallest to the largest.
    """
    least, *_, row = sorted(rows, key=lambda one: one["articles"])
    times = articles / row["articles"]
    yield f"From the {row['articles']:,} articles measured to {articles:,} (times {times:,.0f}), each at the same cost:"
    yield ""
    yield "| stage | ms an article | hours of one core |"
    yield "|---|---|---|"
    for stage in STAGES:
        seconds = row["stages"].get(stage, {}).get("processor", 0)
        yield f"| {stage} | {seconds * 1000 / row['articles']:.2f} | {seconds * times / 3600:,.0f} |"
    yield ""
    yield "| what | an article | all |"
    yield "|---|---|---|"
    yield f"| triples | {row['graph']['triples'] / row['articles']:,.0f} | {row['graph']['triples'] * times / 1e9:,.1f} billion |"
    for name, size in row["bytes"].items():
        yield f"| {name} | {size / row['articles'] / 1e3:,.1f} kB | {size * times / 1e12:,.2f} TB |"
    yield f"| scratch | {row['peak scratch'] / row['articles'] / 1e3:,.1f} kB | {row['peak scratch'] * times / 1e12:,.2f} TB |"
    memory = (row["peak memory"] - least["peak memory"]) / (row["articles"] - least["articles"])
    yield f"| memory | {memory / 1e3:,.1f} kB | {(row['peak memory'] + memory * (articles - row['articles'])) / 1e12:,.2f} TB |"


def main() -> None:
    """Measure, print and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()), help="where there is room")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument(
        "--estimate", type=int, metavar="N", help="measure nothing: what N articles would cost, by two rows at least"
    )
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(args.one, args.workers)
        return
    if args.estimate:
        rows = json.loads(args.results.read_text("utf-8"))["rows"]
        print("\n".join(estimate([row for row in rows if row["workers"] == args.workers], args.estimate)))
        return
    for size in map(int, args.sizes.split(",")):
        row = measure(size, args.workers, args.folder, args.seed)
        known = json.loads(args.results.read_text("utf-8"))["rows"] if args.results.is_file() else []
        rows = [r for r in known if (r["articles"], r["workers"]) != (size, args.workers)]
        rows = sorted([*rows, row], key=lambda r: (r["workers"], r["articles"]))
        machine = (
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        )
        args.results.parent.mkdir(exist_ok=True)
        args.results.write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", "utf-8")
        print("\n".join(table([row])), flush=True)
    print("\n".join(["", *table(json.loads(args.results.read_text("utf-8"))["rows"])]))
    free = shutil.disk_usage(args.folder).free
    print(f"\n{free / 1e9:.0f} GB are free in {args.folder}")


if __name__ == "__main__":
    main()
