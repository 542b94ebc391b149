"""Pages of agents."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from queues.forms import AgentForm, AgentStateForm
from queues.models import Agent
from queues.services.agents import change_state, delete_agent, save_agent
from queues.tables import AgentTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class AgentList(ListPage):
    """All agents of the account."""

    title = _("Agents")
    table_class = AgentTable
    search_fields = ("user__first_name", "user__last_name", "user__extension")
    add_route = "agent-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Agent.objects.select_related("user")


class AgentPage(ObjectPage):
    """An agent, their state and their queues."""

    model = Agent
    kind = "agent"
    template_name = "queues/agent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agent = self.object
        may = self.actor.may(Right.MANAGE)
        rows = agent.memberships.select_related("queue").order_by("queue__name")
        links = [
            (self.url("queue", pk=row.queue_id), row.queue, row.level) for row in rows
        ]
        fields = [
            (_("State"), agent.shown_state),
            (_("Since"), agent.changed_at),
            (_("Queues"), format_html_join(", ", '<a href="{}">{}</a> ({})', links)),
        ]
        return super().get_context_data(
            fields=fields,
            state_url=self.url("agent-state", pk=agent.pk) if may else "",
            delete_url=self.url("agent-delete", pk=agent.pk) if may else "",
            **kwargs,
        )


class AgentNew(EditPage):
    """Makes a user an agent."""

    model = Agent
    form_class = AgentForm
    list_route = "agents"
    new_title = _("New agent")

    def save(self, form: AgentForm) -> Agent:
        save_agent(form.instance)
        return form.instance


class AgentStatePage(EditPage):
    """Logs an agent in or out, or pauses them."""

    model = Agent
    form_class = AgentStateForm
    list_route = "agents"

    def save(self, form: AgentStateForm) -> Agent:
        data = form.cleaned_data
        change_state(form.instance, data["state"], data["reason"])
        return form.instance

    def get_success_url(self) -> str:
        return self.url("agent", pk=self.object.pk)


class AgentDelete(DeletePage):
    """A user is no agent any more."""

    model = Agent
    kind = "agent"
    list_route = "agents"

    def remove(self) -> None:
        delete_agent(self.object)
