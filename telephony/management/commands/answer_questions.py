"""Answers what calls ask (FastAGI) until it is told to end (SIGTERM, SIGINT)."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from telephony.questions.answers import branch_of
from telephony.questions.server import Server


class Command(BaseCommand):
    """One process for all nodes."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        host, _, port = settings.AGI_ADDRESS.rpartition(":")
        with Server((host, int(port)), branch_of) as server:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: _stop(server))
            server.serve_forever(poll_interval=0.5)


def _stop(server: Server) -> None:
    # From another thread: shutdown() waits for the loop that this one runs.
    threading.Thread(target=server.shutdown, daemon=True).start()
