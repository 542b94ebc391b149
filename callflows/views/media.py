"""Pages of sounds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

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
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class MediaList(ListPage):
    """All sounds of the account."""

    title = _("Media")
    table_class = MediaTable
    search_fields = ("name",)
    add_route = "media-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Media.objects.all()


class MediaEdit(EditPage):
    """Takes a sound in, a file or what the browser records; renames or replaces one,
    where what plays it need not be touched."""

    model = Media
    form_class = MediaForm
    template_name = "callflows/media_edit.html"
    list_route = "media-list"
    new_title = _("New sound")

    def save(self, form: MediaForm) -> Media:
        name, sound = form.cleaned_data["name"], form.cleaned_data["sound"]
        if form.instance is None:
            return create_media(name, sound)
        change_media(form.instance, name, sound)
        return form.instance

    def get_success_url(self) -> str:
        return self.url("media", pk=self.object.pk)


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
