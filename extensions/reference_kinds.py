"""What documents can point at here, and what a seat holds on to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callflows.services import usage
from extensions.models import (
    Blacklist,
    Conference,
    Directory,
    FaxBox,
    Group,
    PhoneUser,
    Seat,
    VoicemailBox,
)
from tenants import refs

_PARTS = ("user", "device", "voicemail_box", "callflow")


def register() -> None:
    """Called once, when the app is ready."""
    # A person comes with a telephone, a box and a callflow: as a seat.
    refs.register(refs.Kind("user", PhoneUser, _("user"), "user", new="seat-new"))
    refs.register(
        refs.Kind("voicemail_box", VoicemailBox, _("voicemail box"), "voicemail-box")
    )
    refs.register(refs.Kind("conference", Conference, _("conference"), "conference"))
    refs.register(refs.Kind("fax_box", FaxBox, _("fax box"), "fax-box"))
    refs.register(refs.Kind("group", Group, _("group"), "group"))
    refs.register(refs.Kind("directory", Directory, _("directory"), "directory"))
    refs.register_page(Seat, "seat")
    refs.register_page(Blacklist, "blacklist")
    refs.register_words("blacklist", _("blacklist"))
    refs.register_words("seat", _("seat"))
    refs.register_user(seats_using)
    refs.register_user(groups_using)
    refs.register_user(directories_using)
    usage.register_holders(holders_of)


def seats_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """The seat that the object was made with: it goes with the seat, not before."""
    if kind not in _PARTS:
        return
    for seat in Seat.objects.filter(Q((f"{kind}_id", pk))).select_related("user"):
        yield refs.Use(str(seat), "seat", seat.pk)


def groups_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """Groups that the user or device is in."""
    if kind not in ("user", "device"):
        return
    for group in Group.objects.filter(Q((f"{kind}s", pk))):
        yield refs.Use(str(group), "group", group.pk)


def directories_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """Directories with an entry of the user, or one that leads to the callflow."""
    if kind not in ("user", "callflow"):
        return
    found = Directory.objects.filter(Q((f"entries__{kind}", pk))).distinct()
    for directory in found:
        yield refs.Use(str(directory), "directory", directory.pk)


def holders_of(pk: UUID) -> Iterable[UUID]:
    """Groups and directories that hold the user or device, and the device's user."""
    yield from PhoneUser.objects.filter(devices=pk).values_list("pk", flat=True)
    groups = Group.objects.filter(Q(users=pk) | Q(devices=pk) | Q(users__devices=pk))
    yield from groups.values_list("pk", flat=True)
    if PhoneUser.objects.filter(pk=pk).exists():
        listed = Directory.objects.filter(Q(everybody=True) | Q(entries__user=pk))
        yield from listed.values_list("pk", flat=True)
