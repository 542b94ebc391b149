"""Brings the database up to date: public schema, template schema, every account."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tenants.models import Account
from tenants.services import schemas


class Command(BaseCommand):
    """Safe to run again and to interrupt: what is up to date is left alone.

    An account that can't be brought up to date holds up no other one; at the end those
    are named, with the reasons, and the exit code is 1.
    """

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        schemas.migrate_public()
        schemas.migrate(settings.TEMPLATE_SCHEMA)
        names = list(Account.objects.ready().values_list("schema_name", flat=True))
        failed = self._bring_up(schemas.outdated(names))
        if failed:
            reasons = "\n".join(f"{name}: {why}" for name, why in failed.items())
            raise CommandError(
                f"{len(failed)} of {len(names)} accounts are not up to date; run this "
                f"again when the cause is mended.\n{reasons}"
            )
        self.stdout.write(f"database ready: {len(names)} accounts")

    def _bring_up(self, behind: list[str]) -> dict[str, str]:
        """Those that failed, with the reason; tells how far it is and how long it takes."""
        failed: dict[str, str] = {}
        began = time.monotonic()
        for number, schema in enumerate(behind, 1):
            try:
                schemas.migrate(schema)
            except Exception as error:  # noqa: BLE001  whatever a migration raises
                failed[schema] = f"{type(error).__name__}: {error}".strip()
            each = (time.monotonic() - began) / number
            left = round(each * (len(behind) - number))
            told = "failed" if schema in failed else "done"
            self.stdout.write(
                f"[{number}/{len(behind)}] {schema} {told}, {left} s to go"
            )
        return failed
