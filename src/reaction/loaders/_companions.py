"""Files that lie beside an export and say more of its posts, and the scripts that some exports are."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reaction.loaders._decode import Decoder, Undecodable
from reaction.loaders._split import split_objects
from reaction.loaders._streams import DAMAGED, chunks_of, open_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reaction.loaders._files import Source

__all__ = ["read_companions", "without_script"]

_ASSIGNMENT = re.compile(
    rb"\A(\xef\xbb\xbf)?\s*(?:(?:var|let|const)\s+|window\.)?[\w.]{1,80}\s*=\s*(?=[\[{]|\Z)"
)
_MOST_RECORDS = 1_000_000


def without_script(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Take ``window.YTD.tweets.part0 =`` off the beginning of a file; nothing is ever run.

    Examples
    --------
    >>> list(without_script([b"window.YTD.tweets.part0 = [ {}", b"]"]))
    [b'[ {}', b']']
    """
    waiting = iter(chunks)
    if (first := next(waiting, None)) is not None:
        yield _ASSIGNMENT.sub(b"", first, count=1)
    yield from waiting


def read_companions(source: Source, names: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """Read the companions of a file.

    Parameters
    ----------
    source
        The file.
    names
        Names of files in the same folder, or in the same folder of the same archive. They come from the
        loader, never from data.

    Returns
    -------
    Per name the JSON objects of that file; files that are not there, or can't be read, are left out.
    """
    found = {}
    for name in names:
        beside = _beside(source, name)
        if beside == source or (beside.member is None and not beside.path.is_file()):
            continue
        try:
            found[name] = _objects(beside)
        except (*DAMAGED, KeyError):
            continue
    return found


def _beside(source: Source, name: str) -> Source:
    if source.member is None:
        return replace(source, path=source.path.with_name(name))
    folder, slash, _ = source.member.rpartition("/")
    return replace(source, member=f"{folder}{slash}{name}")


def _objects(source: Source) -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = []
    with open_bytes(source) as stream:
        for piece in split_objects(without_script(chunks_of(stream))):
            if piece.whole:
                found = Decoder(dict).patiently(piece.raw, at_end=False)
                objects += [record for record in found if not isinstance(record, Undecodable)]
            if len(objects) >= _MOST_RECORDS:
                break
    return objects
