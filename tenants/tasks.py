"""What the worker does for this app: three lines each, the work is in the services."""

from __future__ import annotations

from celery import shared_task

from tenants import outbox
from tenants.services import contact_codes, errors, kept_files, logs, tree


@shared_task(name="tenants.tasks.relay_outbox")
def relay_outbox() -> None:
    """Hands committed requests to their handlers."""
    outbox.relay()


@shared_task(name="tenants.tasks.purge_accounts")
def purge_accounts() -> None:
    """Removes what was deleted long enough ago."""
    tree.purge_due()


@shared_task(name="tenants.tasks.prune_errors")
def prune_errors() -> None:
    """Removes what failed long ago."""
    errors.prune()


@shared_task(name="tenants.tasks.prune_audit")
def prune_audit() -> None:
    """Removes what was done long ago."""
    logs.prune()


@shared_task(name="tenants.tasks.prune_codes")
def prune_codes() -> None:
    """Removes codes that were said, once they count no longer."""
    contact_codes.prune()


@shared_task(name="tenants.tasks.prune_kept_files")
def prune_kept_files() -> None:
    """Removes files that no delayed save waits for."""
    kept_files.prune()
