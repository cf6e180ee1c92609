"""Tables of any tool, read by saying which column is which."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from reaction.errors import LoadError, MappingError, NoInputError, RejectedWarning
from reaction.loaders._files import resolve, why_no_data
from reaction.loaders._load import Loaded, posts_of, rejects_of
from reaction.loaders._mapping import scheme_of
from reaction.loaders._pipeline import Pipeline
from reaction.loaders._registry import Loader
from reaction.loaders._spool import MemorySpool
from reaction.loaders._table_files import Reading, TableReader, open_table
from reaction.loaders._table_rows import RowMaker
from reaction.loaders._table_times import AmbiguousDateError, TableTimes, zone_named
from reaction.loaders._tool_names import platform_named
from reaction.loaders._units import Unit, keep_unit
from reaction.loaders.report import Skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo
    from os import PathLike

    import pandas as pd

    from reaction.loaders._files import Source
    from reaction.loaders._read import FileRead
    from reaction.loaders._table_files import TableFile

__all__ = ["load_table", "read_table"]


def read_table(  # noqa: PLR0913  # each says one thing about the files that only the user knows
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    mapping: Mapping[str, Any] | None = None,
    preset: str | None = None,
    platform: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    tz: str | tzinfo | None = None,
    date_format: str | Sequence[str] | None = None,
    context: bool = False,
) -> pd.DataFrame:
    r"""Read tables of posts (CSV, TSV, Excel, Parquet) by saying which column is which.

    For every table that :func:`reaction.read_posts` has no loader for. Files may be compressed, lines before
    the header are passed over, copies of a post become one row, and references are resolved over all files.

    Parameters
    ----------
    paths
        A file, a folder (with its subfolders), a glob pattern, or several of these, all of the same kind.
    mapping
        For columns of the Posts table (:data:`reaction.schema.COLUMNS`) the file's column:
        ``{"post_id": "Tweet Id", "text": "Full Text", "author_handle": "User"}``. A list of columns gives the
        first that is not empty in a row. Instead of a column there may be a dict with ``column`` and more:
        ``separator`` between the values of ``urls``, ``hashtags``, ``mentions`` or ``media`` (by default they
        are told apart by what they look like); ``cut``, columns that may hold a part of the text only, taken
        where the others are empty, and marked in ``text_truncated``; ``time``, columns that hold the time of
        day where the date's has none. References (``reply_to_id``, ``repost_of_id``, ``quote_of_id``) may be
        ids or addresses of posts.
    preset
        The columns of a tool: ``"brandwatch"``, ``"meltwater"`` or ``"talkwalker"``. What `mapping` says
        goes first.
    platform
        The platform of all posts. By default a mapped column says it ("Twitter", "Facebook Public"), else the
        domain of the permalink, else it is ``"unknown"``.
    sheet
        The sheet of a spreadsheet, where several have the columns.
    encoding
        How text files are written, as ``"cp1252"``; by default UTF-8, or UTF-16 with a byte-order mark.
    delimiter
        What stands between cells; by default it is found out.
    tz
        The time zone of times that state none, as ``"Europe/Berlin"``. By default they are taken as UTC, and
        ``created_at_quality`` says ``assumed_tz``.
    date_format
        How times are written, as for :meth:`datetime.datetime.strptime`; several are tried in order. Not needed
        where the year comes first or the month has a name, nor for seconds or milliseconds since 1970.
    context
        Also give posts that are marked as ``is_context`` by a mapped column.

    Returns
    -------
    Posts table, in order of file and row; ``source_line`` is the row of the spreadsheet or line of the file.

    Raises
    ------
    MappingError
        If neither `mapping` nor `preset` is given or they don't fit the table, several sheets fit, or dates give
        day and month as numbers (03/04/2018) and `date_format` does not say which is which.
    LoadError
        If a file that was named can't be read as a table.
    NoInputError
        If a path names nothing, or a folder holds no table.

    Warns
    -----
    RejectedWarning
        If rows were rejected or files left out; :func:`load_table` shows which and why.

    Notes
    -----
    Only an id is needed. Where ``post_id`` is not mapped, or empty, it is read from the permalink (``url``): the
    platform's own id where the address holds it, else the address itself. A row with neither is rejected
    ("no post id"), and so is an id that a spreadsheet has rounded (``1.0086E+18``, or any number of more than
    fifteen digits that a cell holds as a float), unless its permalink still has it ("damaged post id").

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "export.csv"
    >>> _ = file.write_text("Search: jack\n\nUrl;Text;Date\nhttps://x.com/jack/status/20;hi;2006-03-21 20:50:14")
    >>> posts = read_table(file, mapping={"url": "Url", "text": "Text", "created_at": "Date"}, tz="UTC")
    >>> posts[["platform", "post_id", "text", "created_at_quality"]].values.tolist()
    [['x', '20', 'hi', 'exact']]
    """
    loaded = load_table(
        paths,
        mapping=mapping,
        preset=preset,
        platform=platform,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        tz=tz,
        date_format=date_format,
        context=context,
    )
    if problems := loaded.report.problems():
        warnings.warn(
            problems.replace("reaction.load(", "reaction.load_table("), RejectedWarning, stacklevel=2
        )
    return loaded.posts


def load_table(  # noqa: PLR0913  # see read_table
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    mapping: Mapping[str, Any] | None = None,
    preset: str | None = None,
    platform: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    tz: str | tzinfo | None = None,
    date_format: str | Sequence[str] | None = None,
    context: bool = False,
) -> Loaded:
    r"""Read tables of posts by saying which column is which, and account for every row.

    As :func:`read_table`, but with the rejects and a report instead of a warning.

    Parameters
    ----------
    paths, mapping, preset, platform, sheet, encoding, delimiter, tz, date_format, context
        As in :func:`read_table`.

    Returns
    -------
    Posts, rejects and report. In the report, records = posts + context + duplicates + rejects, for each
    file and in total.

    Raises
    ------
    MappingError, LoadError, NoInputError
        As :func:`read_table`.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "export.tsv"
    >>> _ = file.write_text("Id\tText\n20\thi\n\tnobody knows which\n")
    >>> load_table(file, mapping={"post_id": "Id", "text": "Text"}).rejects[["line", "reason"]].values.tolist()
    [[3, 'no post id']]
    """
    scheme = scheme_of(mapping, preset)
    _check_text_options(encoding, delimiter)
    formats = (date_format,) if isinstance(date_format, str) else tuple(date_format or ())
    times = TableTimes(zone_named(tz), formats or scheme.date_formats, strict=bool(formats))
    tables, skipped = _open_all(resolve(paths), Reading(scheme, sheet, encoding, delimiter))
    spool = MemorySpool()
    pipeline = Pipeline([table.sniffed for table in tables], skipped, spool, context=context)
    for number, table in enumerate(tables):
        batches: list[pa.Table] = []
        maker = RowMaker(table.fields, times, platform_named(platform) if platform else None)
        read = _read(table, maker, batches)
        # The pipeline takes it up from here, as it does where a reading that was broken off goes on.
        keep_unit(Unit(number, number, 0), read, batches, spool, 1)
    pipeline.run()
    posts = posts_of(pa.concat_tables(pipeline.parts()))
    return Loaded(posts, rejects_of(pipeline), pipeline.report())


def _check_text_options(encoding: str | None, delimiter: str | None) -> None:
    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError as error:
            raise MappingError(f"There is no encoding {encoding!r} of text.") from error
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n'):
        raise MappingError(f"A delimiter is one character, such as ';', not {delimiter!r}.")


def _open_all(sources: list[Source], reading: Reading) -> tuple[list[TableFile], list[Skipped]]:
    tables: list[TableFile] = []
    skipped: list[Skipped] = []
    for source in sources:
        if reason := why_no_data(source):
            skipped.append(Skipped(str(source), reason, expected=True))
            continue
        try:
            tables.append(open_table(source, reading))
        except LoadError as error:
            if source.named:
                raise
            skipped.append(Skipped(str(source), f"{type(error).__name__}: {error}", expected=False))
    if not tables:
        where = ", ".join(f"{one.file} ({one.reason})" for one in skipped[:5])
        raise NoInputError(f"No table was found. Left out: {where or 'nothing: the folder is empty'}.")
    return tables, skipped


def _read(table: TableFile, maker: RowMaker, batches: list[pa.Table]) -> FileRead:
    loader = Loader(table.sniffed.format, "unknown", maker, ())
    reader = TableReader(table.sniffed, loader, batches.append)
    try:
        return reader.read_table(table)
    except AmbiguousDateError as error:
        raise MappingError(
            f"'{table.sniffed.source}', line {reader.number}: {error.text[:60]!r} does not say which number is the day and "
            'which the month. Say it, for example with date_format="%d/%m/%Y %H:%M" or "%m/%d/%Y %H:%M".'
        ) from error
