"""Plays a sound."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Answer, Play
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import MediaInfo
from pbxportal.lib.refto import RefTo


class PlaySettings(Settings):
    """Which sound."""

    media: Annotated[UUID, RefTo("media")] = setting(_("Sound"))


class PlayModule(Module[PlaySettings]):
    """The caller hears a sound to its end, then the call goes on."""

    label, icon, category = _("Play"), "volume", "basic"
    help = _("Plays a sound of the media library to the caller.")
    Settings = PlaySettings
    examples = ({"media": "01900000-0000-7000-8000-000000000004"},)
    exits = (Branch(DEFAULT_BRANCH, _("Afterwards")),)

    def lower(self, scope: Scope) -> None:
        scope.emit(Answer())
        if sound := scope.find(MediaInfo, self.settings.media):
            scope.emit(Play(sound))
        scope.go_on()
