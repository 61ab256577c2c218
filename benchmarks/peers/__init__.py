"""Other people's stores, each in one file with a class PEER, found by this folder."""

from __future__ import annotations

from benchmarks.folder import modules
from benchmarks.system import MISSING, Peer


def registered() -> list[type[Peer]]:
    return [module.PEER for module in modules(__name__)]


def installed() -> list[type[Peer]]:
    return [peer for peer in registered() if peer.version() != MISSING]
