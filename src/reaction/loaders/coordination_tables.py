"""Tables made for coordination-network-toolkit and CooRTweet."""

from __future__ import annotations

__all__: list[str] = []
