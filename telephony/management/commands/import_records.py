"""Imports the nodes' call records until it is told to end (SIGTERM, SIGINT)."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from telephony import nodes
from telephony.history import importer


class Command(BaseCommand):
    """One process for all nodes; a second one does no harm."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        importer.run(nodes.load(), stop)
