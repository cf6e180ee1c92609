"""Every exception and warning that `reaction` raises on purpose.

::

    ReactionError
    ├── SchemaError (ValueError)            a table is not a valid Posts table
    │   └── MissingColumnError (KeyError)   a column that a function needs is absent
    ├── LoadError (ValueError)              a file can't be read as posts
    │   ├── UnknownFormatError              no known export format fits
    │   ├── AmbiguousFormatError            several formats fit
    │   ├── MappingError                    a table's columns can't be taken as asked
    │   └── NotPostsError                   an export of something else: users, counts, compliance
    │       └── CompanionError              a part of an archive that holds no posts
    ├── NoInputError (FileNotFoundError)    a path, folder or glob names no file
    ├── StoryError (ValueError)             a story file or description is wrong
    ├── TaggingError (ValueError)           posts can't be tagged as asked
    ├── EstimateError (ValueError)          a number asked for has no defensible meaning
    ├── GraphError (ValueError)             a network can't be built, measured or written as asked
    ├── FigureError (ValueError)            a figure can't be drawn or saved as asked
    └── ExportError (ValueError)            posts can't be written for another tool as asked

    ReactionWarning (UserWarning)
    ├── RejectedWarning                     records of a file were rejected
    ├── SelectionWarning                    a selection leaves out rows, or selects on the outcome
    └── NotAnalysedWarning                  posts were left untagged, for example for their language
"""

from __future__ import annotations

__all__ = [
    "AmbiguousFormatError",
    "CompanionError",
    "EstimateError",
    "ExportError",
    "FigureError",
    "GraphError",
    "LoadError",
    "MappingError",
    "MissingColumnError",
    "NoInputError",
    "NotAnalysedWarning",
    "NotPostsError",
    "ReactionError",
    "ReactionWarning",
    "RejectedWarning",
    "SchemaError",
    "SelectionWarning",
    "StoryError",
    "TaggingError",
    "UnknownFormatError",
]


class ReactionError(Exception):
    """Base of every error that `reaction` raises on purpose."""


class SchemaError(ReactionError, ValueError):
    """A table is not a valid Posts table."""


class MissingColumnError(SchemaError, KeyError):
    """A column that a function needs is absent."""

    def __str__(self) -> str:
        # KeyError would print the repr of the message, with quotes and escapes.
        return str(self.args[0]) if self.args else ""


class LoadError(ReactionError, ValueError):
    """A file can't be read as posts."""


class UnknownFormatError(LoadError):
    """No known export format fits a file."""


class AmbiguousFormatError(LoadError):
    """Several export formats fit a file equally well."""


class MappingError(LoadError):
    """The columns of a table can't be taken as columns of posts as asked."""


class NotPostsError(LoadError):
    """A file is an export of something other than posts."""


class CompanionError(NotPostsError):
    """A file is a part of an archive, such as its list of likes, that holds no posts of its own."""


class NoInputError(ReactionError, FileNotFoundError):
    """A path, folder or glob names no file."""


class StoryError(ReactionError, ValueError):
    """A story file or description is wrong."""


class TaggingError(ReactionError, ValueError):
    """Posts can't be tagged as asked."""


class EstimateError(ReactionError, ValueError):
    """A number was asked for that has no defensible meaning."""


class GraphError(ReactionError, ValueError):
    """A network can't be built, measured or written as asked."""


class FigureError(ReactionError, ValueError):
    """A figure can't be drawn or saved as asked."""


class ExportError(ReactionError, ValueError):
    """Posts can't be written for another tool as asked."""


class ReactionWarning(UserWarning):
    """Base of every warning that `reaction` gives on purpose."""


class RejectedWarning(ReactionWarning):
    """Records of a file were rejected while loading."""


class SelectionWarning(ReactionWarning):
    """A selection leaves rows out, or selects on the outcome that is studied."""


class NotAnalysedWarning(ReactionWarning):
    """Posts were left untagged, for example for their language."""
