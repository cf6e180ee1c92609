from __future__ import annotations

import pytest

from reaction.loaders import load
from reaction.loaders.minet_youtube import minet_youtube

HEADER = (
    "video_id,comment_id,author_name,author_channel_id,text,like_count,published_at,updated_at,reply_count,"
    "parent_comment_id\n"
)


def test_columns_of_the_list_that_was_asked_for_come_first(write, accounted):
    line = "other,townHall001,Ugx1.9a,@ann,UC1,hello,3,2018-06-18T12:00:00Z,2018-06-18T13:00:00Z,,Ugx1\n"
    posts = accounted(load(write(f"video_id,{HEADER}{line}".encode(), name="comments.csv"))).posts
    row = posts.iloc[0]
    assert (row["conversation_id"], row["reply_to_id"], row["status"]) == ("townHall001", "Ugx1", "edited")


@pytest.mark.parametrize(
    ("more", "truncated"),
    [({}, True), ({"view_count": "90"}, False), ({"position": "3"}, False), ({"duration": "PT1S"}, False)],
)
def test_only_a_search_cuts_descriptions(more, truncated):
    video = {"video_id": "v1", "title": "Town", "description": "It goes on ...", "channel_id": "UC1", **more}
    [row] = minet_youtube(video)
    assert row.text_truncated is truncated
