"""Tables of queues and agents."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from queues.models import Agent, Queue
from tenants.generic.tables import LinkColumn


class QueueTable(tables.Table):
    """Queues of the account."""

    name = LinkColumn("queue")
    agents = tables.Column(_("Agents"))

    class Meta:
        model = Queue
        fields: ClassVar = ["name", "strategy", "agents"]


class AgentTable(tables.Table):
    """Agents of the account."""

    user = LinkColumn("agent", verbose_name=_("User"))
    shown_state = tables.Column(_("State"), order_by=("state", "reason"))
    changed_at = tables.Column(_("Since"))

    class Meta:
        model = Agent
        fields: ClassVar = ["user", "shown_state", "changed_at"]
