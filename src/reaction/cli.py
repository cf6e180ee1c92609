"""The `reaction` command."""

from __future__ import annotations

import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import reaction as rx
from reaction.errors import ReactionError, ReactionWarning
from reaction.parallel import start_ahead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reaction.report import Report

__all__ = ["app", "main"]

app = typer.Typer(
    help="How people reacted to a story: from exported posts to a report with figures.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Inputs = Annotated[list[str], typer.Argument(help="Export files, folders or globs.", show_default=False)]
Folder = Annotated[Path, typer.Option("-o", "--output", help="Folder to write into.")]
Format = Annotated[
    str | None, typer.Option("--format", help="Read every file as this format instead of looking at it.")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(rx.__version__)
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command("demo")
def _demo_command(output: Folder = Path("reaction-demo")) -> None:
    """Write the report of the invented sample story: Microsoft's contract with ICE, 2018."""
    started = time.perf_counter()
    sample = rx.samples.path("microsoft-ice")
    report = _report([str(sample)], sample / "story.toml", output)
    _show(report, seconds=time.perf_counter() - started)


@app.command("report")
def _report_command(
    files: Inputs,
    story: Annotated[Path, typer.Option(help="The story, as TOML.", show_default=False)],
    output: Folder = Path("reaction-report"),
    *,
    format: Format = None,  # noqa: A002 - the option's name
    depth: Annotated[
        int, typer.Option(min=0, help="Steps over replies, quotes and reposts from matching posts.")
    ] = 1,
    assume_lang: Annotated[
        str | None, typer.Option(help="Language of posts that name none, such as en.")
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option(help="Handle to print as it is instead of a pseudonym; repeatable.")
    ] = None,
    lexicon: Annotated[
        list[Path] | None, typer.Option(help="List of entities of your own, CSV or TOML; repeatable.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes that read texts; 0 for one per core.")] = 1,
) -> None:
    """Write the report of a story from exported posts."""
    started = time.perf_counter()
    written = _report(
        files,
        story,
        output,
        format=format,
        depth=depth,
        assume_lang=assume_lang,
        keep=tuple(keep or ()),
        lexicons=tuple(lexicon or ()),
        jobs=jobs,
    )
    _show(written, seconds=time.perf_counter() - started)


@app.command("load")
def _load_command(
    files: Inputs,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Parquet file to write.", show_default=False)
    ],
    *,
    format: Format = None,  # noqa: A002 - the option's name
    rejects: Annotated[Path | None, typer.Option(help="CSV file for what could not be read.")] = None,
    context: Annotated[bool, typer.Option(help="Keep posts that arrived only as references.")] = False,
    platform: Annotated[
        str | None, typer.Option(help="Platform of posts whose format does not say it.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes that read; 0 for one per core.")] = 1,
    restart: Annotated[
        bool, typer.Option(help="Begin anew instead of going on with an unfinished load.")
    ] = False,
    quiet: Annotated[bool, typer.Option(help="Show no progress.")] = False,
) -> None:
    """Read exported posts into one Parquet file, and account for every record.

    Files may be larger than memory. If the work is broken off, the same command goes on where it stopped.
    """
    if jobs != 1:
        start_ahead()
    try:
        report = rx.loaders.convert(
            files,
            output,
            format=format,
            context=context,
            platform=platform,
            jobs=jobs,
            rejects=rejects,
            restart=restart,
            progress=not quiet and sys.stderr.isatty(),
        )
    except KeyboardInterrupt:
        typer.echo(f"\nInterrupted. The same command goes on where it stopped ({output}.partial).", err=True)
        raise typer.Exit(130) from None
    typer.echo(str(report))
    kept = report.posts + (report.context if context else 0)
    typer.echo(f"\n{kept:,} posts in {output}")


@app.command("formats")
def _formats_command() -> None:
    """List the export formats that can be read."""
    typer.echo(rx.loaders.formats().to_string(index=False))


def _report(
    files: Sequence[str],
    story_file: Path,
    output: Path,
    *,
    format: str | None = None,  # noqa: A002 - as in the command
    depth: int = 1,
    assume_lang: str | None = None,
    keep: Sequence[str] = (),
    lexicons: Sequence[Path] = (),
    jobs: int = 1,
) -> Report:
    story = rx.Story.from_toml(story_file)
    loaded = rx.load(files, format=format, context=True)
    posts = story.select(loaded.posts, depth=depth)
    tagged = rx.tag(posts, story, assume_lang=assume_lang, lexicons=lexicons, jobs=jobs)
    return rx.write_report(tagged, story, output, loaded=loaded, keep=keep)


def _show(written: Report, *, seconds: float) -> None:
    typer.echo(f"{written.title}\n")
    for number, finding in enumerate(written.findings, start=1):
        typer.echo(f"{number}. {finding.question}\n   {finding.answer}")
    typer.echo("")
    for path in written.files:
        typer.echo(f"   {path}")
    typer.echo(f"\n{len(written.files)} files in {written.folder}, {seconds:.1f} s. Open {written.index}")


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    typer.echo(f"Warning: {message}", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command.

    Parameters
    ----------
    arguments
        Words after the command's name; those of the process by default.

    Raises
    ------
    SystemExit
        With 0 when done, 1 for an error that is explained, 2 for wrong usage.

    Examples
    --------
    >>> try:
    ...     main(["--version"])
    ... except SystemExit as end:
    ...     print("exit", end.code)
    0...
    exit 0
    """
    with warnings.catch_warnings():
        warnings.showwarning = _warn
        warnings.simplefilter("always", ReactionWarning)
        try:
            app(list(arguments) if arguments is not None else None)
        except (ReactionError, OSError) as error:
            typer.echo(f"Error: {error}", err=True)
            sys.exit(1)
