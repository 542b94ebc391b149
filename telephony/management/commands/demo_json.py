"""Writes the file that tells how to sign in, call and program the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from telephony.services import demo


class Command(BaseCommand):
    """Keeps what the file names already and still works."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        demo.write_access_file(options["path"])
