"""ConvoKit corpora: `utterances.jsonl`."""

from __future__ import annotations

__all__: list[str] = []
