"""Makes the demo's reseller, companies, people and logins where they are missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from telephony.services import demo


class Command(BaseCommand):
    """Safe to run again."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        made = demo.load()
        self.stdout.write(f"demo: {', '.join(made) or 'nothing'} made")
