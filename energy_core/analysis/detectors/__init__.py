"""Anomalies: readings in, events out; pure. One file a detector, found by standing in this folder
(see `_blueprint.py`); `detect.detect` is the way in.

As readings come, a local day is judged against days before it only, so that what it costs is small
and nothing ahead can be looked at (`hindsight` takes the days on both sides of it):

    readings → slots (Day) ─► every detector ─► marks ─► joining ─► events
                                 ▲                          │
                              baseline (Past) ◄─ flags ─────┘
"""
