"""Loaders: exported posts of any known format into one Posts table."""

from __future__ import annotations

# Each registers its loaders as it is imported.
from reaction.loaders import bluesky as _bluesky  # noqa: F401
from reaction.loaders import bluesky_jetstream as _bluesky_jetstream  # noqa: F401
from reaction.loaders import convokit as _convokit  # noqa: F401
from reaction.loaders import coordination_tables as _coordination_tables  # noqa: F401
from reaction.loaders import crowdtangle as _crowdtangle  # noqa: F401
from reaction.loaders import dmi_tcat as _dmi_tcat  # noqa: F401
from reaction.loaders import fourcat as _fourcat  # noqa: F401
from reaction.loaders import github as _github  # noqa: F401
from reaction.loaders import hacker_news as _hacker_news  # noqa: F401
from reaction.loaders import mastodon as _mastodon  # noqa: F401
from reaction.loaders import mastodon_archive as _mastodon_archive  # noqa: F401
from reaction.loaders import minet as _minet  # noqa: F401
from reaction.loaders import minet_bluesky as _minet_bluesky  # noqa: F401
from reaction.loaders import minet_youtube as _minet_youtube  # noqa: F401
from reaction.loaders import reddit as _reddit  # noqa: F401
from reaction.loaders import reddit_tables as _reddit_tables  # noqa: F401
from reaction.loaders import russian_troll_tweets as _russian_troll_tweets  # noqa: F401
from reaction.loaders import snscrape as _snscrape  # noqa: F401
from reaction.loaders import telegram_desktop as _telegram_desktop  # noqa: F401
from reaction.loaders import telethon as _telethon  # noqa: F401
from reaction.loaders import tiktok as _tiktok  # noqa: F401
from reaction.loaders import twarc_csv as _twarc_csv  # noqa: F401
from reaction.loaders import x_archive as _x_archive  # noqa: F401
from reaction.loaders import x_gnip as _x_gnip  # noqa: F401
from reaction.loaders import x_v1 as _x_v1  # noqa: F401
from reaction.loaders import x_v2 as _x_v2  # noqa: F401
from reaction.loaders import youtube as _youtube  # noqa: F401
from reaction.loaders import youtube_data_tools as _youtube_data_tools  # noqa: F401
from reaction.loaders import zeeschuimer_fediverse as _zeeschuimer_fediverse  # noqa: F401
from reaction.loaders import zeeschuimer_meta as _zeeschuimer_meta  # noqa: F401
from reaction.loaders import zeeschuimer_x as _zeeschuimer_x  # noqa: F401
from reaction.loaders._columns import columns
from reaction.loaders._convert import convert
from reaction.loaders._load import Loaded, load, read_posts
from reaction.loaders._registry import formats, loader
from reaction.loaders._rows import Author, Gone, Media, Reject, Row
from reaction.loaders._scan import Scan, scan_posts
from reaction.loaders._skeleton import has
from reaction.loaders._sniff import Sniffed, sniff
from reaction.loaders.report import LoadReport
from reaction.loaders.table import load_table, read_table

__all__ = [
    "Author",
    "Gone",
    "LoadReport",
    "Loaded",
    "Media",
    "Reject",
    "Row",
    "Scan",
    "Sniffed",
    "columns",
    "convert",
    "formats",
    "has",
    "load",
    "load_table",
    "loader",
    "read_posts",
    "read_table",
    "scan_posts",
    "sniff",
]
