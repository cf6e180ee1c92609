"""Links the mentions in a text to entities: a story's actors first, then the lists, then patterns of names."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, chain, compress, count
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from reaction.lexicon import stance_cues
from reaction.nlp import _hashtags
from reaction.nlp._ambiguous import (
    Ambiguous,
    Surroundings,
    ambiguous,
    around,
    counts_in_any_case,
    decide,
    decide_listed,
    trimmed_nouns,
)
from reaction.nlp._marks import Mention, row_of_words, words_of
from reaction.nlp._names import (
    SHORTEST_TYPO,
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
_SHORTEST_PART = 3  # letters of a name within a hashtag
_JOINING = frozenset({"", "-", "\u2010", "\u2011", "\u2013", "/", "+", "*"})
_OF_ADDRESSES = frozenset({"http", "https", "www"})
_STORY, _OWN, _PACKAGED, _PATTERNS = range(4)
_SOURCES = {"entity.list": _OWN, "entity.lexicon": _PACKAGED, "entity.pattern": _PATTERNS}
_TOKENS, _HOT = attrgetter("tokens"), attrgetter("hot")


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
    """A text as one row of tokens with their places."""

    def __init__(self, text: str, pieces: Sequence[_Piece], chunks: Sequence[str], words: set[str]) -> None:
        self.text = text
        rows = list(map(_TOKENS, pieces))
        self.tokens = list(chain.from_iterable(rows))
        self._firsts: list[int] = list(accumulate(map(len, rows), initial=0))
        self._ends: list[int] = list(accumulate(map(len, chunks)))
        self.starts: list[int] = []
        self.settled: list[tuple[int, str, tuple[Name, ...]]] = []
        self.heads: list[int] = []
        for number in compress(count(), map(_HOT, pieces)):
            piece, first = pieces[number], self._firsts[number]
            if piece.starts:
                self.starts += [first + i for i in piece.starts]
            if piece.settled:
                self.settled += [(first + i, kind, names) for i, kind, names in piece.settled]
            if piece.heads:
                self.heads += [first + i for i in piece.heads]
        self._words = words

    def _offset(self, i: int) -> int:
        """Return where the piece of token i begins."""
        number = bisect_right(self._firsts, i) - 1
        return self._ends[number - 1] + number if number else 0

    def start(self, i: int) -> int:
        """Return where token i begins."""
        return self._offset(i) + int(self.tokens[i].start)

    def end(self, i: int, *, base: bool = False) -> int:
        """Return where token i, or its base, ends."""
        token = self.tokens[i]
        return self._offset(i) + int(token.base_end if base else token.end)

    def joined(self, i: int) -> bool:
        """Tell whether the token after token i may belong to the same name."""
        if i + 1 >= len(self.tokens) or self.tokens[i + 1].kind not in {WORD, MARK}:
            return False
        gap = self.text[self.end(i) : self.start(i + 1)]
        if gap in {" ", "-"}:
            return True
        if gap.strip(" ") in _JOINING:
            return True
        # "J. P. Morgan", "Amazon.com", "St. Louis", but not "with Acme. Cloud"
        return gap == "." or (gap == ". " and len(self.tokens[i].written) <= 2)

    def written(self, first: int, last: int) -> str:
        return " ".join([token.written for token in self.tokens[first : last + 1]]).replace("\u2019", "'")

    def surroundings(self, start: int, end: int, written: str, *, company: bool) -> Surroundings:
        before, after = around(self.text, start, end)
        return Surroundings(
            written=written, before=before, after=after, text=self.text, words=self._words, company=company
        )


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

    def find(self, text: str, words: set[str] | None = None, *, links: bool = False) -> list[Mention]:
        """Return the mentions in the order of the text.

        `words` are those of the text, for callers that know them already; `links` says whether addresses count.
        """
        if words is None:
            words = words_of(text)
        if not (self._may_name(text, words) or (links and not words.isdisjoint(_OF_ADDRESSES))):
            return []
        chunks = text.split(" ")
        kept = list(map(self._pieces.get, chunks))
        pieces = [
            self._read(chunk) if piece is None else piece for chunk, piece in zip(chunks, kept, strict=True)
        ]
        place = _Text(text, pieces, chunks, words)
        found = self._found(place)
        if links:
            found += self._linked(text)
        return self._chosen(found, text)

    def _may_name(self, text: str, words: set[str]) -> bool:
        """Tell, by a few operations on sets, whether a mention may be in a text: most texts have none."""
        if ("#" in text or "\uff03" in text) and any(self._tag(tag) for *_, tag in _hashtags.find(text)):
            return True
        if "$" in text:
            return True
        if "&" in text:
            words = words | {"and"}
        is_addressed = "@" in text or "\uff20" in text
        line = ""
        for index in (self.story, *self.lists):
            if is_addressed and not index.handles.keys().isdisjoint(words):
                return True
            firsts = index.firsts()
            for word in firsts.keys() & words:
                first = firsts[word]
                if first.alone or any(map(text.__contains__, first.spellings)):
                    return True
                if following := first.following & words:
                    line = line or _line(text)
                    if any(f" {word} {after} " in line for after in following):
                        return True
        if self._patterns is not None and self._patterns.may_be_in(text, words):
            return True
        return self._may_misspell(words)

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

    def _found(self, place: _Text) -> list[_Found]:
        settled = [*self._settled(place)]
        sure: list[_Found] = []
        unsure: list[_Found] = []
        refused: set[tuple[int, int]] = set()
        for item in self._walk(place):
            (unsure if item.name.mark else sure).append(item)
        found = [*settled, *sure]
        clear = any(item.source == _STORY for item in found)
        entities = {item.name.entity_id for item in found}
        for item in unsure:
            rule = self._decided(item, place, clear=clear, entities=entities)
            if rule is not None:
                found.append(item._replace(name=item.name._replace(rule=rule)))
            elif item.source == _STORY:
                refused.add((item.start, item.end))
        found = [item for item in found if item.source == _STORY or (item.start, item.end) not in refused]
        found += self._tagged(place, company=any(item.source == _STORY for item in found))
        if self._patterns is not None and place.heads:
            found += [
                _Found(start, end, name, _PATTERNS)
                for start, end, name in self._patterns.find(place, place.heads)
            ]
        return found

    def _walk(self, place: _Text) -> Iterator[_Found]:
        """Yield every run of words that is a name."""
        tokens = place.tokens
        for first in place.starts:
            for root in self._roots:
                node, last = root, first
                while True:
                    token = tokens[last]
                    # "Acme's" is Acme before it is Acmes.
                    owner = node.get(token.base, {}).get("") if token.base != token.form else None
                    if owner:
                        yield from self._named(place, first, last, owner, base=True)
                    if token.form not in node:
                        break
                    node = node[token.form]
                    if not owner and (names := node.get("")):
                        yield from self._named(place, first, last, names, base=False)
                    last += 1
                    if last == len(tokens) or (
                        tokens[last].form not in node and tokens[last].base not in node
                    ):
                        break
                    if not place.joined(last - 1):
                        break

    def _named(
        self, place: _Text, first: int, last: int, names: tuple[Name, ...], *, base: bool
    ) -> Iterator[_Found]:
        start, end = place.start(first), place.end(last, base=base)
        if last > first and place.tokens[last].base in trimmed_nouns():
            listed_end = place.end(last - 1)
        else:
            listed_end = end
        for name in names:
            written = place.written(first, last) if name.mark else ""
            if name.mark != "=" or written == name.written:
                settled = name._replace(mark="") if name.mark == "=" else name
                source = _source(name)
                yield _Found(start, end if source == _STORY else listed_end, settled, source, written)

    def _decided(self, item: _Found, place: _Text, *, clear: bool, entities: set[str]) -> str | None:
        company = clear if item.source == _STORY else item.name.entity_id in entities
        around_it = place.surroundings(item.start, item.end, item.written, company=company)
        if item.source == _STORY:
            return decide(ambiguous(item.name.written), around_it)
        reason = decide_listed(item.name.written, item.name.label, around_it)
        return _because(item.name, reason).rule if reason else None

    def _linked(self, text: str) -> Iterator[_Found]:
        for match in ADDRESS.finditer(text):
            if name := self.by_domain(domain_of(match[0])):
                yield _Found(*match.span(), name, _source(name))

    def _settled(self, place: _Text) -> Iterator[_Found]:
        for i, kind, names in place.settled:
            if kind == TAG:
                continue
            end = place.end(i, base=kind == WORD)
            for name in names:
                yield _Found(place.start(i), end, name, _source(name))

    def _tagged(self, place: _Text, *, company: bool) -> Iterator[_Found]:
        for i, kind, names in place.settled:
            if kind != TAG:
                continue
            tag = place.tokens[i].written
            for name in names:
                # A tag that is nothing but the ambiguous word counts in its exact case, or in company.
                if name.mark and tag != name.written and not company:
                    continue
                yield _Found(place.start(i), place.end(i), name, _source(name))

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
                return tuple(_because(name, "typo") for name in found)
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
        return name if actor is None or _source(name) == _STORY else name._replace(entity_id=actor)

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
            return [_because(name, "hashtag_name") for name in whole]
        parts = _hashtags.split(tag, self._vocabulary)
        names = self._names_of_parts(parts) if len(parts) > 1 else []
        if any(_source(name) == _STORY for name in names):
            return names
        if listed := self._listed_tag(tag):
            return [_because(name, "hashtag") for name in listed]
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
                _because(name, "hashtag_part")._replace(mark="")
                for name in self.story.joined.get("".join(parts[place:end]).lower(), ())
                if not name.mark or self._accepts(ambiguous(name.written), parts, place)
            ]
            if names:
                return names, end
        return [], place

    def _listed_part(self, parts: Sequence[str], place: int, free: Sequence[bool]) -> tuple[list[Name], int]:
        for end in _ends(parts, place):
            body = "".join(parts[place:end])
            is_word = len(body) >= _SHORTEST_PART and not body.isdecimal()
            if is_word and all(free[place:end]) and (names := self._listed_tag(body)):
                return [_because(name, "hashtag_part") for name in names], end
        return [], place

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
        others = [part for i, part in enumerate(parts) if i != place]
        beside = Surroundings(
            written=parts[place].upper() if parts[place].islower() else parts[place],
            before=parts[:place],
            after=parts[place + 1 :],
            text=" ".join(part.title() for part in others),
            words={part.lower() for part in others},
            company=any(part.lower() in self.story.joined for part in others),
        )
        rule = decide(entry, beside)
        # In a tag of small letters nothing shows the case: ask for a neighbour that settles it.
        return rule is not None and (not parts[place].islower() or rule != "entity.case" or beside.company)

    def _chosen(self, found: list[_Found], text: str) -> list[Mention]:
        """Keep, where mentions overlap, the earlier source, then the longest; several entities may share a span."""
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
            name = self.own(item.name)
            spans.setdefault(span, item.source)
            covered[item.start : item.end] = b"\x01" * (item.end - item.start)
            mention = Mention(*span, text[item.start : item.end], name.label, name.entity_id, name.rule)
            kept.setdefault((*span, name.entity_id), mention)
        return sorted(kept.values(), key=lambda m: (m.start, m.end, m.entity_id))


def _line(text: str) -> str:
    """Return the words of a text side by side, those with apostrophes both with and without them."""
    words = row_of_words(text.replace("&", " and "))
    if "'" in text or "\u2019" in text:
        words += row_of_words(text.replace("&", " and ").replace("'", "").replace("\u2019", ""))
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


def _because(name: Name, reason: str) -> Name:
    return name._replace(rule=f"{name.rule[: name.rule.rfind('.')]}.{reason}")


def _source(name: Name) -> int:
    return _SOURCES.get(name.rule[: name.rule.rfind(".")], _STORY)
