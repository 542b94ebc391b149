"""Base classes of the pages under `/a/<account>/`.

Each page names the `right` that it needs; the account and the actor come from the
middleware. A list is a queryset, a table and search fields, nothing more.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, ClassVar
from urllib.parse import quote

import django_tables2 as tables
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import ModelFormMixin, ProcessFormView

from pbxportal.lib import csv_export, storable, typed
from pbxportal.lib.paging import PAGE_SIZES, page_size
from tenants import refs
from tenants.access import Right
from tenants.actor import Actor, acting
from tenants.generic import delayed
from tenants.generic.filters import Filter
from tenants.models import DelayedSave
from tenants.services import delayed_saves, objects
from tenants.services.kept_files import Files


class AccountPage(TemplateView):
    """A page inside an account."""

    http_method_names = ["get", "head", "options", "post"]
    right: ClassVar[Right]
    title: ClassVar[Any] = ""
    # Moments of callflows, typed or imagined: on the account's clock, not the person's.
    on_account_clock: ClassVar[bool] = False
    request: Any

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Asks for the page's right once, before anything is read."""
        if not self.actor.may(self.right):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """Who is looking at the page, and in which account."""
        actor: Actor = self.request.actor
        return actor

    def url(self, route: str, **kwargs: Any) -> str:
        """The address of another page of this account."""
        return reverse(route, kwargs={"account": self.actor.account.slug, **kwargs})

    def use(self, use: refs.Use) -> dict[str, Any]:
        """A place that points at an object, with addresses, for partials/used_by.html."""
        edits = self.actor.may(Right.MANAGE)
        url = self.url(use.route, pk=use.pk) if not use.section else ""
        if use.section and edits:
            url = self.url(use.route, section=use.section)
        calls = use.calls if self.actor.may(Right.VIEW_CALLS) else None
        places = [
            {
                "place": place,
                # What only the live version has is nowhere in the editor.
                "url": node_url(f"{url}editor/", place.path)
                if edits and "draft" in place.states
                else "",
            }
            for place in use.places
        ]
        return {"use": use, "url": url, "calls": calls, "places": places}

    def get_page_title(self) -> str:
        """The heading."""
        return str(self.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Django puts the path's arguments in here; templates want the account itself.
        kwargs["account"] = self.actor.account
        return super().get_context_data(page_title=self.get_page_title(), **kwargs)


def node_url(editor: str, path: tuple[str, ...]) -> str:
    """The address of a place of a document in an editor: the path follows `#node=`."""
    return f"{editor}#node={'/'.join(quote(key, safe='') for key in path)}"


class ListPage(AccountPage):
    """A table with search, paging and CSV export (`?export=csv`), all on the server."""

    template_name = "generic/list.html"
    right = Right.VIEW
    table_class: ClassVar[type[tables.Table]]
    search_fields: ClassVar[tuple[str, ...]] = ()
    filter_class: ClassVar[type[Filter] | None] = None
    add_route: ClassVar[str] = ""
    right_to_add: ClassVar[Right] = Right.MANAGE

    def get_queryset(self) -> QuerySet[Any]:
        """All rows; searching, ordering and paging come on top."""
        raise NotImplementedError

    def get_table_kwargs(self) -> dict[str, Any]:
        """What the table must know besides its rows."""
        return {}

    @cached_property
    def filter(self) -> Filter | None:
        """The fields beside the search, as they were filled in."""
        return self.filter_class(self.request.GET) if self.filter_class else None

    def get_rows(self) -> QuerySet[Any]:
        """The rows that the request's search and filter ask for."""
        rows = self.get_queryset()
        if self.filter:
            rows = self.filter.narrowed(rows)
        words = storable.without_nul(self.request.GET.get("q", "")).split()
        for word in words if self.search_fields else ():
            query = Q()
            for field in self.search_fields:
                query |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(query)
        return rows

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("export") == "csv":
            return self.export()
        return super().get(request, *args, **kwargs)

    def get_table(self) -> tables.Table:
        """The table with the page and order that were asked for."""
        table = self._ordered_table()
        asked = self.request.GET
        # Not RequestConfig's own paging, which takes any size that is asked for.
        table.paginate(per_page=page_size(asked.get("per_page")))
        table.page = table.paginator.get_page(asked.get("page"))
        return table

    def _ordered_table(self) -> tables.Table:
        table = self.table_class(self.get_rows(), **self.get_table_kwargs())
        tables.RequestConfig(self.request, paginate=False).configure(table)
        return table

    def export(self) -> HttpResponseBase:
        """The filtered rows as CSV, with the table's columns, streamed."""
        table = self._ordered_table()
        rows = table.as_values(exclude_columns=["actions"])
        actor = self.actor

        def stream() -> Any:
            # The request's schema is left before the stream is read.
            with acting(actor):
                yield from csv_export.lines(next(rows), rows)

        answer = StreamingHttpResponse(stream(), content_type="text/csv; charset=utf-8")
        name = self.request.resolver_match.url_name
        answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return answer

    def _kept(self) -> list[tuple[str, str]]:
        """What was asked for and still is on pages of another size."""
        asked = self.request.GET.lists()
        sizes = ("page", "per_page")
        return [
            (name, value)
            for name, values in asked
            if name not in sizes
            for value in values
        ]

    def get_template_names(self) -> list[str]:
        if self.request.htmx and not self.request.htmx.boosted:
            return ["partials/table_region.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query["export"] = "csv"
        may_add = self.add_route and self.actor.may(self.right_to_add)
        return super().get_context_data(
            table=self.get_table(),
            q=self.request.GET.get("q", ""),
            searchable=bool(self.search_fields),
            filter={"form": self.filter} if self.filter else None,
            add_url=self.url(self.add_route) if may_add else "",
            export_url=f"?{query.urlencode()}",
            page_sizes=PAGE_SIZES,
            kept=self._kept(),
            **kwargs,
        )


class ObjectPage(AccountPage, SingleObjectMixin[Any]):
    """A page about one object of the account; a foreign or unknown id answers 404.

    With `kind`, the name under which documents refer to it, it tells what does.
    """

    right = Right.VIEW
    kind: ClassVar[str] = ""
    object: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.object = self.get_object()
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.object)

    def uses(self) -> list[refs.Use]:
        """What points at the object."""
        tells = self.kind and self.actor.may(Right.VIEW)
        return refs.used_by(self.kind, self.object.pk) if tells else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        uses = self.uses()
        return super().get_context_data(
            uses=[self.use(use) for use in uses] if uses or self.kind else None,
            used=any(use.blocks for use in uses),
            **kwargs,
        )


class LaterPage(AccountPage):
    """A page whose form can also be saved at a time to come.

    Subclasses call `stored`, and then `ask_later` if `wants_later`; `save_typed` is what
    stores it then.
    """

    # Where to go on typing while it waits; None until the button was pressed.
    later: delayed.LaterForm | None = None

    @classmethod
    def save_delayed(
        cls, actor: Actor, kwargs: dict[str, Any], values: Any, files: Files
    ) -> None:
        """Stores what was typed before. Raises ValidationError, Http404 or
        PermissionDenied when that is not possible any more."""
        if not actor.may(cls.right):
            raise PermissionDenied
        page = cls()
        request: Any = delayed.request_of(actor, files)
        page.setup(request, account=actor.account.slug, **kwargs)
        page.save_typed(values)

    def save_typed(self, values: Any) -> None:
        """Stores the values of `ask_later` on the page as it is by now."""
        raise NotImplementedError

    def can_be_delayed(self) -> bool:
        """Whether it can: who asks for it must also see the list of those waiting."""
        return self.actor.may(Right.MANAGE)

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Saves nothing at once for who wants it later, where that can't be done."""
        if self.wants_later and not self.can_be_delayed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def wants_later(self) -> bool:
        """Whether the button was pressed that saves later."""
        pressed: bool = self.request.POST.get("then") == "later"
        return pressed

    def _own_kwargs(self) -> dict[str, Any]:
        return {key: each for key, each in self.kwargs.items() if key != "account"}

    def ask_later(self, form: Any, title: str, values: Any) -> DelayedSave | None:
        """Has it saved then; None after putting what is wrong into the forms."""
        self.later = delayed.LaterForm(self.request.POST)
        if not form.has_changed():
            form.add_error(None, delayed.nothing_changed())
        if not self.later.is_valid() or form.errors:
            return None
        request = delayed_saves.Request(
            title,
            self.request.resolver_match.view_name,
            values,
            self._own_kwargs(),
            self.told(form),
            typed.sent_files(form),
        )
        try:
            row = delayed_saves.ask(request, self.later.cleaned_data["save_at"])
        except ValidationError as error:
            form.add_error(None, error)
            return None
        text = _("“%(name)s” will be saved at %(time)s.")
        when = date_format(localtime(row.due_at), "DATETIME_FORMAT")
        messages.success(self.request, text % {"name": title, "time": when})
        return row

    def stored(self, form: Any, save: Callable[[], object]) -> bool:
        """Saves a form that is right, or tries it where it is wanted later; False after
        putting what is wrong into it."""
        try:
            with delayed_saves.rehearsal() if self.wants_later else nullcontext():
                save()
        except ValidationError as error:
            form.add_error(None, typed.for_form(error, form))
            return False
        return True

    def told(self, form: Any) -> list[tuple[str, str]]:
        """What a checked form changes, for people: label and value, without secrets."""
        return delayed.changes(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.can_be_delayed():
            route = self.request.resolver_match.view_name
            rows = list(delayed_saves.waiting_for(route, self._own_kwargs()))
            for row in rows:
                row.url = self.url("delayed-save", pk=row.pk)  # type: ignore[attr-defined]
            kwargs |= {"later": self.later or delayed.LaterForm(), "delayed": rows}
        return super().get_context_data(**kwargs)


class EditPage(LaterPage, ModelFormMixin[Any, Any], ProcessFormView):
    """A form that makes a new object (route without `pk`) or changes one.

    It is saved, saved to go on with it (or with another new one), or saved later.
    """

    template_name = "generic/edit.html"
    right = Right.MANAGE
    list_route: ClassVar[str]
    new_title: ClassVar[Any] = ""
    # Whether saving shows a password that nobody sees again: then it is done at once.
    shows_secret: ClassVar[bool] = False
    object: Any

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        self.object = None
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self._find()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self._find()
        # Reading the form puts a new name into the object.
        found = self.object
        self._called = delayed.called(found) if found else self.get_page_title()
        return super().post(request, *args, **kwargs)

    def _find(self) -> Any:
        return self.get_object() if "pk" in self.kwargs else None

    def touch(self, instance: Model) -> None:
        """What must be published again after a change; nothing by default."""

    def save(self, form: Any) -> Any:
        """Stores what the form holds; the default is the service for plain objects."""
        objects.save(form.instance, self.touch)
        return form.instance

    def form_valid(self, form: Any) -> HttpResponse:
        found = self.object
        if not self.stored(form, lambda: self._save(form)):
            return self.form_invalid(form)
        if self.wants_later:
            self.object = found
            return self._delayed(form)
        messages.success(
            self.request, _("“%(name)s” is saved.") % {"name": self.object}
        )
        stays = self.request.POST.get("then") == "stay"
        return redirect(self.request.path if stays else self.get_success_url())

    def _save(self, form: Any) -> None:
        self.object = self.save(form)

    def _delayed(self, form: Any) -> HttpResponse:
        if self.ask_later(form, self._called, self.kept(form)):
            return redirect(self.request.path)
        return self.form_invalid(form)

    def kept(self, form: Any) -> Any:
        """What is stored later, as JSON can hold it: what was changed, so that what
        others change meanwhile stays; a new object is made as it was typed."""
        return typed.sent(form, form.changed_data if self.object else form.fields)

    def laid_over(self, now: Any, values: Any) -> QueryDict:
        """What is sent after making the same changes to the form as it is by now."""
        return typed.sent_again(typed.unchanged(now) if self.object else {}, values)

    def can_be_delayed(self) -> bool:
        return not self.shows_secret and super().can_be_delayed()

    def _stay_label(self) -> str:
        if self.shows_secret:
            return ""
        return _("Save and stay") if self.object else _("Create and make another")

    def save_typed(self, values: Any) -> None:
        """Makes the same changes to the form."""
        self.object, request = self._find(), self.request
        request.method = "GET"
        data = self.laid_over(self.get_form(), values)
        request.method, request.POST = "POST", data
        form = self.get_form()
        if not form.is_valid():
            raise typed.refused(form)
        self.save(form)

    def get_success_url(self) -> str:
        return self.url(self.list_route)

    def get_page_title(self) -> str:
        return str(self.object or self.new_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Save") if self.object else _("Create"),
            stay_label=self._stay_label(),
            cancel_url=self.url(self.list_route),
            **kwargs,
        )


class DeletePage(ObjectPage):
    """Asks, names what still uses the object, and deletes it."""

    template_name = "generic/delete.html"
    right = Right.MANAGE
    list_route: ClassVar[str]

    def touch(self, instance: Model) -> None:
        """What must be published again; nothing by default."""

    def remove(self) -> None:
        """The service that deletes; the default is the one for plain objects."""
        objects.delete(self.object, self.kind, self.touch)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        name = str(self.object)
        try:
            self.remove()
        except objects.InUse as error:
            messages.error(request, " ".join(error.messages))
            return self.render_to_response(self.get_context_data(), status=409)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect(request.path)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
        return redirect(self.url(self.list_route))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.url(self.list_route), **kwargs)
