"""Pages of groups and directories."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Model, QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from extensions.forms.groups import DirectoryForm, GroupForm
from extensions.models import Directory, Group
from extensions.services.directories import listed, save_directory, touch_directory
from extensions.services.groups import save_group, touch_group
from extensions.tables import DirectoryTable, GroupTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class _HoldsPeople(ObjectPage):
    """Something that people are in: links to them, and where it is used."""

    template_name = "generic/detail.html"

    def facts(self) -> list[tuple[Any, Any]]:
        """The object's own facts."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pk, may = self.object.pk, self.actor.may(Right.MANAGE)
        return super().get_context_data(
            fields=self.facts(),
            edit_url=self.url(f"{self.kind}-edit", pk=pk) if may else "",
            delete_url=self.url(f"{self.kind}-delete", pk=pk) if may else "",
            **kwargs,
        )


def _lines(links: list[tuple[str, Any]]) -> SafeString | str:
    """Links, one a line; "" for none."""
    return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', links)


class GroupList(ListPage):
    """All groups of the account."""

    title = _("Groups")
    table_class = GroupTable
    search_fields = ("name",)
    add_route = "group-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Group.objects.annotate(
            user_count=Count("users", distinct=True),
            device_count=Count("devices", distinct=True),
        )


class GroupPage(_HoldsPeople):
    """A group: who is in it, and what rings it."""

    model = Group
    kind = "group"

    def facts(self) -> list[tuple[Any, Any]]:
        users = [
            (self.url("user", pk=user.pk), user)
            for user in self.object.users.order_by("extension")
        ]
        devices = [
            (self.url("device", pk=device.pk), device)
            for device in self.object.devices.all()
        ]
        return [(_("Users"), _lines(users)), (_("Devices"), _lines(devices))]


class GroupEdit(EditPage):
    """Makes or changes a group."""

    model = Group
    form_class = GroupForm
    list_route = "groups"
    new_title = _("New group")

    def save(self, form: Any) -> Group:
        group: Group = form.instance
        save_group(group, form.cleaned_data["users"], form.cleaned_data["devices"])
        return group


class GroupDelete(DeletePage):
    """Deletes a group that no callflow rings."""

    model = Group
    kind = "group"
    list_route = "groups"

    def touch(self, instance: Model) -> None:
        touch_group(instance)  # type: ignore[arg-type]


class DirectoryList(ListPage):
    """All directories of the account."""

    title = _("Directories")
    table_class = DirectoryTable
    search_fields = ("name",)
    add_route = "directory-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Directory.objects.all()


class DirectoryPage(_HoldsPeople):
    """A directory: who is found by which keys, and where the call goes then."""

    model = Directory
    kind = "directory"
    template_name = "extensions/directory.html"

    def facts(self) -> list[tuple[Any, Any]]:
        directory = self.object
        return [
            (_("Callers spell"), directory.get_names_display()),
            (_("Asks before connecting"), directory.confirm),
            (_("All users"), directory.everybody),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = [
            {
                "name": who.name,
                "url": self.url("user", pk=who.user),
                "keys": who.keys,
                "callflow": who.callflow.name,
                "callflow_url": self.url("callflow", pk=who.callflow.id),
            }
            for who in listed(self.object, self.actor.account.slug)
        ]
        return super().get_context_data(people=people, **kwargs)


class DirectoryEdit(EditPage):
    """Makes or changes a directory."""

    model = Directory
    form_class = DirectoryForm
    list_route = "directories"
    new_title = _("New directory")

    def save(self, form: Any) -> Directory:
        directory: Directory = form.instance
        save_directory(directory, form.entries())
        return directory

    def get_success_url(self) -> str:
        return self.url("directory", pk=self.object.pk)


class DirectoryDelete(DeletePage):
    """Deletes a directory that no callflow leads to."""

    model = Directory
    kind = "directory"
    list_route = "directories"

    def touch(self, instance: Model) -> None:
        touch_directory(instance)  # type: ignore[arg-type]
