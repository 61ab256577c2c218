"""The shell: it wires one stage to the next and runs what lives beside the pages."""

from energy_core.services.services import Services, running

__all__ = ["Services", "running"]
