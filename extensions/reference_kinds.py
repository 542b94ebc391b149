"""What documents can point at here, and what a seat holds on to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from extensions.models import PhoneUser, Seat, VoicemailBox
from tenants import refs

_PARTS = ("user", "device", "voicemail_box", "callflow")


def register() -> None:
    """Called once, when the app is ready."""
    refs.register(refs.Kind("user", PhoneUser, "user", "user"))
    refs.register(
        refs.Kind("voicemail_box", VoicemailBox, "voicemail box", "voicemail-box")
    )
    refs.register_user(seats_using)


def seats_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """The seat that the object was made with: it goes with the seat, not before."""
    if kind not in _PARTS:
        return
    for seat in Seat.objects.filter(Q((f"{kind}_id", pk))).select_related("user"):
        yield refs.Use(_("seat “%s”") % seat, "seat", seat.pk)
