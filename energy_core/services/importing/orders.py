"""A file to import as the API and the command line ask for it, and their plain answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from energy_core.errors import BadRequest
from energy_core.formats.document import Answers, Document
from energy_core.services.importing.storing import File
from energy_core.services.importing.targets import named
from energy_core.services.imports import Imports
from energy_core.store.imports import Import, Policy


@dataclass(frozen=True, slots=True)
class Order:
    """`meters`: see `targets.named`."""

    timezone: str | None = None
    meters: Sequence[str] = ()
    policy: Policy = Policy.KEEP
    dry_run: bool = False

    @classmethod
    def of(
        cls, timezone: str | None, meters: Sequence[str], on_conflict: str | None, dry_run: bool
    ) -> Order:
        """Raises BadRequest for a policy that does not exist."""
        if on_conflict is not None and on_conflict not in list(Policy):
            raise BadRequest(f"on_conflict must be one of {', '.join(Policy)}")
        return cls(timezone or None, meters, Policy(on_conflict or Policy.KEEP), dry_run)


def run(imports: Imports, path: Path, name: str, sha256: str, order: Order) -> dict[str, Any]:
    """Read and store a file, or only say what storing it would do; plain JSON."""
    documents = imports.read(path, name, Answers(timezone=order.timezone))
    targets = named(imports.targets(documents), order.meters)
    told: dict[str, Any] = {"file": name, "batch": None}
    if order.dry_run:
        tallies = imports.preview(targets, order.policy)
        told |= {"dry_run": True}
    else:
        stored = imports.store(File(name, sha256, documents), targets, order.policy)
        tallies = list(stored.tallies)
        told |= {"batch": stored.batch, "known": stored.known}
    series = [
        tally.shown() | ({"reason": target.reason} if target.reason else {})
        for target, tally in zip(targets, tallies, strict=True)
    ]
    return told | {"series": series, "issues": _issues(documents)}


def shown(one: Import, progress: float | None) -> dict[str, Any]:
    """An import as a list shows it."""
    return {
        "batch": one.batch,
        "file": one.file,
        "sha256": one.sha256,
        "format": one.format,
        "on_conflict": one.policy,
        "created": one.created.isoformat(),
        "state": one.state,
        "reason": one.reason,
        **asdict(one.counts),
        "progress": progress,
    }


def _issues(documents: Sequence[Document]) -> list[dict[str, Any]]:
    return [asdict(issue) for document in documents for issue in document.issues]
