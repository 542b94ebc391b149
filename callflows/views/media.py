"""Pages of sounds."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
)
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin

from callflows.forms import MediaForm
from callflows.models import Media
from callflows.services.media import create_media, delete_media
from callflows.tables import MediaTable
from tenants.access import Right
from tenants.generic.pages import AccountPage, DeletePage, ListPage, ObjectPage


class MediaList(ListPage):
    """All sounds of the account."""

    title = _("Media")
    table_class = MediaTable
    search_fields = ("name",)
    add_route = "media-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Media.objects.all()


class MediaNew(AccountPage, FormMixin[MediaForm]):
    """Takes a sound in."""

    right = Right.MANAGE
    title = _("New sound")
    template_name = "generic/edit.html"
    form_class = MediaForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            media = create_media(form.cleaned_data["name"], form.cleaned_data["sound"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.url("media", pk=media.pk))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Upload"), cancel_url=self.url("media-list"), **kwargs
        )


class MediaPage(ObjectPage):
    """A sound, to be listened to."""

    model = Media
    template_name = "callflows/media.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.actor.may(Right.MANAGE)
        return super().get_context_data(
            fields=[(_("Length"), _("%s s") % self.object.seconds)],
            sound_url=self.url("media-sound", pk=self.object.pk),
            delete_url=self.url("media-delete", pk=self.object.pk) if may else "",
            **kwargs,
        )


class MediaSound(ObjectPage):
    """The sound's file."""

    model = Media

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        path = self.get_object().path(self.actor.account.slug)
        if not path.is_file():
            raise Http404
        return FileResponse(path.open("rb"), content_type="audio/wav")


class MediaDelete(DeletePage):
    """Deletes a sound that no callflow plays."""

    model = Media
    kind = "media"
    list_route = "media-list"

    def remove(self) -> None:
        delete_media(self.object)
