"""Top-level objects out of JSON that is not one object per line: arrays, indented and joined objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["split_objects"]

# Strings are skipped whole, so that brackets inside them don't count.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]|"', re.DOTALL)
_BETWEEN = b" \t\r\n,[]\x00\xef\xbb\xbf"


def split_objects(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    r"""Find the outermost objects of a stream of JSON.

    Commas, white space and square brackets between objects are passed over, so an array of objects, a
    pretty-printed object and objects joined without a separator are all the same here.

    Parameters
    ----------
    lines
        The stream, cut anywhere between the characters of a string's line (JSON strings hold no raw line
        breaks, so cutting at line breaks is safe).

    Yields
    ------
    The line that a stretch begins in (from 1), its bytes, and whether it is a complete object.

    Examples
    --------
    >>> list(split_objects([b'[{"a": 1}, {\n', b'"b": "}"}]{"c"']))
    [(1, b'{"a": 1}', True), (1, b'{\n"b": "}"}', True), (2, b'{"c"', False)]
    """
    parts: list[bytes] = []
    depth, began = 0, 1
    for number, line in enumerate(lines, start=1):
        position = 0
        for match in _TOKEN.finditer(line):
            token, place = match[0], match.start()
            if token == b"{":
                if depth == 0:
                    if rubbish := line[position:place].strip(_BETWEEN):
                        yield number, rubbish, False
                    began, position = number, place
                depth += 1
            elif token == b"}" and depth:
                depth -= 1
                if depth == 0:
                    parts.append(line[position : match.end()])
                    yield began, b"".join(parts), True
                    parts, position = [], match.end()
        if depth:
            parts.append(line[position:])
        elif rubbish := line[position:].strip(_BETWEEN):
            yield number, rubbish, False
    if parts:
        yield began, b"".join(parts), False
