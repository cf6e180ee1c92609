"""Links the mentions in a text to entities: a story's actors first, then the lists, then patterns of names."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from reaction.lexicon import stance_cues
from reaction.nlp import _hashtags
from reaction.nlp._ambiguous import (
    CASE,
    NEIGHBOUR,
    Ambiguous,
    Surroundings,
    ambiguous,
    around,
    counts_in_any_case,
    decide,
    decide_listed,
)
from reaction.nlp._marks import Mention, row_of_words, undotted, words_of
from reaction.nlp._names import (
    PATTERNS,
    SHORTEST_TYPO,
    STORY,
    Name,
    index_of,
    index_of_actors,
    packaged_index,
    same_entities,
)
from reaction.nlp._patterns import NamePatterns, name_patterns
from reaction.nlp._tokens import ADDRESS, CASHTAG, HANDLE, MARK, TAG, WORD, Token, cut
from reaction.urls import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reaction.nlp._gazetteer import Entry
    from reaction.nlp._names import NameIndex
    from reaction.story import Actor

__all__ = ["Linker"]

_KEPT_LENGTH = 32
_KEPT_PIECES = 1 << 17
_KEPT_TAGS = 1 << 16
_LONGEST_TAG = 60
_WORDS_OF_A_NAME = 6
_LONGEST_NAME = 12  # words
_BEFORE_COMMA = 3  # words
_SHORTENED = frozenset(
    ["sen", "rep", "gov", "dept", "gen", "sgt", "capt", "cllr", "bros", "intl", "assn", "univ"]
)
_SHORTEST_PART = 3  # letters of a name within a hashtag
_JOINING = frozenset({"", "-", "\u2010", "\u2011", "\u2013", "/", "+", "*"})
_OF_ADDRESSES = frozenset({"http", "https", "www"})


class _Piece(NamedTuple):
    """What stands between two spaces: its tokens, those where a name may begin, and what one token settles."""

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    settled: tuple[tuple[int, str, tuple[Name, ...]], ...]
    heads: tuple[int, ...]
    hot: bool


_NOTHING = _Piece((), (), (), (), hot=False)


class _Found(NamedTuple):
    """A possible mention: where, who, and from which source."""

    start: int
    end: int
    name: Name
    source: int
    written: str = ""


class _Text:
    """A text in pieces, with the place of each."""

    def __init__(self, text: str, pieces: Sequence[_Piece], chunks: Sequence[str], words: set[str]) -> None:
        self.text = text
        self.words = words
        self.pieces = pieces
        ends = accumulate(map(len, chunks), initial=-1)
        self.places = [end + number for number, end in enumerate(ends, start=1)]

    def run(self, number: int, i: int) -> list[_Placed]:
        """Return the tokens from token i of a piece on, as many as the longest name may have."""
        place = self.places[number]
        run = [_Placed(token, place) for token in self.pieces[number].tokens[i : i + _LONGEST_NAME]]
        while len(run) < _LONGEST_NAME and number + 1 < len(self.pieces):
            number += 1
            place = self.places[number]
            run += [_Placed(token, place) for token in self.pieces[number].tokens[:_LONGEST_NAME]]
        return run

    def joined(self, here: _Placed, after: _Placed, n: int) -> bool:
        """Tell whether the token after the nth of a name may belong to the name."""
        if after.token.kind not in {WORD, MARK}:
            return False
        gap = self.text[here.end : after.start]
        if gap in {" ", "-"} or gap.strip(" ") in _JOINING:
            return True
        # "Teachers' Union"; "Bureau of Alcohol, Tobacco, Firearms", but not "Apple, Music"
        if gap in {"' ", "\u2019 "}:
            return here.token.form.endswith("s")
        if gap == ", ":
            return n >= _BEFORE_COMMA
        # "J. P. Morgan", "Amazon.com", "St. Louis", but not "with Acme. Cloud"
        is_short = len(here.token.written) <= 2 or here.token.form in _SHORTENED
        return gap == "." or (gap == ". " and is_short)

    def surroundings(self, item: _Found, *, company: bool) -> Surroundings:
        before, after = around(self.text, item.start, item.end)
        return Surroundings(
            written=item.written,
            before=before,
            after=after,
            text=self.text,
            words=self.words,
            company=company,
        )


class _Placed(NamedTuple):
    """A token, and where its piece begins."""

    token: Token
    place: int

    @property
    def start(self) -> int:
        return self.place + self.token.start

    @property
    def end(self) -> int:
        return self.place + self.token.end

    @property
    def base_end(self) -> int:
        return self.place + self.token.base_end


class Linker:
    """Finds the entities that a text mentions.

    A few operations on the set of a text's words tell whether it may hold a name; most texts hold none. What
    stands between two spaces is cut once and then looked up. So cost grows with the text and not with the number
    of names.
    """

    def __init__(
        self,
        actors: Sequence[Actor],
        lists: Sequence[Entry] = (),
        *,
        packaged: bool = True,
        words: Iterable[str] = (),
    ) -> None:
        words = [*words, *(word for cue in stance_cues() for word in cue.split())]
        self.story = index_of_actors(actors)
        self.lists: list[NameIndex] = [index_of(lists)] if lists else []
        if packaged:
            self.lists.append(packaged_index())
        self._same: dict[str, str] = {}
        for index in self.lists:
            for entity, actor in same_entities(actors, index).items():
                self._same.setdefault(entity, actor)
        self._patterns: NamePatterns | None = name_patterns() if packaged else None
        self._roots = [self.story.words, *(index.words for index in self.lists)]
        self._pieces: dict[str, _Piece] = {}
        self._vocabulary = _hashtags.vocabulary([*self.story.joined, *words])
        self._wide_vocabulary = self._vocabulary.union(*(index.plain() for index in self.lists))
        self._tags: dict[str, tuple[Name, ...]] = {}
        self._misspelt: dict[str, bool] = {}
        # Words are cut at full stops, so that those of a text do not tell whether such a handle is in it.
        self._has_dotted_handles = any(
            "." in handle for index in (self.story, *self.lists) for handle in index.handles
        )

    def find(self, text: str, words: set[str] | None = None, *, links: bool = False) -> list[Mention]:
        """Return the mentions in the order of the text.

        `words` are those of the text, for callers that know them already; `links` says whether addresses count.
        """
        if words is None:
            words = words_of(text)
        firsts = self._firsts(text, words)
        patterns = self._patterns if self._patterns and self._patterns.may_be_in(text, words) else None
        if not (firsts or patterns or self._may_settle(text, words)):
            return self._chosen([*self._linked(text)], text) if links else []
        chunks = text.split(" ")
        kept = map(self._pieces.get, chunks)
        pieces = [piece or self._read(chunk) for chunk, piece in zip(chunks, kept, strict=True)]
        found = self._found(_Text(text, pieces, chunks, words), firsts)
        if patterns is not None:
            found += [
                _Found(start, end, name, PATTERNS) for start, end, name in patterns.find(text, pieces, chunks)
            ]
        if links:
            found += self._linked(text)
        return self._chosen(found, text)

    def _firsts(self, text: str, words: set[str]) -> set[str]:
        """Return the words of a text that may begin a name in it; a few operations on sets find most texts without."""
        firsts: set[str] = set()
        line = ""
        if "&" in text:
            words = words | {"and"}
        for index in (self.story, *self.lists):
            triggers = index.triggers()
            for word in index.trigger_words() & words:
                alone, spellings, runs = triggers[word]
                if alone or any(map(text.__contains__, spellings)):
                    firsts.add(word)
                if not words.isdisjoint(runs):
                    for other in runs.keys() & words:
                        line = line or _line(text)
                        firsts.update([first for phrase, first in runs[other] if phrase in line])
        return firsts

    def _may_settle(self, text: str, words: set[str]) -> bool:
        """Tell whether a handle, a hashtag, a ticker or a misspelt name may be in a text."""
        if "$" in text or ("#" in text and any(self._tag(tag) for *_, tag in _hashtags.find(text))):
            return True
        if "@" in text and (
            self._has_dotted_handles
            or any(not index.handles.keys().isdisjoint(words) for index in (self.story, *self.lists))
        ):
            return True
        # The forms of full width.
        return "\uff03" in text or "\uff20" in text or self._may_misspell(words)

    def _may_misspell(self, words: set[str]) -> bool:
        known = self._misspelt
        for word in words:
            if len(word) >= SHORTEST_TYPO - 1:
                found = known.get(word)
                if found is None:
                    found = any(index.typo_of(word) for index in (self.story, *self.lists))
                    if len(known) >= _KEPT_PIECES:
                        known.clear()
                    known[word] = found
                if found:
                    return True
        return False

    def _found(self, place: _Text, firsts: set[str]) -> list[_Found]:
        found: list[_Found] = []
        unsure: list[_Found] = []
        tagged: list[_Found] = []
        for number, piece in enumerate(place.pieces):
            if not piece.hot:
                continue
            for i in piece.starts:
                token = piece.tokens[i]
                if token.form in firsts or token.base in firsts:
                    for item in self._walk(place, number, i):
                        (unsure if item.name.mark else found).append(item)
            for i, kind, names in piece.settled:
                token, offset = piece.tokens[i], place.places[number]
                end = offset + (token.base_end if kind == WORD else token.end)
                items = [
                    _Found(offset + token.start, end, name, name.source, token.written) for name in names
                ]
                (tagged if kind == TAG else found).extend(items)
        if unsure:
            found = self._with_decided(found, unsure, place)
        if tagged:
            # A tag that is nothing but the ambiguous word counts in its exact case, or in company.
            company = any(item.source == STORY for item in found)
            found += [
                item for item in tagged if company or not item.name.mark or item.written == item.name.written
            ]
        return found

    def _walk(self, place: _Text, number: int, i: int) -> Iterator[_Found]:
        """Yield every run of words from a token on that is a name."""
        run = place.run(number, i)
        for root in self._roots:
            node = root
            for last, (token, _) in enumerate(run):
                if last and not place.joined(run[last - 1], run[last], last):
                    break
                # "Acme's" is Acme before it is Acmes.
                owner = node.get(token.base, {}).get("") if token.base != token.form else None
                if owner:
                    yield from _named(run[: last + 1], owner, base=True)
                if token.form not in node:
                    break
                node = node[token.form]
                if not owner and (names := node.get("")):
                    yield from _named(run[: last + 1], names, base=False)

    def _with_decided(self, found: list[_Found], unsure: list[_Found], place: _Text) -> list[_Found]:
        """Return what was found and those ambiguous words that name something here."""
        clear = any(item.source == STORY for item in found)
        entities = {item.name.entity_id for item in found}
        refused: set[tuple[int, int]] = set()
        decided = list(found)
        for item in unsure:
            rule = self._decided(item, place, clear=clear, entities=entities)
            if rule is not None:
                decided.append(item._replace(name=item.name._replace(rule=rule)))
            elif item.source == STORY:
                refused.add((item.start, item.end))
        # What the story refuses, no list may claim; a word that two of the lists claim is nobody's.
        owners: dict[tuple[int, int], set[str]] = {}
        for item in decided:
            if item.source != STORY:
                owners.setdefault((item.start, item.end), set()).add(item.name.entity_id)
        return [
            item
            for item in decided
            if item.source == STORY
            or ((item.start, item.end) not in refused and len(owners[item.start, item.end]) == 1)
        ]

    def _decided(self, item: _Found, place: _Text, *, clear: bool, entities: set[str]) -> str | None:
        company = clear if item.source == STORY else item.name.entity_id in entities
        around_it = place.surroundings(item, company=company)
        if item.source == STORY:
            return decide(ambiguous(item.name.written), around_it)
        reason = decide_listed(item.name.written, item.name.label, around_it)
        return item.name.because(reason).rule if reason else None

    def _linked(self, text: str) -> Iterator[_Found]:
        for match in ADDRESS.finditer(text):
            if name := self.by_domain(domain_of(match[0])):
                yield _Found(*match.span(), name, name.source)

    def _read(self, chunk: str) -> _Piece:
        if chunk.startswith(("http://", "https://")) and ADDRESS.fullmatch(chunk):
            return _NOTHING  # each stands once, and names stand not in it
        tokens = cut(chunk)
        starts, settled, heads = [], [], []
        for i, token in enumerate(tokens):
            if token.kind in {WORD, MARK}:
                nodes = [root[form] for root in self._roots for form in _forms(token) if form in root]
                if any(len(node) > ("" in node) or _needs(node.get("", ()), token) for node in nodes):
                    starts.append(i)
                elif not nodes and len(token.base) >= SHORTEST_TYPO - 1 and (names := self._typos(token)):
                    settled.append((i, WORD, names))
                if self._patterns is not None and self._patterns.is_head(token):
                    heads.append(i)
            elif names := self._resolved(token):
                settled.append((i, token.kind, names))
        hot = bool(starts or settled or heads)
        piece = _Piece(tokens, tuple(starts), tuple(settled), tuple(heads), hot)
        if len(chunk) <= _KEPT_LENGTH:
            if len(self._pieces) >= _KEPT_PIECES:
                self._pieces.clear()
            self._pieces[chunk] = piece
        return piece

    def _typos(self, token: Token) -> tuple[Name, ...]:
        for index in (self.story, *self.lists):
            if found := index.typo_of(token.base):
                return tuple(name.because("typo") for name in found)
        return ()

    def _resolved(self, token: Token) -> tuple[Name, ...]:
        """Return the entities of a handle, hashtag, cashtag or address."""
        if token.kind == HANDLE:
            names = [index.handles.get(token.form) for index in (self.story, *self.lists)]
        elif token.kind == CASHTAG:
            names = [index.tickers.get(token.written) for index in self.lists]
        elif token.kind == TAG:
            return self._tag(token.written)
        else:
            return ()
        return next(((name,) for name in names if name is not None), ())

    def by_domain(self, domain: str | None) -> Name | None:
        """Return the entity whose domain this is or is part of."""
        if not domain:
            return None
        parts = domain.split(".")
        for index in (self.story, *self.lists):
            for start in range(len(parts) - 1):
                if name := index.domains.get(".".join(parts[start:])):
                    return self.own(name)
        return None

    def own(self, name: Name) -> Name:
        """Return a name of the lists under the id of the story's actor that it is."""
        actor = self._same.get(name.entity_id)
        return name if actor is None or name.source == STORY else name._replace(entity_id=actor)

    def _tag(self, tag: str) -> tuple[Name, ...]:
        names = self._tags.get(tag)
        if names is None:
            names = tuple(self._names_of_tag(tag)) if len(tag) <= _LONGEST_TAG else ()
            if len(self._tags) >= _KEPT_TAGS:
                self._tags.clear()
            self._tags[tag] = names
        return names

    def _names_of_tag(self, tag: str) -> Iterable[Name]:
        if whole := self.story.tags.get(tag.lower()):
            return whole
        if whole := self.story.joined.get(tag.lower()):
            return [name.because("hashtag_name") for name in whole]
        parts = _hashtags.split(tag, self._vocabulary)
        names = self._names_of_parts(parts) if len(parts) > 1 else []
        if any(name.source == STORY for name in names):
            return names
        if listed := self._listed_tag(tag):
            return [name.because("hashtag") for name in listed]
        if len(parts) == 1 and len(parts := _hashtags.split(tag, self._wide_vocabulary)) > 1:
            return self._names_of_parts(parts)
        return names

    def _names_of_parts(self, parts: Sequence[str]) -> list[Name]:
        """Return the entities that the parts of a hashtag name: the story's first, the lists' in what is left."""
        found: dict[str, Name] = {}
        free = [True] * len(parts)
        for names_at in (self._story_part, self._listed_part):
            place = 0
            while place < len(parts):
                names, end = names_at(parts, place, free)
                for name in names:
                    found.setdefault(name.entity_id, name)
                for i in range(place, end if names else place):
                    free[i] = False
                place = max(end, place + 1)
        return list(found.values())

    def _story_part(self, parts: Sequence[str], place: int, _: Sequence[bool]) -> tuple[list[Name], int]:
        """Return the story's names that the parts from `place` on begin with, and the place after them."""
        # "#DropICE", "#microsoftice": every part is known, so company is what the other parts give.
        for end in _ends(parts, place):
            names = [
                name.because("hashtag_part")._replace(mark="")
                for name in self.story.joined.get("".join(parts[place:end]).lower(), ())
                if not name.mark or self._accepts(ambiguous(name.written), parts, place)
            ]
            if names:
                return names, end
        return [], place

    def _listed_part(self, parts: Sequence[str], place: int, free: Sequence[bool]) -> tuple[list[Name], int]:
        for end in _ends(parts, place):
            if not all(free[place:end]):
                continue
            body = "".join(parts[place:end])
            is_word = len(body) >= _SHORTEST_PART and not body.isdecimal()
            names = self._listed_tag(body) if is_word else []
            if names := names or self._settled_part(parts, place, end):
                return [name.because("hashtag_part") for name in names], end
        return [], place

    def _settled_part(self, parts: Sequence[str], place: int, end: int) -> list[Name]:
        """Return the entities of the lists that an ambiguous part of a hashtag names beside a word that settles it."""
        if end > place + 1 or not parts[place].isupper():
            return []
        return [
            self.own(name)._replace(mark="")
            for index in self.lists
            for name in index.joined.get(parts[place].lower(), ())
            if name.mark == "?" and decide(ambiguous(name.written), self._beside(parts, place)) == NEIGHBOUR
        ]

    def _listed_tag(self, joined: str) -> list[Name]:
        """Return the entities of the lists that a hashtag, or a part of one, names beyond doubt."""
        low = joined.lower()
        for index in self.lists:
            if low not in index.joined:
                continue
            names = [
                name
                for name in index.joined[low]
                if not name.mark or (name.mark == "=" and joined == name.written.replace(" ", ""))
            ]
            if names:
                return [self.own(name)._replace(mark="") for name in names]
        return []

    def _accepts(self, entry: Ambiguous, parts: Sequence[str], place: int) -> bool:
        beside = self._beside(parts, place)
        rule = decide(entry, beside)
        # In a tag of small letters nothing shows the case: ask for a neighbour that settles it.
        return rule is not None and (not parts[place].islower() or rule != CASE or beside.company)

    def _beside(self, parts: Sequence[str], place: int) -> Surroundings:
        others = [part for i, part in enumerate(parts) if i != place]
        return Surroundings(
            written=parts[place].upper() if parts[place].islower() else parts[place],
            before=parts[:place],
            after=parts[place + 1 :],
            text=" ".join(part.title() for part in others),
            words={part.lower() for part in others},
            company=any(part.lower() in self.story.joined for part in others),
        )

    def _chosen(self, found: list[_Found], text: str) -> list[Mention]:
        """Keep, where mentions overlap, the earlier source, then the longest; several entities may share a span."""
        if len(found) == 1:
            return [self._mention(found[0], text)]
        order = sorted(
            set(found), key=lambda f: (f.source, f.start - f.end, f.start, f.name.entity_id, f.name.rule)
        )
        kept: dict[tuple[int, int, str], Mention] = {}
        spans: dict[tuple[int, int], int] = {}
        covered = bytearray(len(text))
        for item in order:
            span = (item.start, item.end)
            if span in spans:
                if spans[span] != item.source and "hashtag" not in item.name.rule:
                    continue
            elif any(covered[item.start : item.end]):
                continue
            spans.setdefault(span, item.source)
            covered[item.start : item.end] = b"\x01" * (item.end - item.start)
            mention = self._mention(item, text)
            kept.setdefault((*span, mention.entity_id), mention)
        return sorted(kept.values(), key=lambda m: (m.start, m.end, m.entity_id))

    def _mention(self, item: _Found, text: str) -> Mention:
        name = self.own(item.name)
        written = text[item.start : item.end]
        return Mention(item.start, item.end, written, name.label, name.entity_id, name.rule)


def _named(run: Sequence[_Placed], names: tuple[Name, ...], *, base: bool) -> Iterator[_Found]:
    """Yield the mentions that a run of tokens may be, by its spelling."""
    start, end = run[0].start, run[-1].base_end if base else run[-1].end
    trimmed = run[-2].end if len(run) > 1 else end
    for name in names:
        # "Visa card" is Visa, but an "Apple Store" is a thing of its own.
        listed_end = trimmed if name.trimmed and name.label != "PRODUCT" else end
        if not name.mark:
            yield _Found(start, listed_end, name, name.source)
            continue
        written = " ".join([placed.token.written for placed in run]).replace("\u2019", "'")
        if name.mark == "=":
            if written == name.written:
                yield _Found(start, listed_end, name._replace(mark=""), name.source)
        elif name.source == STORY or written == name.written or counts_in_any_case(name.written):
            yield _Found(start, listed_end, name, name.source, written)


def _line(text: str) -> str:
    """Return the words of a text side by side, those with apostrophes both with and without them."""
    text = undotted(text.replace("&", " and "))
    words = row_of_words(text)
    if "'" in text or "\u2019" in text:
        words += row_of_words(text.replace("'", "").replace("\u2019", ""))
    return f" {' '.join(words)} "


def _needs(names: Iterable[Name], token: Token) -> bool:
    """Tell whether one of the names of a single word can be meant by a word as it is written."""
    return any(
        not name.mark
        or name.written == token.written
        or (name.mark == "?" and counts_in_any_case(name.written))
        for name in names
    )


def _forms(token: Token) -> tuple[str, ...]:
    return (token.form,) if token.form == token.base else (token.form, token.base)


def _ends(parts: Sequence[str], place: int) -> range:
    return range(min(len(parts), place + _WORDS_OF_A_NAME), place, -1)
