"""Detection beside everything else: what deserves a look, found as readings are committed."""

from energy_core.services.detecting.around import Around
from energy_core.services.detecting.detecting import Detecting

__all__ = ["Around", "Detecting"]
