"""energy_core: readings in, trusted energy out."""

__version__ = "0.1.0"
