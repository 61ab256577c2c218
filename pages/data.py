"""Meters, files and devices: what is stored, how it came, and what was corrected."""

from __future__ import annotations

from energy_core.services import running
from energy_core.ui.data import dropped
from energy_core.ui.data.batches import draw_batches
from energy_core.ui.data.components import drop_zone
from energy_core.ui.data.correcting import draw_correcting
from energy_core.ui.data.events import draw_events
from energy_core.ui.data.file import draw_files
from energy_core.ui.data.ledger import draw_ledger
from energy_core.ui.data.meters import draw_meters
from energy_core.ui.data.summary import draw_summary

LARGEST_FILE = 1 << 30

timezone = running().store.site().timezone
draw_summary(timezone)
dropped.receive(drop_zone(dropped.upload_key(), LARGEST_FILE))
draw_files()
draw_batches(timezone)
draw_meters(timezone)
draw_events(timezone)
draw_correcting(timezone)
draw_ledger(timezone)
