"""Issues of one kind are one issue, with the first line and the number of rows."""

from __future__ import annotations

from dataclasses import replace

from energy_core.formats.document import Issue, Severity

MOST_KINDS = 100  # of different messages kept; a file of noise has one a line


class Findings:
    """Collects issues in the order in which their kinds were met."""

    def __init__(self) -> None:
        self._found: dict[tuple[Severity, str], Issue] = {}
        self._left = 0

    def add(
        self,
        message: str,
        line: int | None = None,
        rows: int = 1,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """One more of `message`, which names no line or value that varies."""
        key = (severity, message)
        there = self._found.get(key)
        if there is not None:
            self._found[key] = replace(there, rows=there.rows + rows)
        elif len(self._found) < MOST_KINDS:
            self._found[key] = Issue(severity, message, line, rows=rows)
        else:
            self._left += rows

    def issues(self) -> tuple[Issue, ...]:
        left = f"{self._left} more rows have other problems"
        more = (Issue(Severity.WARNING, left, rows=self._left),) if self._left else ()
        return (*self._found.values(), *more)
