"""Refuses the call with a SIP response."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Reject
from callflows.lowering import Scope
from callflows.module import Module, Settings, setting
from callflows.snapshot_types import MediaInfo
from pbxportal.lib.refto import RefTo

Code = Literal[
    "403", "404", "408", "410", "480", "484", "486", "500", "501", "502", "503", "603"
]


class ResponseSettings(Settings):
    """What the caller's side is told, and what is heard before it."""

    code: Code = setting(
        _("Response"),
        "486",
        choices={
            "403": _("403 Forbidden"),
            "404": _("404 Not found"),
            "408": _("408 Request timeout"),
            "410": _("410 Gone"),
            "480": _("480 Temporarily unavailable"),
            "484": _("484 Address incomplete"),
            "486": _("486 Busy here"),
            "500": _("500 Server internal error"),
            "501": _("501 Not implemented"),
            "502": _("502 Bad gateway"),
            "503": _("503 Service unavailable"),
            "603": _("603 Decline"),
        },
    )
    media: Annotated[UUID, RefTo("media")] | None = setting(
        _("Sound"),
        None,
        help=_(
            "Played before, without answering: it costs the caller nothing. Some "
            "networks don't let it through."
        ),
    )


class Response(Module[ResponseSettings]):
    """The call is refused with a code of one's choice, and never answered."""

    label, icon, category = _("Response"), "message-reply", "advanced"
    help = _(
        "Refuses the call with a SIP response, so that the network before us can act on "
        "it. A call that was answered before just ends."
    )
    Settings = ResponseSettings
    examples = (
        {},
        {"code": "503", "media": "01900000-0000-7000-8000-000000000004"},
    )

    def lower(self, scope: Scope) -> None:
        sound = scope.find(MediaInfo, self.settings.media)
        scope.emit(Reject(int(self.settings.code), sound))
