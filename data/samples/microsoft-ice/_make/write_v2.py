"""The v2 file: pages of a search in the full archive, and a part of the search made once more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from _make import archive as arc
from _make import clock
from _make.exports import Directory, Json, display, line, media_address, places, repost_text

if TYPE_CHECKING:
    from _make.archive import Archive
    from _make.cast import Account
    from _make.posts import Post

QUERY = "microsoft ice OR azure OR #MicrosoftICE OR #DropICE OR #AbolishICE OR #StandWithICE OR ICE"
PAGE = 100
FIRST_AT = datetime(2023, 3, 1, 9, 0, tzinfo=UTC)
AGAIN_AT = datetime(2023, 3, 8, 14, 0, tzinfo=UTC)
AGAIN = (
    clock.to_ms(datetime(2018, 6, 21, 14, tzinfo=UTC)),
    clock.to_ms(datetime(2018, 6, 21, 19, tzinfo=UTC)),
)
_TYPES = {"repost": "retweeted", "quote": "quoted", "reply": "replied_to"}
NOTE_CUT = 280


class V2Writer:
    """Writes posts as pages of the API v2, as twarc2 stores them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.directory = Directory(archive.posts)

    def lines(self) -> list[str]:
        """The whole file, newest posts first, as the search gives them."""
        hits = [post for post in self.archive.posts if post.presence == "hit"]
        first = [post for post in hits if not arc.in_v1(post) or post in self.archive.in_both]
        again = [post for post in first if AGAIN[0] <= post.ms < AGAIN[1]]
        return [*self._pages(first, FIRST_AT), *self._pages(again, AGAIN_AT)]

    def _pages(self, posts: list[Post], start: datetime) -> list[str]:
        newest_first = posts[::-1]
        chunks = [newest_first[i : i + PAGE] for i in range(0, len(newest_first), PAGE)]
        return [
            line(
                self._page(chunk, start.replace(minute=start.minute + number), last=number == len(chunks) - 1)
            )
            for number, chunk in enumerate(chunks)
        ]

    def _page(self, posts: list[Post], at: datetime, *, last: bool) -> Json:
        referred = {target: relation for post in posts for relation, target in arc.relations(post)}
        present = [p for p in referred if p.presence != "missing" and p not in self.archive.gone]
        absent = [p for p in referred if p.presence == "missing" or p in self.archive.gone]
        shown = [*posts, *sorted(present, key=lambda post: post.id)]
        media = [post for post in shown if post.media_alt is not None and post.kind != "repost"]
        includes: Json = {"users": [_user(a) for a in self._accounts(shown)]}
        includes["tweets"] = [self.tweet(post, at) for post in shown[len(posts) :]]
        if media:
            includes["media"] = [_media(post) for post in dict.fromkeys(media)]
        page: Json = {"data": [self.tweet(post, at) for post in posts], "includes": includes}
        if absent:
            page["errors"] = [_error(post) for post in sorted(absent, key=lambda post: post.id)]
        page["meta"] = {"newest_id": posts[0].id, "oldest_id": posts[-1].id, "result_count": len(posts)}
        if not last:
            page["meta"]["next_token"] = f"sample{posts[-1].number:06d}"
        url = (
            f"https://api.twitter.com/2/tweets/search/all?query={QUERY.replace(' ', '+').replace('#', '%23')}"
        )
        page["__twarc"] = {"url": url, "version": "2.13.0", "retrieved_at": f"{at:%Y-%m-%dT%H:%M:%S}+00:00"}
        return page

    def _accounts(self, shown: list[Post]) -> list[Account]:
        found = {post.author.id: post.author for post in shown}
        for post in shown:
            for mention in places(self._text(post), post.root)[1]:
                account = self.directory.get(mention["name"])
                if account is not None:
                    found.setdefault(account.id, account)
        return list(found.values())

    def _text(self, post: Post) -> str:
        return repost_text(post.root) if post.kind == "repost" else post.raw_text

    def tweet(self, post: Post, at: datetime) -> Json:
        """One post as the platform shows it at a moment."""
        full = self._text(post)
        long = post.kind != "repost" and len(post.body) > NOTE_CUT
        text = full[: NOTE_CUT - 3].rstrip() + "…" if long else full
        record: Json = {"id": post.id, "author_id": post.author.id}
        record["created_at"] = f"{clock.from_ms(post.ms):%Y-%m-%dT%H:%M:%S}.000Z"
        record["text"] = text
        if post not in self.archive.without_lang:
            record["lang"] = post.lang
        record["conversation_id"] = post.conversation.id
        if post.replied is not None:
            record["in_reply_to_user_id"] = post.replied.author.id
        if referred := arc.relations(post):
            record["referenced_tweets"] = [
                {"type": _TYPES[relation], "id": other.id} for relation, other in referred
            ]
        if entities := self._entities(text, post.root):
            record["entities"] = entities
        if long:
            record["note_tweet"] = {"text": full, "entities": self._entities(full, post)}
        if post.media_alt is not None and post.kind != "repost":
            record["attachments"] = {"media_keys": [_media_key(post)]}
        record["public_metrics"] = self._metrics(post, at)
        record["source"] = post.author.app
        record["edit_history_tweet_ids"] = [post.id]
        return record

    def _entities(self, text: str, post: Post) -> Json:
        hashtags, mentions, links = places(text, post)
        entities: Json = {}
        if hashtags:
            entities["hashtags"] = [
                {"start": h["start"], "end": h["end"], "tag": h["name"]} for h in hashtags
            ]
        if mentions:
            entities["mentions"] = [self._mention(m) for m in mentions]
        if links:
            entities["urls"] = [_link(u, post) for u in links]
        return entities

    def _mention(self, mention: Json) -> Json:
        account = self.directory.get(mention["name"])
        known = {} if account is None else {"id": account.id}
        return {"start": mention["start"], "end": mention["end"], "username": mention["name"], **known}

    def _metrics(self, post: Post, at: datetime) -> Json:
        moment = clock.to_ms(at)
        reposts = self.archive.count(post.root, "repost", moment)
        if post.kind == "repost":
            return {"retweet_count": reposts, "reply_count": 0, "like_count": 0, "quote_count": 0}
        newer = 1 + post.number % 4 if at >= AGAIN_AT else 0
        return {
            "retweet_count": reposts,
            "reply_count": self.archive.count(post, "reply", moment),
            "like_count": self.archive.likes(post, moment) + newer,
            "quote_count": self.archive.count(post, "quote", moment),
        }


def _user(account: Account) -> Json:
    return {
        "id": account.id,
        "username": account.handle,
        "name": account.name,
        "description": account.bio,
        **({"location": account.location} if account.location else {}),
        "verified": account.verified,
        "created_at": f"{account.created_at:%Y-%m-%dT%H:%M:%S}.000Z",
        "public_metrics": {"followers_count": account.followers, "following_count": account.following},
    }


def _link(found: Json, post: Post) -> Json:
    entity = {
        "start": found["start"],
        "end": found["end"],
        "url": found["short"],
        "expanded_url": found["address"],
    }
    entity["display_url"] = display(found["address"])
    if found["kind"] == "photo":
        entity["media_key"] = _media_key(post)
    return entity


def _media_key(post: Post) -> str:
    return f"3_{post.id}"


def _media(post: Post) -> Json:
    alt = {"alt_text": post.media_alt} if post.media_alt else {}
    return {"media_key": _media_key(post), "type": "photo", "url": media_address(post), **alt}


def _error(post: Post) -> Json:
    gone = post.number % 3 != 0
    detail = (
        f"Could not find tweet with referenced_tweets.id: [{post.id}]."
        if gone
        else f"Sorry, you are not authorized to see the Tweet with referenced_tweets.id: [{post.id}]."
    )
    return {
        "value": post.id,
        "detail": detail,
        "title": "Not Found Error" if gone else "Authorization Error",
        "resource_type": "tweet",
        "parameter": "referenced_tweets.id",
        "resource_id": post.id,
        "type": f"https://api.twitter.com/2/problems/{'resource-not-found' if gone else 'not-authorized-for-resource'}",
    }
