"""Which incidents deserve a look now, and which lie behind; the heading that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from energy_core.analysis.detectors.event import Anomaly, Severity
from energy_core.model import Incident
from energy_core.ui.words import _, ngettext

RECENT = timedelta(days=30)


class State(StrEnum):
    OPEN = "open"  # nobody has said anything, and it is no older than RECENT
    EARLIER = "earlier"  # nobody has said anything, and it is over for long
    JUDGED = "judged"
    MUTED = "muted"


def state_names() -> dict[State, str]:
    return {
        State.OPEN: _("To look at"), State.EARLIER: _("Earlier"), State.JUDGED: _("Judged"),
        State.MUTED: _("Muted"),
    }  # fmt: skip


def state_of(incident: Incident, now: datetime) -> State:
    """`now`: up to when there are readings, so that what came in files does not age."""
    if incident.verdict is not None:
        return State.JUDGED
    if incident.muted:
        return State.MUTED
    is_fresh = incident.is_open or incident.end > now - RECENT
    return State.OPEN if is_fresh else State.EARLIER


@dataclass(frozen=True, slots=True)
class Filter:
    """None: of any."""

    state: State = State.OPEN
    kind: Anomaly | None = None
    meter: str | None = None  # slug

    def takes(self, incident: Incident, now: datetime) -> bool:
        return (
            state_of(incident, now) is self.state
            and self.kind in (None, incident.kind)
            and self.meter in (None, incident.meter.slug)
        )


def to_look_at(incidents: Iterable[Incident], now: datetime) -> list[Incident]:
    return [one for one in incidents if state_of(one, now) is State.OPEN]


def heading(opened: list[Incident], others: int = 0) -> str:
    """ "Two things to look at, nothing urgent". `others`: things that are no incident."""
    count = len(opened) + others
    if not count:
        return _("Nothing to look at")
    things = ngettext("{count} thing to look at", "{count} things to look at", count)
    what = things.format(count=_count(count))
    weighty = sum(one.layer > 1 and one.severity == Severity.ALERT for one in opened)
    if not weighty:
        return _("{what}, nothing urgent").format(what=what)
    if weighty == count:
        return ngettext("{what}, important", "{what}, all important", count).format(what=what)
    told = ngettext("{what}, {some} of them important", "{what}, {some} of them important", weighty)
    return told.format(what=what, some=_count(weighty).lower())


def _count(count: int) -> str:
    """In words up to nine."""
    words = _("One Two Three Four Five Six Seven Eight Nine").split()
    return words[count - 1] if count <= len(words) else str(count)


def past_month(incidents: Iterable[Incident], now: datetime) -> str:
    """ "14 found in 30 days, 12 judged"."""
    lately = [one for one in incidents if one.detected > now - RECENT]
    judged = Counter(one.verdict is not None for one in lately)[True]
    if not lately:
        return _("None found in 30 days")
    told = ngettext("{count} found in 30 days", "{count} found in 30 days", len(lately))
    if judged:
        told = ngettext(
            "{count} found in 30 days, {judged} judged",
            "{count} found in 30 days, {judged} judged",
            judged,
        )
    return told.format(count=len(lately), judged=judged)
