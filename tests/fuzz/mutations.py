"""Changes that keep most of an input readable: of JSON by its tokens, of tables by their cells, of any by lines."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["Mutator"]

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\]:,]|[^\s{}\[\]:,"]{1,64}', re.DOTALL)
_MOST_TOKENS = 4_000
# What no well-behaved program writes, and what has a meaning to some loader.
_WORDS = """
0 -1 1 12.5 1e400 NaN 9007199254740993 9223372036854775808 -9223372036854775809 1.23E+17 0123 ١٢ \uff11\uff12 1,234 12k
true false null None nan undefined
1529323200 1529323200000 1529323200000000 253402300800 -62135596801 9999-12-31T23:59:59.999999+14:00
0000-00-00|00:00:00 2018-06-31 2018-13-45T99:99:99Z 2018-06-18T12:00 2018-06-18T12:00:00+99:99 1-1-1
Mon|Jun|18|12:00:00|+0000|2018 6/18/2018|12:00 18.06.2018 2018-06-18|12:00:00|EDT Z T
https://x.com/a/status/1 https://www.youtube.com/watch?v=a http://[ http://[::1]:99999/ //a HTTP://A%ZZ?#
https://a@b:c/ http://xn--/ https://例え.テスト/ javascript:alert(1) mailto: http:// http://a.example/\\udcff
at://did:plc:a/app.bsky.feed.post/b at:// did: t1_a t3_ t1_ @a@b.example @ # #ab a|b
<p>a</p> <a|href="http://a">b</a <br/> &#x110000; &#55296; &amp;lt; <!-- <![a[b]]> <a<a RT|@a:|b =1+1 [] {} [object|Object]
\\u0000 \\ud800 \\ufeff \\u202e \\u2028 \\x00 \\ \uff21 ﬀ 🏳️‍🌈
id id_str post_id text created_at user author data includes type retweeted_status parent_id media urls entities
"""
_TEXTS = [word.replace("|", " ").encode() for word in _WORDS.split()] + [b"", b" ", b"x" * 600, b"1" * 30]
_BARE = [
    b"null",
    b"true",
    b"false",
    b"0",
    b"-1",
    b"1",
    b"12.5",
    b"1e400",
    b"-1e400",
    b"NaN",
    b"9" * 25,
    b"1" * 400,
]
_BARE += [b"9007199254740993", b"9223372036854775807", b"-62135596801", b"253402300800", b"1529323200000"]
_BARE += [
    b"[]",
    b"{}",
    b"[[]]",
    b"[null]",
    b"[{}]",
    b'[""]',
    b'{"":null}',
    b"[1]",
    b"[5,2]",
    b"[0,99999]",
    b'{"a":1}',
]
_STRAY = [
    b"}{",
    b"\n",
    b"[",
    b"]",
    b"}",
    b'"',
    b",",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\t",
    b"\r",
    b";",
    b"'",
    b"\\",
]
_STRAY += [
    b"\r\n\r\n",
    b"\x1a",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"[" * 100,
    b'{"a":' * 100,
    b",,,,",
    b'""',
    b'"\n"',
]

_TAG = re.compile(rb"<[^>]*>|[^<]+")
_IN_TAGS = [
    b"n",
    b"s",
    b"d",
    b"e",
    b"b",
    b"str",
    b"inlineStr",
    b"A1",
    b"ZZZ9",
    b"A1048577",
    b"0",
    b"-1",
    b"9" * 9,
    b"x",
    b"",
]
_TAGS = [
    b"<v>",
    b"</v>",
    b"<v>1</v>",
    b"<is><t>1</t></is>",
    b"<f>1+1</f>",
    b'<c r="C2" t="e"><v>#N/A</v></c>',
    b"<row>",
]
_TAGS += [
    b'<c r="B2" t="d"><v>2018-06-18</v></c>',
    b'<c t="s"><v>7</v></c>',
    b'<c s="9"><v>1e400</v></c>',
    b"</row>",
]


class Mutator:
    """Changes inputs, by what it saw in others.

    Parameters
    ----------
    inputs
        Inputs to take keys, values and lines from.
    sizes
        How many values each byte of an input's header has.
    """

    def __init__(self, inputs: Iterable[bytes], sizes: Sequence[int]) -> None:
        self.sizes = sizes
        self.lines: list[bytes] = []
        self.values: dict[bytes, list[bytes]] = {}
        self.cells: set[bytes] = set()
        for content in (one[len(sizes) :] for one in inputs):
            self.lines += content.splitlines(keepends=True)
            if _is_json(content):
                self._learn(content)
            else:
                self.cells.update(cell for cell in re.split(rb'[,\t;"\r\n]+', content) if len(cell) < 200)
        self.keys = sorted(self.values)
        self.some_cells = sorted(self.cells)

    def _learn(self, content: bytes) -> None:
        tokens = _tokens(content)
        for place in range(len(tokens) - 2):
            if content[slice(*tokens[place + 1])] == b":":
                key = content[slice(*tokens[place])]
                value = content[tokens[place + 2][0] : tokens[_end(content, tokens, place + 2)][1]]
                known = self.values.setdefault(key, [])
                if len(value) <= 2_000 and len(known) < 30 and value not in known:
                    known.append(value)

    def dictionary(self) -> str:
        """Return keys and odd values as a dictionary of libFuzzer."""
        words = dict.fromkeys([*self.keys, *_TEXTS, *_BARE, *_STRAY])
        # At most 64 bytes each, which is all that libFuzzer takes of a word.
        return "".join(f'"{_escaped(word[:64])}"\n' for word in words if word)

    def __call__(
        self, data: bytes, max_size: int, seed: int, plainly: Callable[[bytes, int], bytes]
    ) -> bytes:
        """Change an input.

        Parameters
        ----------
        data
            The input.
        max_size
            The most bytes that it may have afterwards.
        seed
            Decides what is changed.
        plainly
            Changes bytes without knowing what they are.

        Returns
        -------
        The changed input.
        """
        rng = random.Random(seed)
        n = len(self.sizes)
        head, content = data[:n].ljust(n, b"\x00"), data[n:]
        if rng.random() < 0.08:
            head = self._other_head(head, rng)
        # Records are read apart from each other: of many changes most are seen, and one reading is dear.
        for _ in range(rng.choice((1, 2, 4, 8, 16))):
            kind = rng.random()
            if kind < 0.04 or not content:
                content = plainly(content, max(1, max_size - n))
            elif kind < 0.1:
                content = self._by_lines(content, rng)
            elif kind < 0.14:
                place = rng.randrange(len(content) + 1)
                content = content[:place] + rng.choice(_STRAY) + content[place:]
            elif kind < 0.145:
                # What takes long for many takes too long.
                place = rng.randrange(len(content))
                piece = content[place : place + rng.choice((1, 2, 3, 8, 60))]
                content = content[:place] + piece * (max_size // len(piece)) + content[place:]
            elif content.startswith(b"<"):
                content = self._by_tags(content, rng)
            elif _is_json(content):
                content = self._by_tokens(content, rng)
            else:
                content = self._by_cells(content, rng)
        return (head + content)[:max_size]

    def _other_head(self, head: bytes, rng: random.Random) -> bytes:
        changed = bytearray(head)
        place = rng.randrange(len(self.sizes))
        changed[place] = rng.randrange(self.sizes[place])
        return bytes(changed)

    def _by_lines(self, content: bytes, rng: random.Random) -> bytes:
        lines = content.splitlines(keepends=True)
        place = rng.randrange(len(lines)) if lines else 0
        match rng.randrange(5):
            case 0:
                lines[place:place] = lines[place : place + 1]
            case 1:
                del lines[place]
            case 2:
                rng.shuffle(lines)
            case 3:
                lines.insert(place, rng.choice(self.lines))
            case _:
                lines[place] = lines[place][: rng.randrange(len(lines[place]) + 1)]
        return b"".join(lines)

    def _by_tokens(self, content: bytes, rng: random.Random) -> bytes:
        tokens = _tokens(content)
        if not tokens:
            return content + rng.choice(_BARE)
        # Most tokens are punctuation; what matters is behind a colon.
        colons = [place for place, (start, _) in enumerate(tokens[:-1]) if content[start] == 58]
        if not colons or rng.random() < 0.1:
            place = rng.randrange(len(tokens))
            start, end = tokens[place][0], tokens[_end(content, tokens, place)][1]
            return content[:start] + self._value(rng, None) + content[end:]
        colon = rng.choice(colons)
        if rng.random() < 0.5:  # the longer a value, the more there is to change in it
            place = rng.randrange(len(content))
            colon = max((one for one in colons if tokens[one][0] <= place), default=colon)
        first, last = tokens[max(0, colon - 1)], _end(content, tokens, colon + 1)
        start, end = tokens[colon + 1][0], tokens[last][1]
        key, old = content[slice(*first)], content[start:end]
        match rng.randrange(16):
            case 0 | 1 | 2:
                new = self._value(rng, key)
            case 3:
                return content[: first[0]] + rng.choice(self.keys or [key]) + content[first[1] :]
            case 4:
                comma = content[slice(*tokens[last + 1])] if last + 1 < len(tokens) else b""
                after = tokens[last + 1][1] if comma == b"," else end
                return content[: first[0]] + content[after:]
            case 5 | 6:
                other = rng.choice(self.keys or [key])
                member = other + b":" + self._value(rng, other) + b","
                return content[: first[0]] + member + content[first[0] :]
            case 7:
                new = rng.choice([b"[%b]", b"[%b,%b]", b'{"id":%b}', b'"%b"']).replace(b"%b", old)
            case 8:
                other = rng.choice(colons)
                new = content[tokens[other + 1][0] : tokens[_end(content, tokens, other + 1)][1]]
            case 9 | 10 | 11 | 12 | 13 if old[:1] == b'"':
                place = rng.randrange(1, len(old))
                new = old[:place] + _quoted(rng.choice(_TEXTS))[1:-1] + old[place:]
            case 14 if old[:1] == b'"':
                new = old[1:-1] if rng.random() < 0.5 else old[: rng.randrange(1, len(old))] + b'"'
            case _:
                new = b'"' + old + b'"' if old[:1] not in b'"[{' else self._value(rng, None)
        return content[:start] + new + content[end:]

    def _value(self, rng: random.Random, key: bytes | None) -> bytes:
        kind = rng.random()
        if kind < 0.35:
            return rng.choice(_BARE)
        if kind < 0.65:
            return _quoted(rng.choice(_TEXTS))
        if (kind < 0.9 and key is not None and (known := self.values.get(key))) or (
            self.keys and (known := self.values[rng.choice(self.keys)])
        ):
            return rng.choice(known)
        return b'""'

    def _by_tags(self, content: bytes, rng: random.Random) -> bytes:
        parts = _TAG.findall(content) or [content]
        place, other = rng.randrange(len(parts)), rng.randrange(len(parts))
        is_tag = parts[place].startswith(b"<")
        match rng.randrange(6):
            case 0:
                del parts[place]
            case 1:
                parts.insert(place, parts[other])
            case 2 if is_tag:
                parts[place] = re.sub(rb'"[^"]*"', b'"' + rng.choice(_IN_TAGS) + b'"', parts[place], count=1)
            case 3 if is_tag:
                parts[place] = rng.choice(_TAGS)
            case _:
                parts[place + is_tag : place + 1] = [rng.choice(_TEXTS).replace(b"<", b"&lt;")]
        return b"".join(parts)

    def _by_cells(self, content: bytes, rng: random.Random) -> bytes:
        lines = content.splitlines(keepends=True)
        row = 0 if rng.random() < 0.1 else rng.randrange(len(lines))
        line = lines[row]
        marks = [mark for mark in (b",", b"\t", b";", b"|") if mark in lines[0]] or [b","]
        mark = rng.choice(marks)
        cells = line.rstrip(b"\r\n").split(mark)
        end = line[len(line.rstrip(b"\r\n")) :]
        place = rng.randrange(len(cells))
        match rng.randrange(9):
            case 0 | 1 | 2:
                cells[place] = rng.choice(_TEXTS)
            case 3:
                cells[place] = rng.choice(self.some_cells or _TEXTS)
            case 4:
                cells[place] = b""
            case 5:
                other = rng.randrange(len(cells))
                cells[place], cells[other] = cells[other], cells[place]
            case 6:
                del cells[place]
            case 7:
                cells[place] = (
                    b'"' + cells[place].replace(b'"', b'""') + rng.choice((b'"', b'\n"', b'"x', b""))
                )
            case _:
                cells[place] = b'"' + rng.choice(_BARE).replace(b'"', b'""') + b'"'
        lines[row] = mark.join(cells) + end
        return b"".join(lines)


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _is_json(content: bytes) -> bool:
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    return start[:1] in {b"{", b"["} or b"= [" in start or b"= {" in start


def _tokens(content: bytes) -> list[tuple[int, int]]:
    found = []
    for match in _TOKEN.finditer(content):
        found.append(match.span())
        if len(found) >= _MOST_TOKENS:
            break
    return found


def _end(content: bytes, tokens: list[tuple[int, int]], place: int) -> int:
    """Find the last token of the value that begins with a token."""
    depth = 0
    for at in range(place, len(tokens)):
        byte = content[tokens[at][0]]
        depth += (byte in b"{[") - (byte in b"}]")
        if depth <= 0:
            return at
    return len(tokens) - 1


def _quoted(text: bytes) -> bytes:
    # Words may hold escapes of JSON, which stay as they are.
    if b"\\" in text and not text.endswith(b"\\"):
        return b'"' + text.replace(b'"', b'\\"') + b'"'
    return json.dumps(text.decode("utf-8", "replace"), ensure_ascii=False).encode()
