"""One stretch of time as the history shows it: everything that its pictures need, read at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

import pandas as pd

from energy_core import units
from energy_core.analysis.balance import HOUSE_ROLES, SIGNS, House
from energy_core.analysis.figures import OTHERS, Measured
from energy_core.metering.grid import Grid
from energy_core.metering.periods import micros
from energy_core.model import CorrectionKind, Meter, Role
from energy_core.services.history.looked import Looked
from energy_core.store import Resolution, Store

DAYS_BY_QUARTER, DAYS_BY_HOUR = 800, 4000  # longer ranges are read more coarsely
KEPT = 6  # sides; one of a year and twenty meters takes some 10 MB


@dataclass(frozen=True, slots=True)
class Side:
    """[start, end) UTC; of a period that goes on, `end` is now. All frames are as `store.series`
    gives them; without what was estimated where what is looked at says so.

    By the view's resolution: meters, each that was read, by slug; roles, the sum of each role's
    meters; parts, those meters that are drawn by themselves; bars, all of what is looked at, None
    where it has no sum or the meters of the house do not tell it; rest, what of the house none of
    its parts explains. By quarter hours (hours, of many years): fine, all of what is looked at;
    exchange, what was bought less what was sold. measured: for `analysis.figures`.
    """

    start: datetime
    end: datetime
    meters: Mapping[str, pd.DataFrame]
    roles: Mapping[Role, pd.DataFrame]
    parts: Mapping[str, pd.DataFrame]
    bars: pd.DataFrame | None
    rest: pd.DataFrame | None
    fine: pd.DataFrame | None
    exchange: pd.DataFrame | None
    measured: Measured


def fineness(start: datetime, end: datetime) -> Resolution:
    """How finely a range can be read at once."""
    days = (end - start) / timedelta(days=1)
    if days <= DAYS_BY_QUARTER:
        return Resolution.QUARTER
    return Resolution.HOUR if days <= DAYS_BY_HOUR else Resolution.DAY


def side(
    store: Store, what: Looked, start: datetime, end: datetime, resolution: Resolution, zone: str
) -> Side:
    """The last few are kept, as long as nothing within them changes."""
    changed = store.changed(start, end)
    return _read(store, what, start, end, resolution, zone, _begun(store, what, end), changed)


def _begun(store: Store, what: Looked, end: datetime) -> frozenset[int]:
    """Meters that had told something by then, and not only what counts as another's."""
    merged = [
        c for c in store.corrections.all() if c.kind is CorrectionKind.MERGE and c.undone is None
    ]

    def has_begun(meter: Meter) -> bool:
        if (known := store.extent(meter)) is None or known[0] >= end:
            return False
        first, last = (micros(edge) for edge in known)
        lent = [c for c in merged if c.parameters["other"] == meter.id]
        return not any(c.start <= first and last < c.end for c in lent)

    return frozenset(meter.id for meter in what.meters if has_begun(meter))


@lru_cache(KEPT)
def _read(
    store: Store,
    what: Looked,
    start: datetime,
    end: datetime,
    resolution: Resolution,
    zone: str,
    begun: frozenset[int],
    _changed: int,
) -> Side:
    """Two readings of the file: by `resolution` of every meter, and finely of the whole."""
    coarse = store.grid(what.meters, start, end, resolution, zone, what.estimated)
    fine = store.grid(
        what.house or what.whole, start, end, fineness(start, end), zone, what.estimated
    )
    heard = what.heard(coarse)
    roles = {role: coarse.total(meters) for role, meters in heard.by_role().items()}
    meters = {meter.slug: coarse.frame(meter) for meter in what.meters}
    told = _told(what, heard, begun)
    around = heard.by_role() if what.house else {}
    finely = {role: fine.total(of) for role, of in around.items() if role in HOUSE_ROLES}
    return Side(
        start=start,
        end=end,
        meters=meters,
        roles=roles,
        parts={meter.slug: meters[meter.slug] for meter in what.parts},
        bars=what.total(coarse),
        rest=_rest(coarse, heard),
        fine=what.total(fine),
        exchange=_exchange(fine, heard.house),
        measured=Measured(roles, end - start, house_in(fine, what), _units(what), told, finely),
    )


def _told(what: Looked, heard: Looked, begun: frozenset[int]) -> dict[Role, float]:
    """Which share of each role's meters told anything, of those that had begun to."""
    by_role = heard.by_role()
    counted = {
        role: [m for m in meters if m.id in begun or m in by_role.get(role, [])]
        for role, meters in what.by_role().items()
    }
    return {role: len(by_role.get(role, [])) / max(1, len(m)) for role, m in counted.items()}


def _rest(grid: Grid, what: Looked) -> pd.DataFrame | None:
    if not what.house or not what.parts or not what.tells(grid):
        return None
    return grid.total([*what.whole, *what.parts], [*what.signs, *(-1 for _ in what.parts)])


def _exchange(grid: Grid, house: Sequence[Meter]) -> pd.DataFrame | None:
    grids = [m for m in house if m.role in (Role.GRID_IMPORT, Role.GRID_EXPORT)]
    if Role.GRID_IMPORT not in {m.role for m in grids}:
        return None
    return grid.total(grids, [SIGNS[m.role] for m in grids])


def _units(what: Looked) -> dict[Role, str]:
    """Of gas, water and heat."""
    meters = what.others or what.whole
    return {m.role: m.summed_unit for m in meters if m.role in OTHERS.values()}


def house_in(grid: Grid, what: Looked) -> House:
    """Every quarter hour of the meters around the house, or of the use that is looked at. One that
    is silent stays among them: a peak is not known without it."""
    roles = HOUSE_ROLES if what.house else (Role.CONSUMPTION,)
    by_role = {
        role: meters
        for role, meters in what.by_role().items()
        if role in roles and meters[0].summed_unit == units.ENERGY
    }
    starts = grid.starts()
    powers = {r: pd.DataFrame(grid.means(m).T, index=starts) for r, m in by_role.items()}
    return House(powers, {r: _energy(grid, m, starts) for r, m in by_role.items()})


def _energy(grid: Grid, meters: Sequence[Meter], starts: pd.DatetimeIndex) -> pd.DataFrame:
    whole = grid.total(meters).set_index("start")[["amount", "covered_s"]]
    return whole.reindex(starts, fill_value=0.0)
