"""What deserves a look, for the pages and the API: what was found, what people say of it, and how
much they want to be told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from energy_core.analysis.detectors.baseline import LEARNING, LONG
from energy_core.analysis.detectors.sensitivity import TOP, Sensitivity, level, runs
from energy_core.errors import BadRequest
from energy_core.model import Incident, Meter, Verdict
from energy_core.services.detecting.around import Around, around
from energy_core.services.detecting.taught import muted
from energy_core.services.detecting.watch import Watch
from energy_core.services.live import Live
from energy_core.store import Store

LONGEST_AUTHOR = 100


class Detecting:
    """`running().detecting`. Any thread may call it."""

    def __init__(self, store: Store, live: Live) -> None:
        self._store, self._live = store, live
        self._watch = Watch(store, self._told)

    def start(self) -> None:
        self._watch.start()

    def stop(self) -> None:
        self._watch.stop()

    # -- incidents

    def incidents(self, since: datetime | None = None) -> list[Incident]:
        """Those that reach beyond `since`, the most energy at stake first."""
        found = muted(self._store.anomalies.all(), self._store.site().timezone)
        found = [one for one in found if since is None or one.end > since]
        return sorted(found, key=lambda one: -abs(one.excess_wh or 0.0))

    def incident(self, id: int) -> Incident:
        """Raises UnknownIncident."""
        self._store.anomalies.get(id)
        return next(one for one in self.incidents() if one.id == id)

    def judge(self, id: int, verdict: Verdict | None, author: str) -> Incident:
        """Say what an incident is; None takes it back. Raises UnknownIncident."""
        said = "".join(c if c.isprintable() else " " for c in author)[:LONGEST_AUTHOR]
        judged = self._store.anomalies.judge(id, verdict, said)
        self._told(judged.meter)
        return judged

    def around(self, incident: Incident) -> Around:
        return around(self._store, incident, self.incidents())

    # -- how much is told

    def learning(self, meter: Meter) -> tuple[int, int] | None:
        """(day, of how many) while a meter's days are learned; None afterwards, and of a meter that
        is not looked at."""
        lane = self._watch.lane(meter)
        return (lane.days_learned + 1, LEARNING) if lane and lane.is_learning else None

    def sensitivity(self, meter: Meter) -> Sensitivity:
        """What was asked for."""
        return self._watch.sensitivity(meter)

    def level(self, meter: Meter) -> Sensitivity | None:
        """The sensitivity that is in use: what `auto` came to."""
        lane = self._watch.lane(meter)
        return lane.level if lane else None

    def set_sensitivity(self, meter: Meter, sensitivity: Sensitivity | str) -> None:
        """Keep it, and let the meter be gone through again with it."""
        try:
            asked = Sensitivity(sensitivity)
        except ValueError:
            raise BadRequest(f"`sensitivity` must be one of {', '.join(Sensitivity)}") from None
        self._store.anomalies.set_sensitivity(meter, asked)
        self._watch.again(meter)

    def would(self, meter: Meter, sensitivity: Sensitivity | str, days: int = LONG) -> int:
        """How many incidents the last `days` (90 at most) would have had at a sensitivity: runs of
        days with a score above 1, and the faults of the data, which do not depend on it."""
        faults = sum(
            one.layer == 1 and one.meter.id == meter.id
            for one in self.incidents(self._now(meter) - timedelta(days=days))
        )
        lane = self._watch.lane(meter)
        if lane is None or lane.state is None:
            return faults
        past = lane.state.past
        at = level(Sensitivity(sensitivity), past)
        return faults + runs(past.series(TOP)[-days:], at)

    def _now(self, meter: Meter) -> datetime:
        extent = self._store.extent(meter)
        return extent[1] if extent else datetime.now(UTC)

    def _told(self, meter: Meter) -> None:
        self._live.hub.publish("anomalies", {"meter": meter.slug})
