from __future__ import annotations

import pandas as pd
import pytest

from reaction import schema
from reaction.errors import LoadError, UnknownFormatError
from reaction.loaders import load, scan_posts


@pytest.fixture
def export(make, write):
    original = make.tweet_v1(1, "the whole")
    return write(*[make.repost_v1(i, original) for i in range(2, 25)], b"rubbish\n")


@pytest.mark.parametrize("chunksize", [1, 7, 23, 100])
@pytest.mark.parametrize("context", [False, True])
def test_the_chunks_together_are_what_load_gives(export, chunksize, context):
    loaded = load(export, context=context)
    with scan_posts(export, chunksize=chunksize, context=context) as scan:
        chunks = list(scan)
        assert {len(chunk) for chunk in chunks[:-1]} <= {chunksize}
        assert 0 < len(chunks[-1]) <= chunksize
        pd.testing.assert_frame_equal(schema.concat(chunks), loaded.posts)
        pd.testing.assert_frame_equal(scan.rejects, loaded.rejects)
        pd.testing.assert_frame_equal(scan.report.files, loaded.report.files)


def test_a_scan_can_be_gone_through_again(export):
    with scan_posts(export, chunksize=10) as scan:
        assert [len(chunk) for chunk in scan] == [len(chunk) for chunk in scan] == [10, 10, 3]


def test_wrong_files_and_sizes_are_errors_at_once(write):
    with pytest.raises(UnknownFormatError):
        scan_posts(write({"un": "known"}))
    with pytest.raises(LoadError, match="at least one post"):
        scan_posts("x.jsonl", chunksize=0)
