"""The one door for files: page, API and command line read, preview, store and undo through it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from energy_core.errors import EnergyError, StoreUnavailable, UnknownImport
from energy_core.formats.document import Answers, Document
from energy_core.services import reading_apart
from energy_core.services.importing import storing
from energy_core.services.importing.rows import Tally, pieces, total, usable
from energy_core.services.importing.storing import File, Pairs, Progress, tallied
from energy_core.services.importing.targets import Target, proposed, way_of
from energy_core.store import Store
from energy_core.store.imports import Counts, Import, Policy, State
from energy_core.store.removal import Undone

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing a file came to; `known`: these very bytes were stored before, as `batch`."""

    batch: int
    tallies: Sequence[Tally]
    known: bool = False


class Imports:
    """Any thread may call it, but not the event loop: reading and storing take their time."""

    def __init__(
        self,
        store: Store,
        changed: Callable[[], object] = lambda: None,
        stored: Callable[[set[str]], object] = lambda _: None,
        beside: Path | None = None,
    ) -> None:
        """`changed` is called when stored readings were replaced or taken back, `stored` with the
        slugs of the meters that a file was stored in. `beside`: the database's folder, where files
        are unpacked; what an earlier process left there goes."""
        self._store, self._changed, self._stored = store, changed, stored
        self._one_by_one = threading.Lock()
        self._progress: dict[int, float] = {}
        self._left: dict[int, str] = {}  # batch that is to go → why
        self._beside = beside
        if beside is not None:
            reading_apart.sweep(beside)

    def read(
        self,
        path: Path,
        name: str,
        answers: Answers | None = None,
        progress: reading_apart.Progress | None = None,
    ) -> list[Document]:
        """What the file says, read in a process of its own; where nobody names a zone, the site's
        is the guess. Raises UnreadableFile."""
        own = replace(answers or Answers(), usual_timezone=self._store.site().timezone)
        return reading_apart.read(path, name, own, progress, self._beside)

    def targets(self, documents: Sequence[Document]) -> list[Target]:
        """Where each series would go; a person may choose otherwise before they are stored."""
        return proposed(self._store, documents)

    def preview(self, targets: Sequence[Target], policy: Policy = Policy.KEEP) -> list[Tally]:
        """What storing would come to; nothing is written. Readings that two series of the file
        have for one meter count as new twice. Raises Contradiction."""
        pairs = tallied(targets)
        for target, tally in pairs:
            if target.slug:
                self._compare(target, tally, policy)
        return [tally for _, tally in pairs]

    def store(
        self,
        file: File,
        targets: Sequence[Target],
        policy: Policy = Policy.KEEP,
        progress: Progress = lambda *_: None,
    ) -> Stored:
        """Store a file as one batch, wholly or not at all; live readings go on meanwhile.

        What the app's end interrupts is taken back at the next start. Bytes that are stored
        already, and would change nothing, make no second batch. Raises NothingToStore,
        Contradiction, TooManyMeters, StoreUnavailable: then nothing is kept.
        """
        with self._one_by_one:
            self._finish_left()
            if before := self._again(file, targets, policy):
                return before
            pairs = tallied(targets)
            storing.check(self._store, pairs)
            return self._store_new(file, pairs, policy, progress)

    def undo(self, batch: int) -> Undone:
        """Take a batch back: the store is then as if it had never come. Raises UnknownImport, and
        StoreUnavailable: what had begun by then is finished later."""
        with self._one_by_one:
            self._finish_left()
            self._progress[batch] = 0.0
            try:
                gone = self._store.imports.undo(
                    batch, progress=lambda share: self._progress.update({batch: share})
                )
            except StoreUnavailable:
                if self.get(batch).state is State.UNDONE:
                    self._left[batch] = ""
                raise
            finally:
                del self._progress[batch]
        self._changed()
        return gone

    def all(self) -> list[Import]:
        """The newest first."""
        return self._store.imports.all()

    def get(self, batch: int) -> Import:
        """Raises UnknownImport."""
        return self._store.imports.get(batch)

    def progress(self, batch: int) -> float | None:
        """Share of a batch that is stored or taken back so far; None where nothing is under way."""
        return self._progress.get(batch)

    def _compare(self, target: Target, tally: Tally, policy: Policy) -> None:
        way = way_of(self._store, target)
        if way is None:
            tally.counts += Counts(new=usable(target.series, tally))
            return
        for piece in pieces(target.series, way, tally):
            tally.note(piece, self._store.imports.compare(piece.readings, policy))

    def _again(self, file: File, targets: Sequence[Target], policy: Policy) -> Stored | None:
        """The batch of these very bytes, if storing them again would change nothing."""
        before = self._store.imports.of_file(file.sha256)
        if policy is Policy.CORRECT:
            before = [one for one in before if one.policy is policy]
        if not before:
            return None
        tallies = self.preview(targets, policy)
        counts = total(tallies)
        changes = counts.new + counts.different * (policy is Policy.REPLACE)
        if changes or not counts.same + counts.different:
            return None
        return Stored(before[-1].batch, tallies, known=True)

    def _store_new(self, file: File, pairs: Pairs, policy: Policy, progress: Progress) -> Stored:
        def note(done: int, rows: int) -> None:
            self._progress[batch] = done / rows
            progress(done, rows)

        batch = self._store.imports.number()
        self._progress[batch] = 0.0
        try:
            storing.begin(self._store, batch, file, pairs, policy)
            storing.commit(self._store, batch, pairs, policy, note)
            storing.finish(self._store, batch, file, pairs)
        except BaseException as error:
            self._take_back(batch, error)
            raise
        finally:
            del self._progress[batch]
        if policy is not Policy.KEEP:
            self._changed()
        self._stored({tally.meter for _, tally in pairs if tally.meter})
        return Stored(batch, [tally for _, tally in pairs])

    def finish_left(self) -> None:
        """Take back what could not be taken back when it failed (the disk was full). Raises
        StoreUnavailable where it still cannot."""
        if self._left:
            with self._one_by_one:
                self._finish_left()

    def _finish_left(self) -> None:
        for batch, reason in [*self._left.items()]:
            with suppress(UnknownImport):  # it failed before it was noted
                self._store.imports.undo(batch, reason)
                self._changed()
            del self._left[batch]

    def _take_back(self, batch: int, error: BaseException) -> None:
        """After a failure. Where even that fails, it is tried again before anything else is stored
        or taken back."""
        self._left[batch] = f"it could not be stored: {error}"
        try:
            self._finish_left()
        except EnergyError:
            log.exception("import %d could not be taken back yet", batch)
