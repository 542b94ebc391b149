"""Pages of queues."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from queues.forms import QueueForm
from queues.models import Queue
from queues.services.queues import delete_queue, save_queue
from queues.tables import QueueTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class QueueList(ListPage):
    """All queues of the account."""

    title = _("Queues")
    table_class = QueueTable
    search_fields = ("name",)
    add_route = "queue-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Queue.objects.annotate(agents=Count("memberships"))


class QueuePage(ObjectPage):
    """A queue and its agents; how it is there now is shown by `telephony`."""

    model = Queue
    kind = "queue"
    template_name = "queues/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = self.object
        may = self.actor.may(Right.MANAGE)
        fields = [
            (_("Type"), queue.get_strategy_display()),
            (_("Agents"), self._agents()),
            (_("Ring an agent for"), _("%(n)s s") % {"n": queue.agent_seconds}),
            (_("Wrap-up time"), _("%(n)s s") % {"n": queue.wrap_up_seconds}),
            (_("Most callers waiting"), queue.most_waiting or _("No limit")),
            (_("Longest wait"), self._wait()),
            (_("Callers may wait"), queue.get_join_display()),
            (_("Send waiting callers on"), queue.leave_when_empty),
            (_("Announce the position"), queue.announce_position),
            (_("Key to leave"), queue.exit_key),
        ]
        return super().get_context_data(
            fields=fields,
            live_url=self.url("queue-live", pk=queue.pk),
            edit_url=self.url("queue-edit", pk=queue.pk) if may else "",
            delete_url=self.url("queue-delete", pk=queue.pk) if may else "",
            **kwargs,
        )

    def _agents(self) -> str:
        rows = self.object.memberships.select_related("agent__user")
        links = [
            (self.url("agent", pk=row.agent_id), row.agent, row.level) for row in rows
        ]
        return format_html_join(", ", '<a href="{}">{}</a> ({})', links)

    def _wait(self) -> Any:
        seconds = self.object.wait_seconds
        return _("%(n)s s") % {"n": seconds} if seconds else _("No limit")


class QueueEdit(EditPage):
    """Makes or changes a queue."""

    model = Queue
    form_class = QueueForm
    list_route = "queues"
    new_title = _("New queue")

    def save(self, form: QueueForm) -> Queue:
        save_queue(form.instance, form.levels())
        return form.instance


class QueueDelete(DeletePage):
    """Deletes a queue that no callflow uses."""

    model = Queue
    kind = "queue"
    list_route = "queues"

    def remove(self) -> None:
        delete_queue(self.object)
