"""What the outbox's requests mean for the nodes."""

from __future__ import annotations

from tenants import outbox
from tenants.models import Account
from tenants.units import Unit


def register() -> None:
    """Called once, when the app is ready."""
    outbox.register(Unit.CALLFLOW, _want(Unit.CALLFLOW))
    outbox.register(Unit.ROUTES, _want(Unit.ROUTES))
    outbox.register(Unit.VOICEMAIL, _want(Unit.VOICEMAIL))
    outbox.register(Unit.DEVICE, _devices)


def _want(unit: Unit) -> outbox.Handler:
    def handle(account: Account, keys: list[str]) -> None:
        from telephony.publish.requests import want

        want(account, unit, keys)

    return handle


def _devices(account: Account, keys: list[str]) -> None:
    from telephony.publish.devices import publish_devices

    publish_devices(account, keys)
