"""What the nodes should hold of a unit, compiled from the account as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from callflows.instructions import Path
from callflows.models import Callflow, CallflowNumber, ParkingLot
from callflows.services.publishing import compile_live
from callflows.snapshot import lot_info
from extensions.models import PhoneUser
from pbxportal.lib import names
from queues.models import Agent
from telephony.dialplan import agents, contexts, outbound, routes
from telephony.dialplan.contexts import Context
from telephony.publish import queues
from telephony.services import outside
from tenants.models import Account
from tenants.units import Unit


@dataclass(frozen=True)
class Compiled:
    """A unit's contexts for one version, what they were made from, and where in that
    each node has its place."""

    contexts: tuple[Context, ...]
    source: str = ""
    places: Mapping[str, Path] = field(default_factory=dict)


def unit_name(account: Account, kind: str, key: str) -> str | None:
    """The unit's name in Asterisk; None for a callflow that is gone already."""
    if kind == Unit.ROUTES:
        return names.routes_unit(account.slug)
    if kind == Unit.OUTBOUND:
        return names.outbound_unit(account.slug)
    if kind in (Unit.VOICEMAIL, Unit.QUEUES, Unit.LAMPS):
        return f"{account.slug}-{kind}"
    if kind == Unit.AGENT:
        agent = Agent.objects.filter(pk=key).first()
        return agent.unit(account.slug) if agent else None
    flow = Callflow.objects.filter(pk=key).first()
    return flow.unit(account.slug) if flow else None


def compile_unit(
    account: Account, kind: str, key: str, version: int
) -> Compiled | None:
    """The unit's dialplan; None when there should be none (any more)."""
    if account.deleted_at:
        return None
    if kind == Unit.ROUTES:
        return Compiled(_routes(account, version))
    if kind == Unit.OUTBOUND:
        gone = account.deleted_at is not None
        return None if gone else Compiled(_outbound(account, version))
    if kind == Unit.AGENT:
        agent = Agent.objects.select_related("user").filter(pk=key).first()
        return Compiled(_agent(account, agent, version)) if agent else None
    flow = Callflow.objects.select_related("live").filter(pk=key).first()
    program = compile_live(flow) if flow else None
    if flow is None or flow.live is None or program is None:
        return None
    rendered = contexts.render(program, flow.unit(account.slug), version)
    places = {block.name: block.path for block in program.blocks if block.module}
    return Compiled(rendered, f"v{flow.live.number}", places)


def _agent(account: Account, agent: Agent, version: int) -> tuple[Context, ...]:
    return agents.render(queues.agent_info(account, agent), account.slug, version)


def _outbound(account: Account, version: int) -> tuple[Context, ...]:
    above = account.parent.slug if account.parent else ""
    return outbound.render(outside.info(account), account.slug, above, version)


def _routes(account: Account, version: int) -> tuple[Context, ...]:
    numbers = CallflowNumber.objects.exclude(callflow__live=None).select_related(
        "callflow"
    )
    table = {entry.number: entry.callflow.unit(account.slug) for entry in numbers}
    users = PhoneUser.objects.filter(extension__in=table)
    extensions = users.values_list("extension", flat=True)
    lots = [lot_info(lot, account.slug) for lot in ParkingLot.objects.all()]
    return routes.render(account.slug, table, version, lots, extensions)
