"""Work beside a page: it tells how far it is, and gives what it made or why it failed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from streamlit.testing.v1 import AppTest

from energy_core.errors import UnreadableFile
from energy_core.ui.data.jobs import Job


def test_a_job_tells_its_share_while_it_works_and_then_gives_its_result() -> None:
    told, go_on = Event(), Event()

    def work(tell: Callable[[float], None]) -> str:
        tell(0.5)
        told.set()
        assert go_on.wait(10)
        return "made"

    job = Job(work)
    assert told.wait(10)
    assert (job.share, job.done) == (0.5, False)
    go_on.set()
    assert job.result() == "made"
    assert job.done


def test_what_a_job_raised_is_raised_to_who_asks() -> None:
    def work(tell: Callable[[float], None]) -> None:
        raise UnreadableFile("no table", line=3)

    job = Job(work)
    with pytest.raises(UnreadableFile, match="no table"):
        job.result()
    assert isinstance(job.error, UnreadableFile)


def test_a_fault_of_ours_is_in_the_log_once(caplog: pytest.LogCaptureFixture) -> None:
    def work(tell: Callable[[float], None]) -> None:
        raise ValueError("unforeseen")

    with pytest.raises(ValueError, match="unforeseen"):
        Job(work).result()
    (record,) = caplog.records
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "unforeseen"


def test_what_was_drawn_before_a_job_ended_is_drawn_again() -> None:
    def page(job, end) -> None:  # its source alone is run: it knows no names of here
        import streamlit as st

        from energy_core.ui.data import jobs

        st.text(f"done: {job.done}")
        end.set()
        job.result()
        if jobs.over(job):
            st.text("told")

    end = Event()
    job: Job[None] = Job(lambda _tell: assert_set(end))
    drawn = AppTest.from_function(page, kwargs={"job": job, "end": end}).run()
    assert [each.value for each in drawn.text] == ["done: True", "told"]


def assert_set(event: Event) -> None:
    assert event.wait(10)
