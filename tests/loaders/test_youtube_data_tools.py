from __future__ import annotations

import pytest

from reaction.errors import NotPostsError
from reaction.loaders import load

FIRST = (
    "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,isReply,isReplyTo,isReplyToName\n"
)
SECOND = (
    "position,videoId,id,totalReplyCount,publishedAt,authorName,text,threadId,isReplyToId,isReplyToName\n"
)


def table(write, *lines, name="comments.csv"):
    return write("".join(lines).encode(), name=name)


def test_the_first_version_escapes_quotation_marks_by_backslashes(write, accounted):
    line = 'Ugx1,1,3,"2018-06-18 12:00:00",@ann,"say \\"no\\", and ""why""",UC1,0,,\n'
    posts = accounted(load(table(write, FIRST, line, "Ugx2,0,0,,@bob,next,UC2,0,,\n"))).posts
    assert posts["text"].tolist() == ['say "no", and "why"', "next"]


def test_the_second_version_does_not(write, accounted):
    path = table(
        write, SECOND, '1,v1,Ugx1,0,,@ann,"C:\\",Ugx1,,\n', "2,v1,Ugx1.9a,,,@bob,hm,Ugx1,Ugx1,@ann\n"
    )
    posts = accounted(load(path)).posts
    assert posts["text"].tolist() == ["C:\\", "hm"]
    assert posts["reply_to_id"].tolist() == ["v1", "Ugx1"]
    assert posts["conversation_id"].tolist() == ["v1", "v1"]


def test_comments_of_an_unnamed_video_are_replies_all_the_same(write):
    posts = load(table(write, FIRST, "Ugx1,0,3,,@ann,hello,UC1,0,,\n")).posts
    assert posts["kind"].tolist() == ["reply"]
    assert posts["reply_to_id"].isna().all()
    assert posts["created_at"].isna().all()


def test_times_are_utc(write):
    posts = load(table(write, FIRST, "Ugx1,0,3,2018-06-18 12:00:00,@ann,hello,UC1,0,,\n")).posts
    assert posts["created_at"][0].isoformat() == "2018-06-18T12:00:00+00:00"
    assert posts["created_at_quality"][0] == "exact"


def test_pseudonyms_tell_accounts_apart(write):
    posts = load(
        table(write, FIRST, f"Ugx1,0,3,,{'a' * 40},x,,0,,\n", f"Ugx2,0,3,,{'b' * 40},y,,0,,\n")
    ).posts
    assert posts["author_id"].tolist() == ["a" * 40, "b" * 40]


@pytest.mark.parametrize("column", ["defaultLanguage", "defaultAudioLanguage", "defaultLAudioLanguage"])
def test_the_language_is_found_under_each_name(write, column):
    header = f"position,channelId,channelTitle,videoId,publishedAt,videoTitle,videoDescription,{column}\n"
    assert load(table(write, header, "1,UC1,Town,v1,,Hi,,en-GB\n")).posts["lang"].tolist() == ["en-GB"]


def test_videos_that_were_not_found(write, accounted):
    header = "position,channelId,channelTitle,videoId,publishedAt,videoTitle,videoDescription,defaultAudioLanguage\n"
    path = table(write, header, "1,,,goneVideo01,,[not found: goneVideo01],,\n", "2,UC1,Town,v2,,Hi,,en\n")
    loaded = accounted(load(path))
    assert loaded.posts["post_id"].tolist() == ["v2"]
    assert loaded.report.reasons == {"video not found": 1}


def test_lists_of_channels_are_no_posts(write):
    header = "position,id,title,customUrl,channelUrl,description,publishedAt,subscriberCount,videoCount\n"
    with pytest.raises(NotPostsError, match="channels"):
        load(table(write, header, "1,UC1,Town,@town,,,,5,6\n"))
