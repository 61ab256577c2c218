"""Long work beside the page: it goes on while one looks around, and says how far it is."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

import streamlit as st

from energy_core.errors import EnergyError

Result = TypeVar("Result")
Work = Callable[[Callable[[float], None]], Result]
"""Gets a function to tell it how much is done, 0 to 1."""

LOOK_EVERY_S = 0.3
log = logging.getLogger(__name__)


class Job(Generic[Result]):
    """Begun at once, in a thread of its own."""

    def __init__(self, work: Work[Result]) -> None:
        self.share = 0.0
        self.told = False  # a run of the page began after its end
        self._value: Result | None = None
        self.error: Exception | None = None
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Work[Result]) -> None:
        try:
            self._value = work(self._tell)
        except EnergyError as error:  # it belongs to who asks for the result
            self.error = error
        except Exception as error:
            log.exception("work beside a page failed")
            self.error = error

    def _tell(self, share: float) -> None:
        self.share = min(1.0, max(0.0, share))

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def result(self) -> Result:
        """Waits for it; raises what the work raised."""
        self._thread.join()
        if self.error:
            raise self.error
        return self._value  # type: ignore[return-value]


def watch(job: Job, text: str) -> None:
    """A bar until the job is done; then the whole page is drawn again."""

    @st.fragment(run_every=LOOK_EVERY_S)
    def look() -> None:
        if job.done:
            job.told = True
            st.rerun()
        st.progress(job.share, text=text)

    look()


def over(job: Job) -> bool:
    """Whether it is done. Where it ended while the page was being drawn, the page is drawn again:
    what stands above does not know of it."""
    if job.done and not job.told:
        job.told = True
        st.rerun()
    return job.done
