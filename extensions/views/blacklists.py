"""Pages of blacklists."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from extensions.forms.blacklists import BlacklistForm
from extensions.models import Blacklist
from extensions.services import blacklists
from extensions.tables import BlacklistTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage
from tenants.shown_numbers import shown


class BlacklistList(ListPage):
    """All blacklists of the account."""

    title = gettext_lazy("Blacklists")
    table_class = BlacklistTable
    search_fields = ("name", "numbers")
    add_route = "blacklist-new"

    def get_queryset(self) -> Any:
        return Blacklist.objects.all()


class BlacklistPage(ObjectPage):
    """A blacklist with its numbers."""

    model = Blacklist
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Blacklist = self.object
        may = self.actor.may(Right.MANAGE)
        yes, no = _("Yes"), _("No")
        numbers = ", ".join(shown(number) for number in row.numbers)
        return super().get_context_data(
            fields=[
                (_("Active"), yes if row.active else no),
                (_("Callers who hide their number"), yes if row.hidden else no),
                (_("Numbers"), numbers or "—"),
            ],
            breadcrumbs=[(_("Blacklists"), self.url("blacklists"))],
            edit_url=self.url("blacklist-edit", pk=row.pk) if may else "",
            delete_url=self.url("blacklist-delete", pk=row.pk) if may else "",
            **kwargs,
        )


class BlacklistEdit(EditPage):
    """Makes or changes a blacklist; `?number=` proposes a number to add."""

    model = Blacklist
    form_class = BlacklistForm
    list_route = "blacklists"
    new_title = gettext_lazy("New blacklist")

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("number", "")
        if self.request.method != "GET" or not asked:
            return {}
        try:
            more = blacklists.read_numbers([asked])
        except ValidationError:
            return {}
        present = self.object.numbers if self.object else []
        return {"numbers": [*present, *(n for n in more if n not in present)]}

    def save(self, form: BlacklistForm) -> Blacklist:
        blacklists.save_blacklist(form.instance)
        return form.instance


class BlacklistDelete(DeletePage):
    """Deletes a blacklist."""

    model = Blacklist
    list_route = "blacklists"

    def remove(self) -> None:
        blacklists.delete_blacklist(self.object)
