"""Pages of menus."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from callflows.forms.menus import MenuForm
from callflows.models import Menu
from callflows.services.menus import delete_menu, save_menu
from callflows.tables import MenuTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, ListPage, ObjectPage
from tenants.generic.row_pages import RowsPage

_SOUNDS = ("prompt", "again", "invalid", "greeting")


class MenuList(ListPage):
    """All menus of the account."""

    title = _("Menus")
    table_class = MenuTable
    search_fields = ("name",)
    add_route = "menu-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Menu.objects.select_related("prompt")


class MenuPage(ObjectPage):
    """What a menu says and does, and the callflows that ask with it."""

    kind = "menu"
    template_name = "generic/detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return Menu.objects.select_related(*_SOUNDS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        menu, may = self.object, self.actor.may(Right.MANAGE)
        return super().get_context_data(
            fields=self._facts(),
            edit_url=self.url("menu-edit", pk=menu.pk) if may else "",
            delete_url=self.url("menu-delete", pk=menu.pk) if may else "",
            **kwargs,
        )

    def _facts(self) -> list[tuple[Any, Any]]:
        menu = self.object
        plain = ("tries", "timeout", "no_key", "other_key", "repeat_key")
        dialled = ("dialled", "digits", "digit_seconds") if menu.by_extension else ()
        facts = [(_label(name), self._sound(getattr(menu, name))) for name in _SOUNDS]
        for row in menu.greetings.select_related("frame", "media"):
            facts.append((_("During “%s”") % row.frame, self._sound(row.media)))
        for name in (*plain, "by_extension", *dialled):
            shown = getattr(menu, f"get_{name}_display", None)
            facts.append((_label(name), shown() if shown else getattr(menu, name)))
        return facts

    def _sound(self, media: Any) -> Any:
        return _lines([(self.url("media", pk=media.pk), media)]) if media else ""


def _label(name: str) -> str:
    label = str(Menu._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return label[:1].upper() + label[1:]


def _lines(links: list[tuple[str, Any]]) -> SafeString | str:
    """Links, one a line; "" for none."""
    return format_html_join(SafeString("<br>"), '<a href="{}">{}</a>', links)


class MenuEdit(RowsPage):
    """Makes or changes a menu."""

    model = Menu
    form_class = MenuForm
    list_route = "menus"
    new_title = _("New menu")

    def save(self, form: Any) -> Menu:
        menu: Menu = form.instance
        save_menu(menu, form.greetings())
        return menu

    def get_success_url(self) -> str:
        return self.url("menu", pk=self.object.pk)


class MenuDelete(DeletePage):
    """Deletes a menu that no callflow asks with."""

    model = Menu
    kind = "menu"
    list_route = "menus"

    def remove(self) -> None:
        delete_menu(self.object)
