"""The `reaction` command as ``python -m reaction``."""

from __future__ import annotations

from reaction.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
