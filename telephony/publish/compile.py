"""What the nodes should hold of a unit, compiled from the account as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from callflows.models import Callflow, CallflowNumber
from callflows.services.publishing import compile_live
from pbxportal.lib import names
from telephony.dialplan import contexts, routes
from telephony.dialplan.contexts import Context
from tenants.models import Account
from tenants.units import Unit


@dataclass(frozen=True)
class Compiled:
    """A unit's contexts for one version, and what they were made from."""

    contexts: tuple[Context, ...]
    source: str = ""


def unit_name(account: Account, kind: str, key: str) -> str | None:
    """The unit's name in Asterisk; None for a callflow that is gone already."""
    if kind == Unit.ROUTES:
        return names.routes_unit(account.slug)
    if kind == Unit.VOICEMAIL:
        return f"{account.slug}-voicemail"
    flow = Callflow.objects.filter(pk=key).first()
    return flow.unit(account.slug) if flow else None


def compile_unit(
    account: Account, kind: str, key: str, version: int
) -> Compiled | None:
    """The unit's dialplan; None when there should be none (any more)."""
    if kind == Unit.ROUTES:
        return Compiled(_routes(account, version))
    flow = Callflow.objects.select_related("live").filter(pk=key).first()
    program = compile_live(flow) if flow else None
    if flow is None or flow.live is None or program is None:
        return None
    rendered = contexts.render(program, flow.unit(account.slug), version)
    return Compiled(rendered, f"v{flow.live.number}")


def _routes(account: Account, version: int) -> tuple[Context, ...]:
    numbers = CallflowNumber.objects.exclude(callflow__live=None).select_related(
        "callflow"
    )
    table = {entry.number: entry.callflow.unit(account.slug) for entry in numbers}
    return routes.render(account.slug, table, version)
