"""Pages of conferences."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from extensions.forms import ConferenceForm
from extensions.models import Conference
from extensions.services.conferences import save_conference
from extensions.services.seats import suggest_extension
from extensions.tables import ConferenceTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class ConferenceList(ListPage):
    """All conferences of the account."""

    title = _("Conferences")
    table_class = ConferenceTable
    search_fields = ("name", "number")
    add_route = "conference-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Conference.objects.select_related("owner")


class ConferencePage(ObjectPage):
    """A conference, how one gets there, and who is in it now."""

    model = Conference
    kind = "conference"
    template_name = "extensions/conference.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Conference = self.object
        may = self.actor.may(Right.MANAGE)
        yes, no = _("Yes"), _("No")
        return super().get_context_data(
            fields=[
                (_("Conference number"), row.number),
                (_("Owner"), row.owner or "—"),
                (_("PIN of members"), (row.pin or "—") if may else "•••"),
                (_("PIN of moderators"), (row.moderator_pin or "—") if may else "•••"),
                (_("Most members"), row.most),
                (_("Waits for a moderator"), yes if row.wait else no),
                (_("Recorded"), yes if row.record else no),
            ],
            live_url=self._live_url(),
            edit_url=self.url("conference-edit", pk=row.pk) if may else "",
            delete_url=self.url("conference-delete", pk=row.pk) if may else "",
            **kwargs,
        )

    def _live_url(self) -> str:
        """Who is in it is shown by `telephony`, to those who may watch calls."""
        if not self.actor.may(Right.VIEW_CALLS):
            return ""
        return self.url("conference-participants", pk=self.object.pk)


class ConferenceEdit(EditPage):
    """Makes or changes a conference."""

    model = Conference
    form_class = ConferenceForm
    list_route = "conferences"
    new_title = _("New conference")

    def get_initial(self) -> dict[str, Any]:
        return {} if "pk" in self.kwargs else {"number": suggest_extension()}

    def save(self, form: ConferenceForm) -> Conference:
        save_conference(form.instance)
        return form.instance


class ConferenceDelete(DeletePage):
    """Deletes a conference that no callflow leads to."""

    model = Conference
    kind = "conference"
    list_route = "conferences"
