"""Pages of sounds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin

from callflows.forms import MediaForm
from callflows.models import Media
from callflows.services.media import (
    SPOKEN,
    change_media,
    create_media,
    delete_media,
)
from callflows.tables import MediaTable
from pbxportal.lib import sendfile, speech
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
    """Takes a sound in: a file, or what the browser records."""

    right = Right.MANAGE
    title = _("New sound")
    template_name = "callflows/media_edit.html"
    form_class = MediaForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if not form.is_valid():
            return self.form_invalid(form)
        try:
            media = self.save(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(request, _("“%(name)s” is saved.") % {"name": media})
        return redirect(self.url("media", pk=media.pk))

    def save(self, form: MediaForm) -> Media:
        """Stores what the form holds."""
        return create_media(form.cleaned_data["name"], form.cleaned_data["sound"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Save"), cancel_url=self.url("media-list"), **kwargs
        )


class MediaEdit(MediaNew):
    """Renames or replaces a sound; where it is played need not be touched."""

    @cached_property
    def media(self) -> Media:
        """The sound; a foreign or unknown id answers 404."""
        return get_object_or_404(Media, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.media  # noqa: B018  404 before anything else
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.media)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "media": self.media}

    def save(self, form: MediaForm) -> Media:
        data = form.cleaned_data
        change_media(self.media, data["name"], data["sound"])
        return self.media


class MediaPage(ObjectPage):
    """A sound, to be listened to, and where it is played."""

    model = Media
    kind = "media"
    template_name = "callflows/media.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.actor.may(Right.MANAGE)
        media = self.object
        sound_url = self.url("media-sound", pk=media.pk)
        return super().get_context_data(
            fields=[
                (_("Length"), _("%s s") % media.seconds),
                *_origin(media),
                (_("Changed"), media.replaced_at),
            ],
            # A replaced sound has another address: players keep what they have heard.
            sound_url=f"{sound_url}?at={media.replaced_at.timestamp():.0f}",
            edit_url=self.url("media-edit", pk=media.pk) if may else "",
            delete_url=self.url("media-delete", pk=media.pk) if may else "",
            **kwargs,
        )


def _origin(media: Media) -> list[tuple[Any, str]]:
    if media.source != SPOKEN:
        return [(_("Uploaded as"), media.source.upper())]
    voice = speech.voices().get(media.voice, media.voice)
    return [(_("Text"), media.text), (_("Voice"), voice)]


class MediaSound(ObjectPage):
    """The sound's file; with `?save=1` to be kept."""

    model = Media

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        media = self.get_object()
        path = media.file(self.actor.account.slug)
        save = "save" in request.GET
        return sendfile.send(
            request, path, sendfile.WAV, f"{media.name}.wav", save=save
        )


class MediaDelete(DeletePage):
    """Deletes a sound that no callflow plays."""

    model = Media
    kind = "media"
    list_route = "media-list"

    def remove(self) -> None:
        delete_media(self.object)
