"""Writes the reference pages that are made from the code."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from callflows.guide import PAGES


class Command(BaseCommand):
    """`manage.py write_guide`, without arguments."""

    help = "Writes docs/guide/ from the modules and findings that there are."

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes every page; the same code always writes the same text."""
        with translation.override("en"):
            for name, make in PAGES.items():
                path = settings.BASE_DIR / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(make(), encoding="utf-8")
                self.stdout.write(f"{name} written")
