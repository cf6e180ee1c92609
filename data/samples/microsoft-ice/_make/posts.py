"""One planned post, and the links and hashtags that it may carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from _make import clock
from _make.grammar import TARGETS, Move, Text

if TYPE_CHECKING:
    from random import Random

    from _make.cast import Account

BLOG = (
    "https://blogs.msdn.microsoft.com/azuregov/2018/01/24/"
    "federal-agencies-continue-to-advance-capabilities-with-azure-government/"
)
# The addresses below are those of real pages about the real events, with the moment from which they can be
# linked; the outlets under .example and everything they are said to report are invented.
_PAGES = {
    "dailydot": ("https://www.dailydot.com/irl/microsoft-criticism-ice-contract/", (6, 19, 15)),
    "bi": (
        "https://www.businessinsider.com/microsoft-ice-contract-draws-criticism-calls-for-boycott-2018-6",
        (6, 19, 0),
    ),
    "thehill": (
        "https://thehill.com/policy/technology/392895-microsoft-removes-then-replaces-blog-post-mentioning-ice-contract-after/",
        (6, 18, 22),
    ),
    "nyt": (
        "https://www.nytimes.com/2018/06/19/technology/tech-companies-immigration-border.html",
        (6, 19, 22),
    ),
    "developers": ("https://github.com/selfagency/microsoft-drop-ice", (6, 21, 15)),
    "appeal": ("https://lanternfield.example/cancel-the-contract", (6, 17, 0)),
}
_TRACKERS = ("", "", "", "?utm_source=twitter&utm_medium=social", "?ref_src=twsrc%5Etfw", "#comments")

# hashtag groups: chance that a post carries any, the hashtags with their weights
TAGS: dict[str, tuple[float, dict[str, int]]] = {
    "critic": (0.42, {"MicrosoftICE": 7, "DropICE": 5, "AbolishICE": 2, "FamiliesBelongTogether": 2}),
    "defender": (0.28, {"MicrosoftICE": 5, "StandWithICE": 3}),
    "abolish": (0.55, {"AbolishICE": 5, "FamiliesBelongTogether": 2}),
    "ice": (0.5, {"StandWithICE": 5}),
    "news": (0.35, {"MicrosoftICE": 1}),
    "cloud": (0.4, {"Azure": 3, "AzureGov": 2, "cloud": 2}),
    "plain": (0.0, {}),
}
_TAG_STANCE = {
    "DropICE": ("contract", "against"),
    "AbolishICE": ("ice", "against"),
    "StandWithICE": ("ice", "favor"),
    "WithTheWorkers": ("employees", "favor"),
}

HASHTAG = re.compile(r"(?<![&\w])#(\w+)")
MENTION = re.compile(r"(?<!\w)@(\w{1,15})")


@dataclass(eq=False)
class Post:
    """A post as planned: what is said, by whom, in answer to what, and what is planted about it."""

    ms: int
    kind: str
    author: Account
    move: Move
    words: Text
    body: str = ""
    stance: dict[str, str] = field(default_factory=dict)
    lang: str = "en"
    links: list[str] = field(default_factory=list)
    parent: Post | None = None
    via: Post | None = None
    also_answers: Post | None = None
    media_alt: str | None = None
    heat: float = 0.0
    presence: str = "hit"
    id: str = ""
    number: int = 0
    total_reposts: int = 0

    @property
    def root(self) -> Post:
        """The post whose words these are."""
        return self.parent if self.kind == "repost" and self.parent is not None else self

    @property
    def conversation(self) -> Post:
        """The post at the start of the thread."""
        post = self
        while post.replied is not None:
            post = post.replied
        return post

    @property
    def quoted(self) -> Post | None:
        """The post that is quoted, if any."""
        return self.parent if self.kind == "quote" else None

    @property
    def replied(self) -> Post | None:
        """The post that is answered, if any."""
        return self.parent if self.kind == "reply" else self.also_answers

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that this row declares: those of the profile, and what the post's own words say."""
        profile = () if self.author.role_source == "text" else self.author.roles
        said = "employee" if self.move.role == "anonymous" else self.words.shows
        own = (said,) if said and self.kind != "repost" else ()
        return tuple(dict.fromkeys([*profile, *own]))

    @property
    def acts(self) -> tuple[str, ...]:
        """What the text does."""
        return tuple(dict.fromkeys([*self.move.acts, *self.words.acts]))

    @property
    def template(self) -> str:
        """The name of the template."""
        return f"{self.move.id}.{self.move.texts.index(self.words):02d}"

    @property
    def about(self) -> list[str]:
        """The targets that the text is about."""
        named = set(self.move.about) | {t for t, side in self.stance.items() if side != "none"}
        return [target for target in TARGETS if target in named]

    @property
    def permalink(self) -> str:
        """The address of the post."""
        return f"https://twitter.com/{self.author.handle}/status/{self.id}"

    @property
    def all_links(self) -> list[tuple[str, str, str]]:
        """Short form, address and type of each link, in the order in which the platform appends them."""
        links = [("page", address) for address in self.links]
        if self.quoted is not None:
            links.append(("quote", self.quoted.permalink))
        if self.media_alt is not None:
            links.append(("photo", f"{self.permalink}/photo/1"))
        # No such short link exists: the platform's own have ten letters and digits.
        return [
            (f"https://t.co/smpl{self.number * 4 + i:06d}", address, kind)
            for i, (kind, address) in enumerate(links)
        ]

    @property
    def raw_text(self) -> str:
        """The text as the platform gives it: with short links, and escaped."""
        text = " ".join([self.body, *(short for short, _, _ in self.all_links)]).strip()
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(name: str, author: Account, ms: int, rng: Random) -> str:
    """The address behind the name of a link, in one of its spellings."""
    if name == "outlet":
        title = author.name if "press" in author.roles and " " in author.name else "The Harbor Ledger"
        host = re.sub(r"[^a-z]", "", title.lower()) + ".example"
        return f"https://{host}/2018/06/{clock.from_ms(ms).day}/microsoft-and-ice-{rng.randrange(1, 6)}"
    if name != "blog":
        address, (month, day, hour) = _PAGES[name]
        if ms >= clock.to_ms(clock.PUBLISHED.replace(month=month, day=day, hour=hour)):
            return address + rng.choice(_TRACKERS[:5])
    spelling = rng.choice([BLOG, BLOG, BLOG, BLOG.rstrip("/"), BLOG.replace("https", "http")])
    return spelling + rng.choice(_TRACKERS)


def hashtags(move: Move, stance: dict[str, str], rng: Random) -> list[str]:
    """Hashtags that fit the move; `stance` learns what they say."""
    share, choices = TAGS[move.tags] if move.tags else (0.0, {})
    found: list[str] = []
    if choices and rng.random() < share:
        names, weights = list(choices), list(choices.values())
        found = list(dict.fromkeys(rng.choices(names, weights, k=rng.choice([1, 1, 2]))))
    if stance.get("employees") == "favor" and rng.random() < 0.12:
        found.append("WithTheWorkers")
    for name in found:
        target, side = _TAG_STANCE.get(name, ("", ""))
        if target and stance.get(target, "none") == "none":
            stance[target] = side
    return found
