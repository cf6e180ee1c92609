"""The v1.1 file: what a stream delivered until it broke off, then what a search found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _make import archive as arc
from _make import clock
from _make.exports import CUT, Directory, Json, display, line, media_address, places, repost_text

if TYPE_CHECKING:
    from datetime import datetime

    from _make.archive import Archive
    from _make.cast import Account
    from _make.posts import Post

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


class V1Writer:
    """Writes posts as lines of the API v1.1."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.directory = Directory(archive.posts)

    def lines(self) -> list[str]:
        """The whole file."""
        hits = [post for post in self.archive.posts if arc.in_v1(post) and post.presence == "hit"]
        stream = [post for post in hits if arc.in_stream(post)]
        search = [post for post in hits if not arc.in_stream(post)]
        lines = [line(self.status(post, post.ms)) for post in stream]
        for share, notice in _notices():
            lines.insert(int(len(lines) * share), line(notice))
        # The connection broke in the middle of a line; the search found that post again.
        lines.append(line(self.status(search[0], search[0].ms))[:700])
        found = [line(self.status(post, arc.SEARCHED_AT)) for post in reversed(search)]
        return lines + found

    def status(self, post: Post, at: int, *, depth: int = 0) -> Json:
        """One post as the platform shows it at a moment."""
        stream = at < arc.STREAM_END
        record: Json = {"created_at": _date(clock.from_ms(post.ms)), "id": int(post.id), "id_str": post.id}
        record |= self._text(post, stream=stream)
        record |= {"source": f'<a href="https://twitter.com" rel="nofollow">{post.author.app}</a>'}
        record |= _reply_fields(post) if post.kind != "repost" else _reply_fields(None)
        record |= {"user": _user(post.author), "is_quote_status": post.root.quoted is not None}
        record |= self._references(post, at, depth)
        record |= self._counts(post, at, zero=stream and depth == 0)
        record |= {"lang": post.lang}
        if stream and depth == 0:
            record["timestamp_ms"] = str(post.ms)
        return record

    def _text(self, post: Post, *, stream: bool) -> Json:
        if post.kind == "repost":
            text = repost_text(post.root)
            return {"text" if stream else "full_text": text, "truncated": False} | self._entities(
                text, post.root
            )
        text = post.raw_text
        if not stream:
            return {
                "full_text": text,
                "truncated": False,
                "display_text_range": [0, len(text)],
            } | self._entities(text, post)
        if len(text) <= CUT:
            return {"text": text, "truncated": False} | self._entities(text, post)
        short = f"https://t.co/smpl{post.number * 4 + 3:06d}"
        cut = text[: CUT - len(short) - 2].rstrip() + "… " + short
        entities = self._entities(cut, post)
        entities["entities"]["urls"].append(
            _url(short, f"https://twitter.com/i/web/status/{post.id}", cut.index(short))
        )
        entities.pop("extended_entities", None)
        full = {"full_text": text, "display_text_range": [0, len(text)]} | self._entities(text, post)
        return {"text": cut, "truncated": True} | entities | {"extended_tweet": full}

    def _entities(self, text: str, post: Post) -> Json:
        hashtags, mentions, links = places(text, post)
        entities: Json = {
            "hashtags": [{"text": tag["name"], "indices": [tag["start"], tag["end"]]} for tag in hashtags],
            "urls": [_url(u["short"], u["address"], u["start"]) for u in links if u["kind"] != "photo"],
            "user_mentions": [self._mention(m) for m in mentions],
        }
        photos = [
            {
                "media_url_https": media_address(post),
                "url": u["short"],
                "type": "photo",
                "indices": [u["start"], u["end"]],
            }
            for u in links
            if u["kind"] == "photo"
        ]
        if not photos:
            return {"entities": entities}
        return {"entities": entities | {"media": photos}, "extended_entities": {"media": photos}}

    def _mention(self, mention: Json) -> Json:
        account = self.directory.get(mention["name"])
        known = {} if account is None else {"id": int(account.id), "id_str": account.id, "name": account.name}
        return {"screen_name": mention["name"], **known, "indices": [mention["start"], mention["end"]]}

    def _references(self, post: Post, at: int, depth: int) -> Json:
        found: Json = {}
        quoted = post.root.quoted
        if quoted is not None and depth < 2:
            found |= {"quoted_status_id": int(quoted.id), "quoted_status_id_str": quoted.id}
            found["quoted_status_permalink"] = {
                "expanded": quoted.permalink,
                "display": display(quoted.permalink),
            }
            if quoted.presence != "missing":
                found["quoted_status"] = self.status(quoted, at, depth=2)
        if post.kind == "repost":
            found["retweeted_status"] = self.status(post.root, at, depth=1)
        return found

    def _counts(self, post: Post, at: int, *, zero: bool) -> Json:
        names = ("quote_count", "reply_count", "retweet_count", "favorite_count")
        if zero:
            return dict.fromkeys(names, 0)
        if post.kind == "repost":
            return {
                "quote_count": 0,
                "reply_count": 0,
                "retweet_count": self.archive.count(post.root, "repost", at),
            } | {"favorite_count": 0}
        counts = [self.archive.count(post, relation, at) for relation in ("quote", "reply", "repost")]
        return dict(zip(names, [*counts, self.archive.likes(post, at)], strict=True))


def _reply_fields(post: Post | None) -> Json:
    target = None if post is None else post.replied
    return {
        "in_reply_to_status_id": None if target is None else int(target.id),
        "in_reply_to_status_id_str": None if target is None else target.id,
        "in_reply_to_user_id": None if target is None else int(target.author.id),
        "in_reply_to_user_id_str": None if target is None else target.author.id,
        "in_reply_to_screen_name": None if target is None else target.author.handle,
    }


def _user(account: Account) -> Json:
    return {
        "id": int(account.id),
        "id_str": account.id,
        "name": account.name,
        "screen_name": account.handle,
        "location": account.location or None,
        "description": account.bio or None,
        "verified": account.verified,
        "followers_count": account.followers,
        "friends_count": account.following,
        "created_at": _date(account.created_at),
    }


def _url(short: str, address: str, start: int) -> Json:
    return {
        "url": short,
        "expanded_url": address,
        "display_url": display(address),
        "indices": [start, start + len(short)],
    }


def _date(at: datetime) -> str:
    # strftime follows the locale; the platform doesn't.
    return f"{_DAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at:%d %H:%M:%S} +0000 {at.year}"


def _notices() -> list[tuple[float, Json]]:
    """Where in the stream which notice stands; the deleted posts are none of the sample's."""
    limits = [(0.2, 31, 18), (0.32, 88, 19), (0.45, 140, 21), (0.6, 171, 23)]
    day = clock.to_ms(clock.REMOVED.replace(hour=0))
    notices: list[tuple[float, Json]] = [
        (share, {"limit": {"track": track, "timestamp_ms": str(day + hour * clock.HOUR_MS)}})
        for share, track, hour in limits
    ]
    for number, share in enumerate((0.27, 0.5, 0.81)):
        post_id = clock.snowflake(day - (3 + number) * clock.HOUR_MS, number)
        user_id = str(9_000_000_900_001 + number)
        status = {"id": int(post_id), "id_str": post_id, "user_id": int(user_id), "user_id_str": user_id}
        notices.append(
            (share, {"delete": {"status": status, "timestamp_ms": str(day + (19 + number) * clock.HOUR_MS)}})
        )
    return notices
