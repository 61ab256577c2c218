"""What is known of a meter before its readings are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from energy_core.analysis.detectors.calendar import country_of
from energy_core.analysis.detectors.character import Nature, nature_of
from energy_core.analysis.detectors.sensitivity import Sensitivity
from energy_core.analysis.detectors.slots import Clock, standard_offset
from energy_core.model import Kind, Role


@dataclass(frozen=True, slots=True)
class About:
    """timezone: of its days. country: of the holidays, None takes it from the time zone. step_s:
    nominal distance of readings, None takes it from the first ones."""

    timezone: str
    country: str | None = None
    role: Role = Role.CONSUMPTION
    kind: Kind = Kind.POWER
    step_s: float | None = None
    sensitivity: Sensitivity = Sensitivity.AUTO

    @property
    def holidays_of(self) -> str | None:
        return self.country or country_of(self.timezone)

    @property
    def nature(self) -> Nature:
        return nature_of(self.role, self.kind)

    @property
    def clock(self) -> Clock:
        """The sun's for what it drives, else people's."""
        is_sun = self.role is Role.PRODUCTION
        return standard_offset(self.timezone) if is_sun else self.timezone
