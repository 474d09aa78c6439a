"""The command line: each command calls a function of a module and decides what goes to which stream.

Data go to standard output, everything else to standard error. Modules that take time to import are imported inside the
command that needs them.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, cast

import click

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.building import Analyser, Progress
    from kg.model.decision import Answer
    from kg.report import RunReport

_ASKED = ("table", "csv", "tsv", "json", "xml", "ttl")

graph_option = click.option(
    "-C",
    "--graph",
    "graph",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="The build to work on; a graph file (.ttl, .nt, .nq, .trig) will do.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")


class Commands(click.Group):
    """The commands in the order of their work; our errors end a command with a message."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click has it)
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            _say(f"Error: {error}".split("\n"))
            ctx.exit(error.exit_code)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who read the output has left: click ends quietly
                raise
            _say([f"Error: {': '.join(filter(None, (_name(error.filename), error.strerror or str(error))))}"])
            ctx.exit(1)


def main() -> None:
    """Run the command line. Output is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="kg")


def _command(name: str, *examples: str) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command whose help ends with examples."""
    return cli.command(name, epilog="\b\nExamples:\n" + "\n".join(f"  {example}" for example in examples))


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted:
        from kg.versions import versions

        click.echo("\n".join(f"{name} {value}" for name, value in versions().items()))
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show versions."
)
def cli() -> None:
    """Japanese diplomatic news in, a knowledge graph that can be trusted out.

    Exit codes: 0 done, 1 something failed or does not conform, 2 wrong usage, 3 no such input.
    """


@_command(
    "build",
    "kg build",
    "kg build news/ extra.jsonl -o build",
    "kg build --add today/",
    "cat articles.jsonl | kg build -",
    "kg build archive/ --workers 8",
    "kg build 2024/ -o shards/2024 --shard && kg build shards/* -o build",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--add", is_flag=True, help="Add the articles at PATH to those of the build, instead of replacing them.")
@click.option(
    "-o",
    "--output",
    "-C",
    "--graph",
    "out",
    type=click.Path(path_type=Path),
    default=Path("build"),
    show_default=True,
    metavar="DIR",
    help="The build to make or to renew.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that work at the same time, on this machine.",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Analyse articles on the Dask cluster with this scheduler (tcp://…)."
)
@click.option("--shard", is_flag=True, help="Only analyse: DIR becomes a shard, a PATH of builds that join many.")
@quiet_option
@click.pass_context
def build(
    ctx: click.Context,
    paths: tuple[str, ...],
    add: bool,
    out: Path,
    workers: int,
    cluster: str | None,
    shard: bool,
    quiet: bool,
) -> None:
    """Make a build of articles: files, folders, or - for JSON lines on standard input.

    Reads .txt, .md, .html, .jsonl and .jsonl.gz; without PATH the folder sources. The articles at PATH are then all
    that the build has: what was deleted or edited takes along what rested on it. With --add those that the build has
    stay, and the ones at PATH join them or replace what was read at the same paths before; any order and any split give
    the same bytes. Only changed articles are analysed again. What kg retract took away stays away.

    Any number of workers gives the same bytes, here or on a cluster (pip install 'gaiko-kg[dask]'; each of its workers
    needs the same version of kg). An article at which a worker ends or takes minutes is tried once more and then listed
    as failed. Shards (--shard) may be made on machines that share nothing but the version of kg; a build of them
    analyses nothing again, and gives the same graph.
    """
    from kg.building import build as make_build
    from kg.pipeline import load_tools
    from kg.sharding import write_shard

    if add and not paths:
        raise click.UsageError("Name the articles to add.")
    if add and shard:
        raise click.UsageError("A shard is made at once.")
    if cluster and workers > 1:
        raise click.UsageError("Name workers or a cluster, not both.")
    early = not out.exists()  # nothing is known of any article then
    with _progress(quiet) as progress, _analyser(workers, cluster, early=early) as analyser:
        tools = load_tools()
        if shard:
            made = write_shard(paths or ("sources",), out, tools, analyser=analyser, progress=progress)
            _say([*made.failures(), *([] if quiet else [made.summary()])])
            ctx.exit(1 if made.failed else 0)
        places = paths or ("sources",)
        report = make_build(places, out, tools, add=add, progress=progress, analyser=analyser, workers=workers)
    _tell(ctx, report, quiet)


@_command(
    "retract",
    "kg retract panmunjom-20180427",
    "kg retract news/withdrawn.txt -C build",
    "kg retract --restore panmunjom-20180427",
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--restore", "back", is_flag=True, help="Bring articles back that were retracted.")
@graph_option
@quiet_option
@click.pass_context
def retract(ctx: click.Context, articles: tuple[str, ...], back: bool, graph: Path, quiet: bool) -> None:
    """Take articles out of a build, and all that rests on them.

    ARTICLE is an id, or a path that the build was made of. What remains is what a build without the article gives. The
    build remembers: an article stays away, whatever its text, in later builds of the folder too, until it is restored.
    """
    from kg.building import restore as bring_back
    from kg.building import retract as take_out
    from kg.pipeline import load_tools

    with _progress(quiet) as progress:
        report = (bring_back if back else take_out)(articles, graph, load_tools(), progress=progress)
    _tell(ctx, report, quiet)


@_command(
    "query",
    "kg query --list",
    "kg query meetings --param person=ラブロフ",
    "kg query meetings.rq --format csv > meetings.csv",
    "kg query 'SELECT ?p WHERE { ?p a gaiko:Person }'",
)
@click.argument("question", required=False, metavar="NAME|FILE.rq|SPARQL")
@click.option("--list", "listed", is_flag=True, help="Show the named queries and their parameters.")
@click.option("--param", "params", multiple=True, metavar="KEY=VALUE", help="A value for a parameter of the query.")
@click.option("--format", "kind", type=click.Choice(_ASKED), default="table", show_default=True, help="How to answer.")
@graph_option
@quiet_option
def query(question: str | None, listed: bool, params: tuple[str, ...], kind: str, graph: Path, quiet: bool) -> None:
    """Ask the graph: a named query, a file, or SPARQL itself."""
    from kg.query.named import list_queries
    from kg.query.run import run_query
    from kg.query.write import write_result

    if listed:
        for named in list_queries():
            click.echo(f"{named.name:12} {named.en}")
            for param in named.params:
                click.echo(f"{'':12}   --param {param.name}=  {param.about}")
        return
    if question is None:
        raise click.UsageError("Name a query, a .rq file or SPARQL; kg query --list shows the named ones.")
    result = run_query(_place(graph), question, _pairs(params))
    click.echo(write_result(result, kind, width=_terminal_width()), nl=False)
    if not quiet:
        _say([*result.notes, *([] if result.rows else ["no rows"])])


@_command(
    "ask",
    "kg ask 'プーチン大統領は2025年に誰と会談したか'",
    "kg ask 'Who visited North Korea since 2023?'",
    "kg ask '2025年7月に何があったか' --format json",
)
@click.argument("question", nargs=-1, required=True, metavar="QUESTION")
@click.option(
    "--format", "kind", type=click.Choice(("table", "json")), default="table", show_default=True, help="How to answer."
)
@click.option(
    "--quotes", type=click.IntRange(min=0), default=5, show_default=True, help="Sentences that a table shows."
)
@click.option("--sparql", is_flag=True, help="Show the SPARQL that was asked below the table.")
@graph_option
@click.pass_context
def ask(ctx: click.Context, question: tuple[str, ...], kind: str, quotes: int, sparql: bool, graph: Path) -> None:
    """Ask the graph in words, Japanese or English.

    Answers with rows, the sentences behind them and how the question was understood. What the graph does not tell is
    never called untrue: there is no report of it. A question that cannot be read ends with 1 and the nearest that can.
    """
    import datetime as dt

    from kg.ask.run import answer
    from kg.ask.write import as_json, as_text

    found = answer(_place(graph), " ".join(question), today=dt.date.today())
    if kind == "json":
        click.echo(as_json(found))
    else:
        _say(found.notes if found.understood else [])
        click.echo(as_text(found, quotes=quotes, sparql=sparql, width=_terminal_width()), nl=False)
    ctx.exit(0 if found.understood else 1)


@_command(
    "export",
    "kg export --list",
    "kg export graphml -o network.graphml",
    "kg export csv > facts.csv",
    "kg export ttl --profile lite -o lite.ttl",
    "kg export svg --language en -o ties.svg",
    "kg export html --like yesterday.html -o today.html",
)
@click.argument("name", required=False, metavar="FORMAT")
@click.option("--list", "listed", is_flag=True, help="Show the formats.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default="-",
    metavar="FILE",
    help="Where to write; by default to standard output.",
)
@click.option(
    "--profile",
    type=click.Choice(["full", "lite"]),
    default="full",
    show_default=True,
    help="lite: facts and articles only, without claims and the sentences they rest on.",
)
@click.option(
    "--language",
    type=click.Choice(["ja", "en"]),
    default="ja",
    show_default=True,
    help="The language of pages, figures and the labels of networks; pages can be switched.",
)
@click.option(
    "--like",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="PAGE",
    help="For html: an earlier network page; what it shows stays where it is.",
)
@graph_option
@quiet_option
def export(
    name: str | None,
    listed: bool,
    output: Path,
    profile: str,
    language: Literal["ja", "en"],
    like: Path | None,
    graph: Path,
    quiet: bool,
) -> None:
    """Write the graph, its network or its facts in another format."""
    from kg.export.formats import FORMATS
    from kg.export.lite import lite
    from kg.export.source import Source
    from kg.query.run import open_store

    if listed:
        for each in FORMATS.values():
            click.echo(f"{each.name:16} {each.description}")
        return
    if name not in FORMATS:
        raise click.UsageError(f"Name a format: {', '.join(FORMATS)}.")
    place = _place(graph)
    source = Source(open_store(place), place if place.is_dir() else None, language, like)
    if profile == "lite":
        source = lite(source)
    with _output(output) as file:
        FORMATS[name].write(source, file)
    if str(output) != "-" and not quiet:
        _say([f"wrote {output}"])


@_command(
    "serve",
    "kg serve",
    "kg serve -C build --port 9000",
    "kg serve --cors https://notebook.example --timeout 10",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 takes a free one."
)
@click.option("--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds for a query.")
@click.option("--memory", type=click.IntRange(min=64), default=2000, show_default=True, help="Megabytes for a query.")
@click.option("--max-rows", type=click.IntRange(min=1), default=200_000, show_default=True, help="Rows of an answer.")
@click.option("--max-megabytes", type=click.IntRange(min=1), default=64, show_default=True, help="Size of an answer.")
@click.option("--workers", type=click.IntRange(min=1), help="Queries answered at a time.  [default: one a core]")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Let pages of this origin read the graph; repeatable.")
@graph_option
@quiet_option
def serve(
    host: str,
    port: int,
    timeout: float,
    memory: int,
    max_rows: int,
    max_megabytes: int,
    workers: int | None,
    cors: tuple[str, ...],
    graph: Path,
    quiet: bool,
) -> None:
    """Serve a build on this machine: pages, search, a workbench and a SPARQL endpoint, read-only.

    Stop it with Ctrl+C. A build that takes the place of the served one is taken over as it comes.
    """
    from kg.serve.pool import Limits
    from kg.serve.run import run

    limits = Limits(timeout, max_rows, max_megabytes, memory, **({"workers": workers} if workers else {}))
    run(_place(graph), limits, host, port, cors, quiet=quiet)


@_command(
    "push",
    "kg push http://localhost:7878/store",
    "kg push http://localhost:7878/store --name https://news.example/graph --add",
    "KG_PUSH_PASSWORD=… kg push http://localhost:8890/sparql-graph-crud-auth --name https://news.example/graph --user dba",
)
@click.argument("url")
@click.option("--name", metavar="IRI", help="The named graph on the server.  [default: its default graph]")
@click.option("--add", is_flag=True, help="Add to what the graph there holds, instead of replacing it.")
@click.option(
    "--chunk",
    type=click.IntRange(min=0),
    default=50_000,
    show_default=True,
    help="Triples in one request; 0 sends all in one.",
)
@click.option("--user", envvar="KG_PUSH_USER", help="A name, where the server asks; its password is KG_PUSH_PASSWORD.")
@graph_option
@quiet_option
def push(url: str, name: str | None, add: bool, chunk: int, user: str | None, graph: Path, quiet: bool) -> None:
    """Send the graph to a server that speaks the SPARQL 1.1 Graph Store protocol.

    URL is the address of its graph store (Oxigraph: /store, Fuseki: /DATASET/data, Virtuoso: /sparql-graph-crud-auth,
    GraphDB: /repositories/NAME/rdf-graphs/service). Secrets are read from the environment alone: KG_PUSH_PASSWORD for
    Basic and Digest, KG_PUSH_TOKEN for a bearer token. No redirect is followed.
    """
    from kg.push import Target, push
    from kg.query.run import open_store

    env = os.environ
    target = Target(url, name, user, env.get("KG_PUSH_PASSWORD", ""), env.get("KG_PUSH_TOKEN"))
    with _progress(quiet) as progress:
        store = open_store(_place(graph))
        whole = len(store)
        sent = push(store, target, replace=not add, chunk=chunk, progress=lambda n: progress("push", n, whole))
    _say([] if quiet else [f"sent {sent} triples to {url}"])


@_command("validate", "kg validate", "kg validate -C build --sources news/", "kg validate graph.ttl")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[FILE.ttl]")
@click.option(
    "--sources", multiple=True, metavar="PATH", help="Where the articles are; by default where the build read them."
)
@click.option("--pyshacl", "pyshacl_judges", is_flag=True, help="Have pySHACL judge the shapes: the same, but slower.")
@graph_option
@quiet_option
@click.pass_context
def validate(
    ctx: click.Context, file: Path | None, sources: tuple[str, ...], pyshacl_judges: bool, graph: Path, quiet: bool
) -> None:
    """Check a graph: the shapes, and every quote against the text of its article."""
    from kg.check import check

    checked = check(_place(file or graph), sources, pyshacl_judges=pyshacl_judges)
    for violation in checked.violations:
        click.echo("\t".join(violation))
    if not quiet:
        _say(checked.summary())
    ctx.exit(1 if checked.violations else 0)


@_command(
    "explain", "kg explain news/article.txt", "kg explain panmunjom-20180427", "kg explain event:63a1831d12ade1c8"
)
@click.argument("subject", metavar="ARTICLE|IRI")
@graph_option
def explain(subject: str, graph: Path) -> None:
    """Show which rule said what.

    Of an article (a file, or the id of one in the build) every sentence with what was found in it; of a thing
    (event:..., tenure:..., a full IRI) every claim about it with its evidence.
    """
    from kg.errors import NoInputError
    from kg.explain import explain_article, explain_thing
    from kg.pipeline import load_tools
    from kg.query.run import open_store
    from kg.subject import find_articles, thing_iri

    if iri := thing_iri(subject):
        lines = list(explain_thing(open_store(_place(graph)), iri))
        if not lines:
            raise NoInputError(f"{subject}: the graph says nothing of it")
        _show(lines)
        return
    articles, tools = find_articles(subject, graph), load_tools()
    for article in articles:
        _show(explain_article(article, tools))


@_command(
    "review",
    "kg review",
    "kg review --list",
    "kg review --same a1#meeting-0c1d2e3f a2#meeting-4b5a6978",
    "kg review --different person:x-1f2e person:x-3d4c",
)
@click.option("--list", "listed", is_flag=True, help="Show the unsure pairs and ask nothing.")
@click.option("--same", nargs=2, metavar="A B", help="Record that two names mean one thing.")
@click.option("--different", nargs=2, metavar="A B", help="Record that two names mean two things.")
@click.option("--skip", nargs=2, metavar="A B", help="Take a pair off the list without a verdict.")
@graph_option
@quiet_option
def review(
    listed: bool,
    same: tuple[str, str] | None,
    different: tuple[str, str] | None,
    skip: tuple[str, str] | None,
    graph: Path,
    quiet: bool,
) -> None:
    """Judge pairs of which the machine is unsure whether they are one event, document or entity.

    Verdicts stand beside the build (NAME.decisions.jsonl) and bind every later build; delete a line to take one back.
    """
    from kg.review import dialogue, lines_of, load, record

    given: list[tuple[tuple[str, str], Answer]] = []
    for pair, answer in ((same, "same"), (different, "different"), (skip, "skip")):
        if pair:
            given.append((pair, cast("Answer", answer)))
    if len(given) > 1 or (given and listed):
        raise click.UsageError("Name one of --list, --same, --different and --skip.")
    if given:
        [((one, other), answer)] = given
        path = record(graph, one, other, answer)
        _say([] if quiet else [f"{path}: {answer}; kg build applies it"])
        return
    if listed or not (sys.stdin and sys.stdin.isatty()):
        todo = load(graph)[1].open
        for number, item in enumerate(todo, start=1):
            _show(lines_of(item, number, len(todo)))
        _say([] if quiet or todo else ["nothing is unsure"])
        return
    answered = dialogue(graph, lambda question: str(click.prompt(question)), lambda lines: _show(lines.split("\n")))
    _say([] if quiet else [f"{answered} answered; kg build applies them"])


@_command(
    "diff",
    "kg diff build.before build",
    "kg diff old.ttl new.ttl --format patch > change.rdfp",
)
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(("words", "patch", "nt")),
    default="words",
    show_default=True,
    help="In words; as RDF Patch, which makes NEW of OLD; or as N-Triples behind - and +.",
)
@click.option("--lang", type=click.Choice(("ja", "en")), default="ja", show_default=True, help="Language of the words.")
@click.option("--exit-code", is_flag=True, help="End with 1 where the two differ.")
@click.pass_context
def diff(ctx: click.Context, old: Path, new: Path, kind: str, lang: str, exit_code: bool) -> None:
    """Tell what changed between two graphs: what was added, removed, and is told otherwise.

    OLD and NEW are builds or graph files (.ttl, .nt, .nq, .trig); named graphs are taken as one with the rest.
    Ends with 0 whether they differ or not, unless --exit-code asks for 1.
    """
    from kg.diff import diff as compare
    from kg.diff import marked_ntriples, rdf_patch, words

    difference = compare(_place(old), _place(new))
    if kind == "words":
        _show(words(difference, "en" if lang == "en" else "ja"))
    else:
        for line in (rdf_patch if kind == "patch" else marked_ntriples)(difference):
            click.echo(line, nl=False)
    ctx.exit(1 if exit_code and difference else 0)


@_command("eval", "kg eval gold/", "kg eval gold/ --texts articles/ --detail", "kg eval gold/ --json > scores.json")
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option("--texts", multiple=True, type=click.Path(path_type=Path), metavar="DIR", help="Where text files are.")
@click.option("--detail", is_flag=True, help="List what is missed, spurious or wrong.")
@click.option("--json", "as_json", is_flag=True, help="Scores as JSON.")
@quiet_option
@click.pass_context
def evaluate(
    ctx: click.Context, gold_dir: Path, texts: tuple[Path, ...], detail: bool, as_json: bool, quiet: bool
) -> None:
    """Score the facts that are found in gold articles, kind by kind and slot by slot."""
    from kg.evaluate import difference_lines, score_lines
    from kg.evaluate import evaluate as run_evaluation
    from kg.pipeline import load_tools

    result = run_evaluation(gold_dir, load_tools(), texts)
    if detail:
        _show(difference_lines(result.differences))
    click.echo(
        json.dumps(result.scores, ensure_ascii=False, indent=1) if as_json else "\n".join(score_lines(result.scores))
    )
    _say(result.failed)
    ctx.exit(1 if result.failed else 0)


def _tell(ctx: click.Context, report: RunReport, quiet: bool) -> None:
    """Say how a build went, and end with its exit code."""
    _say(report.failures() + ([] if quiet else report.summary()))
    ctx.exit(report.exit_code)


def _analyser(workers: int, cluster: str | None, *, early: bool) -> contextlib.AbstractContextManager[Analyser | None]:
    """Choose who analyses articles: this process alone, several, or a cluster."""
    if cluster:
        from kg.cache import fingerprint_of
        from kg.cluster import cluster as on_cluster
        from kg.pipeline import load_tools

        return on_cluster(cluster, fingerprint_of(load_tools()))
    if workers > 1:
        from kg.workers import processes

        return processes(workers, early=early)
    return contextlib.nullcontext()


def _place(graph: Path) -> Path:
    """Return the folder of a build, or a graph file as it is."""
    from kg.folder import locate

    return graph if graph.is_file() else locate(graph)


def _pairs(params: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise click.UsageError(f"--param {param}: write KEY=VALUE.")
        pairs[key.strip()] = value
    return pairs


@contextlib.contextmanager
def _output(path: Path) -> Iterator[BinaryIO]:
    """Open a file to write into, - for standard output; a file that was there stays as it was until all is written."""
    if str(path) == "-":
        with click.open_file("-", "wb") as file:
            yield cast(BinaryIO, file)
        return
    place = path.resolve()
    draft = place.with_name(f".{place.name}.{os.getpid()}.next")
    try:
        if place.exists() and not place.is_file():  # a pipe or a device is written to, not replaced
            with place.open("wb") as device:
                yield device
            return
        with draft.open("wb") as fresh:
            yield fresh
        draft.replace(place)
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise KgError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _name(path: object) -> str:
    return os.fsdecode(path) if isinstance(path, str | bytes) else ""


def _say(lines: Iterable[str]) -> None:
    _show(lines, err=True)


def _show(lines: Iterable[str], *, err: bool = False) -> None:
    """Write lines for people: no name of a file and no word of an article moves the cursor of a terminal."""
    from kg.query.write import visible

    for line in lines:
        click.echo(visible(line), err=err)


def _terminal_width() -> int | None:
    """Return how wide a table may be: the terminal, or anything where the output goes to a file."""
    return shutil.get_terminal_size().columns if sys.stdout and sys.stdout.isatty() else None


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator[Progress]:
    """Give a progress display on standard error, where somebody is there to see it."""
    from kg.building import silent

    if quiet or not (sys.stderr and sys.stderr.isatty()):
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress as Display
    from rich.progress import TaskID

    tasks: dict[str, TaskID] = {}
    with Display(console=Console(stderr=True), transient=True) as display:

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = display.add_task(stage, total=total)
            display.update(tasks[stage], completed=done, total=total)

        yield show
