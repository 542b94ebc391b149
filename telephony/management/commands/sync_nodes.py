"""Makes the Node rows match the nodes file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from telephony import nodes
from telephony.models import Node


class Command(BaseCommand):
    """Adds what is new, disables what is gone; safe to run again."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        names = [address.name for address in nodes.load()]
        for name in names:
            Node.objects.update_or_create(name=name, defaults={"enabled": True})
        Node.objects.exclude(name__in=names).update(enabled=False)
        self.stdout.write(f"nodes: {', '.join(names) or 'none'}")
