from __future__ import annotations

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reaction.loaders._blocks import Block, blocks_in, blocks_of

TEXTS = st.lists(st.binary(max_size=12).map(lambda b: b.replace(b"\n", b"")) | st.just(b""), max_size=12)


@given(TEXTS, st.booleans(), st.integers(1, 30))
def test_blocks_are_whole_lines_and_together_the_stream(lines, ends, size):
    content = b"\n".join(lines) + b"\n" * ends
    offset = 0
    for block in blocks_of(io.BufferedReader(io.BytesIO(content)), size):
        assert (block.offset, block.length) == (offset, len(block.data))
        assert block.data.endswith(b"\n") or block.is_last
        assert len(block.data) <= size or block.data.count(b"\n", 0, -1) == 0
        assert content[offset : offset + len(block.data)] == block.data
        offset += len(block.data)
    assert offset == len(content)


@given(TEXTS, st.booleans(), st.integers(1, 30))
def test_blocks_of_a_plain_file_are_whole_lines_and_together_the_file(tmp_path_factory, lines, ends, size):
    content = b"\n".join(lines) + b"\n" * ends
    path = tmp_path_factory.mktemp("blocks") / "x"
    path.write_bytes(content)
    offset = 0
    for block in blocks_in(path, size):
        data = content[block.offset : block.offset + block.length]
        assert block.offset == offset
        assert data.endswith(b"\n") or block.is_last
        assert len(data) <= size or data.count(b"\n", 0, -1) == 0
        offset += block.length
    assert offset == len(content)


class Broken(io.RawIOBase):
    """A stream that is damaged behind some bytes."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self.content:
            raise zlib.error("invalid")
        part, self.content = self.content[: len(buffer)], self.content[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


@given(TEXTS, st.integers(1, 30))
def test_damage_comes_last_and_takes_the_line_that_breaks_off_with_it(lines, size):
    content = b"".join(line + b"\n" for line in lines) + b"broken"
    *blocks, last = blocks_of(io.BufferedReader(Broken(content)), size)
    assert last.damage == ("compressed data damaged", "invalid")
    assert b"".join(block.data for block in blocks) == content.removesuffix(b"broken")


@given(
    TEXTS,
    st.booleans(),
    st.binary(max_size=5).map(lambda b: b.replace(b"\n", b"")),
    st.sampled_from([1, 8_192]),
)
def test_lines_are_those_of_the_block_however_long(lines, ends, beyond, long):
    content = b"\n".join(lines) + b"\n" * ends
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reaction.loaders._blocks._LONG_LINE", long)
        block = Block(content, is_last=True, offset=0, length=len(content))
        expected = content.split(b"\n")[: -1 if content.endswith(b"\n") or not content else None]
        assert [bytes(line) for line in block.lines] == expected
        assert block.is_open == (not content.endswith(b"\n"))
        if ends:  # bytes of the next line may stand behind a block
            assert [bytes(line) for line in block._replace(data=content + beyond).lines] == expected
