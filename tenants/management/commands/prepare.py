"""Brings the database up to date: public schema, template schema, every account."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tenants.models import Account
from tenants.services import schemas


class Command(BaseCommand):
    """Safe to run again and to interrupt: what is up to date is left alone."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        schemas.migrate_public()
        schemas.migrate(settings.TEMPLATE_SCHEMA)
        names = list(Account.objects.ready().values_list("schema_name", flat=True))
        behind = schemas.outdated(names)
        for number, schema in enumerate(behind, 1):
            schemas.migrate(schema)
            self.stdout.write(f"[{number}/{len(behind)}] {schema}")
        self.stdout.write(f"database ready: {len(names)} accounts")
