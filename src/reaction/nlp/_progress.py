"""Progress that shows only when work takes longer than two seconds, and can be silenced."""

from __future__ import annotations

from tqdm.auto import tqdm

_DELAY = 2.0  # seconds


class Bar:
    """A progress bar.

    Parameters
    ----------
    total
        The number of steps.
    label
        What is done.
    progress
        None shows it after two seconds, True at once, False never.
    """

    def __init__(self, total: int, label: str, progress: bool | None) -> None:
        self._bar = tqdm(
            total=total,
            desc=label,
            unit=" texts",
            delay=0 if progress else _DELAY,
            disable=progress is False,
            leave=False,
        )

    def advance(self, steps: int) -> None:
        """Note that steps are done."""
        self._bar.update(steps)

    def close(self) -> None:
        """Take the bar away."""
        self._bar.close()
