"""Posts that platforms give as HTML, read as plain text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

__all__ = ["HtmlText", "Link", "read_html"]

# Between paragraphs stands an empty line, between other blocks a line break.
_BREAK_AFTER = {"p": "\n\n", "div": "\n", "li": "\n", "blockquote": "\n", "pre": "\n", "ul": "\n", "ol": "\n"}
_UNSEEN = frozenset({"script", "style", "template"})
_LONGEST = 1 << 20


@dataclass(frozen=True)
class Link:
    """A link in HTML.

    Parameters
    ----------
    url
        Where it leads.
    text
        What it shows.
    classes
        Its CSS classes, by which platforms tell mentions and hashtags from links.
    """

    url: str
    text: str
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class HtmlText:
    """What HTML says.

    Parameters
    ----------
    text
        Its plain text.
    links
        Its links, in order.
    quotes
        The texts of its block quotations, which are somebody else's words.
    """

    text: str
    links: tuple[Link, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass
class _Open:
    """A link whose end has not come yet."""

    url: str
    classes: frozenset[str]
    parts: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.quotes: list[str] = []
        self.link: _Open | None = None
        self.unseen = 0
        self.quote_from: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BREAK_AFTER:
            self._break(_BREAK_AFTER[tag])
            if tag == "blockquote" and self.quote_from is None:
                self.quote_from = len(self.parts)
        elif tag in _UNSEEN:
            self.unseen += 1
        elif tag == "a":
            self._end_link()
            given = dict(attrs)
            if url := given.get("href"):
                self.link = _Open(url, frozenset((given.get("class") or "").split()))
        elif tag == "img":
            # Custom emoji of the Fediverse are pictures that carry their shortcode.
            self.handle_data(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "blockquote" and self.quote_from is not None:
            self.quotes.append(_tidy(self.parts[self.quote_from :]))
            self.quote_from = None
        if tag in _BREAK_AFTER:
            self._break(_BREAK_AFTER[tag])

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data)
            if self.link is not None:
                self.link.parts.append(data)

    def parse_marked_section(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        """Take ``<![…>`` for a comment, as browsers do; some versions of Python raise an error where it is odd."""
        return self.parse_bogus_comment(i)

    def end(self) -> None:
        """Take what is left, where a tag or comment is not closed, for text.

        Looking for tags in it once more, as ``close`` does, takes hours for some texts.
        """
        rest, self.rawdata = self.rawdata, ""
        self.handle_data(unescape(rest))
        self._end_link()

    def _break(self, lines: str) -> None:
        """End what stands before a block, also where no tag ends it (``<p>one<p>two``)."""
        if self.parts and not self.parts[-1].endswith(lines):
            self.parts.append(lines)

    def _end_link(self) -> None:
        if self.link is not None:
            self.links.append(Link(self.link.url, "".join(self.link.parts), self.link.classes))
            self.link = None


def _tidy(parts: list[str]) -> str:
    lines = [line.rstrip(" \t") for line in "".join(parts).split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip()


def read_html(html: str | None) -> HtmlText:
    r"""Read HTML as text, with its links.

    Parameters
    ----------
    html
        HTML of a post or profile, however broken; None for none. What comes after a million characters is
        left out.

    Returns
    -------
    Text with line breaks where blocks end, links and quotations. Nothing is fetched or run.

    Examples
    --------
    >>> found = read_html('<p>Hi <a href="https://example.com/a" class="x">exam<span>ple</span></a> &lt;3</p><p>Bye</p>')
    >>> found.text, found.links[0].url, found.links[0].text
    ('Hi example <3\n\nBye', 'https://example.com/a', 'example')
    """
    if not html:
        return HtmlText("")
    if "<" not in html and "&" not in html:
        return HtmlText(html.strip())
    parser = _Parser()
    parser.feed(html[:_LONGEST])
    parser.end()
    return HtmlText(_tidy(parser.parts), tuple(parser.links), tuple(parser.quotes))
