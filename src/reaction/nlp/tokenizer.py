"""A tokenizer for posts: one linear regular expression behind a cache, wrapped in a spaCy ``Doc``."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from reaction.nlp._marks import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.vocab import Vocab

__all__ = ["PostTokenizer", "spans"]

_PICTURE = r"[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]"
_JOINED = r"[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
_EMOJI = rf"(?:{_PICTURE}|[0-9#*]\ufe0f?\u20e3){_JOINED}*(?:\u200d{_PICTURE}{_JOINED}*)*"
_LINK = r"""(?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?'\u2019…\])]"""
_TOKEN = re.compile(
    rf"""
      {_LINK}
    | [\U0001f1e6-\U0001f1ff]{{2}} | {_EMOJI}                          # flags, emoji
    | [@\uff20]\w+(?:\.\w+)*(?:@\w+(?:\.\w+)+)? | [#\uff03]\w+               # handles, of the fediverse too; hashtags
    | ['\u2019][sS](?!\w)                                                  # possessives
    | (?:[^\W\d_]\.){{2,}}                                            # U.S., e.g.
    | [^\W\d_]\w*(?:(?!['\u2019][sS](?!\w))['\u2019][^\W\d_]+)*                # words, contractions
    | [$€£¥]\d+(?:[.,]\d+)*(?:bn|[kmbKMB])?(?!\w)                    # amounts
    | \d+(?:[.,:]\d+)*(?:%|\w+)?                                     # numbers, 1st, 50%
    | [<>]?[:;=8xX][-o^']?[()\[\]DPp/\\|3*]+(?!\w) | <[/\\]?3+ | \^_+\^  # emoticons
    | \.{{2,}} | !+ | \?+ | \s+ | [^\w\s] | \w+
    """,
    re.VERBOSE,
)
_STATE = b"reaction.nlp.tokenizer 1"
_KEPT_LENGTH = 32
_KEPT_CHUNKS = 1 << 17


def spans(text: str) -> Iterator[tuple[str, int]]:
    """Cut a text into the words and marks that :class:`PostTokenizer` finds, without a ``Doc``.

    Parameters
    ----------
    text
        Any text.

    Yields
    ------
    Each word, mark or line break, with its place in the text; other spaces are left out.

    Examples
    --------
    >>> list(spans("Don't! #ICE"))
    [("Don't", 0), ('!', 5), ('#ICE', 7)]
    """
    start = 0
    for chunk in text.split(" "):
        for word, place in _kept_spans(chunk) if len(chunk) <= _KEPT_LENGTH else _spans(chunk):
            yield word, start + place
        start += len(chunk) + 1


def _spans(chunk: str) -> tuple[tuple[str, int], ...]:
    return tuple(
        (match[0], match.start())
        for match in _TOKEN.finditer(chunk)
        if "\n" in match[0] or not match[0].isspace()
    )


_kept_spans = lru_cache(maxsize=1 << 16)(_spans)


class PostTokenizer:
    """Cut posts into words, possessives, links, handles, hashtags, emoji, emoticons, numbers and marks.

    Contractions stay whole (``don't``), the possessive is a token of its own (``Microsoft``, ``'s``), hyphens
    separate (``ex``, ``-``, ``Microsoft``), so that names are found inside compounds. ``doc.text`` is always
    the text itself. Time is linear in the text; frequent pieces between spaces are cut once.

    Parameters
    ----------
    vocab
        The pipeline's vocabulary.

    Examples
    --------
    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> nlp.tokenizer = PostTokenizer(nlp.vocab)
    >>> [token.text for token in nlp("Don't! Microsoft's #ICE deal :-( 👩‍💻")]
    ["Don't", '!', 'Microsoft', "'s", '#ICE', 'deal', ':-(', '👩\u200d💻']
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._pieces: dict[str, tuple[tuple[int, ...], tuple[bool, ...]]] = {}
        self._kept_of_zone: list[str] | None = None

    def __call__(self, text: str) -> Doc:
        """Cut one text.

        Parameters
        ----------
        text
            Any text without lone surrogates, which spaCy can't store.

        Returns
        -------
        The ``Doc``.
        """
        known = self._pieces
        orths: list[int] = []
        spaces: list[bool] = []
        # Extending two lists beats chained iterators here, and integers beat words: no hashing in Doc.
        for chunk in text.split(" "):
            piece = known.get(chunk) or self._cut(chunk)
            orths.extend(piece[0])
            spaces.extend(piece[1])
        if chunk:
            spaces[-1] = False
        else:  # the text is empty or ends in a space, which the token before it carries
            orths.pop()
            spaces.pop()
        note = {TEXT: text}
        return Doc(self.vocab, words=orths, spaces=spaces, user_data=note)  # type: ignore[arg-type]

    def _cut(self, chunk: str) -> tuple[tuple[int, ...], tuple[bool, ...]]:
        add = self.vocab.strings.add
        if not chunk:  # one more space after a space is a token of its own
            piece: tuple[tuple[int, ...], tuple[bool, ...]] = ((add(" "),), (False,))
        else:
            orths = tuple([add(word) for word in _TOKEN.findall(chunk)])
            piece = (orths, (False,) * (len(orths) - 1) + (True,))
        if len(chunk) <= _KEPT_LENGTH:
            if len(self._pieces) >= _KEPT_CHUNKS:
                self._pieces.clear()
            self._pieces[chunk] = piece
            if self._kept_of_zone is not None:
                self._kept_of_zone.append(chunk)
        return piece

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:  # noqa: ARG002
        """Cut texts one after the other.

        Parameters
        ----------
        texts
            Texts.
        batch_size
            Taken for the sake of spaCy's interface; without effect.

        Yields
        ------
        One ``Doc`` per text, in order.
        """
        yield from map(self, texts)

    @contextmanager
    def memory_zone(self, mem: Any = None) -> Iterator[None]:  # noqa: ARG002
        """Forget at the end what was cut inside: spaCy's ``nlp.memory_zone()`` calls this, and frees the words."""
        self._kept_of_zone = []
        try:
            yield
        finally:
            for chunk in self._kept_of_zone:
                self._pieces.pop(chunk, None)
            self._kept_of_zone = None

    def to_bytes(self, **_: Any) -> bytes:
        """Return the tokenizer as bytes; it has no state beyond its version."""
        return _STATE

    def from_bytes(self, data: bytes, **_: Any) -> PostTokenizer:
        """Read what :meth:`to_bytes` wrote."""
        if data != _STATE:
            raise ValueError("These bytes are not a tokenizer of this version of reaction.")
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the tokenizer to a file."""
        Path(path).write_bytes(_STATE)

    def from_disk(self, path: str | Path, **_: Any) -> PostTokenizer:
        """Read what :meth:`to_disk` wrote."""
        return self.from_bytes(Path(path).read_bytes())
