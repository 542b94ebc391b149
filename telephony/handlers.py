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
    outbox.register(Unit.QUEUES, _want(Unit.QUEUES))
    outbox.register(Unit.LAMPS, _want(Unit.LAMPS))
    outbox.register(Unit.AGENT, _want(Unit.AGENT))
    outbox.register(Unit.OUTBOUND, _want(Unit.OUTBOUND))
    outbox.register(Unit.DEVICE, _devices)
    outbox.register(Unit.CARRIER, _carriers)
    outbox.register(Unit.USER_STATE, _states)


def _want(unit: Unit) -> outbox.Handler:
    def handle(account: Account, keys: list[str]) -> None:
        from telephony.publish.requests import want

        want(account, unit, keys)

    return handle


def _devices(account: Account, keys: list[str]) -> None:
    from telephony.publish.devices import publish_devices

    publish_devices(account, keys)


def _carriers(account: Account, keys: list[str]) -> None:
    from telephony.publish.carriers import publish_carriers

    publish_carriers(account, keys)


def _states(account: Account, keys: list[str]) -> None:
    from telephony.publish.states import publish_states

    publish_states(account, keys)
