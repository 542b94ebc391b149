"""What documents can point at here, and which callflows point at a thing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.models import (
    Attendant,
    Callflow,
    Media,
    Menu,
    ParkingLot,
    ScheduledPublication,
    TimeFrame,
    WebAddress,
)
from callflows.services import menus, prompts, usage
from callflows.services.used_by import callflows_using
from tenants import refs
from tenants.actor import current


def register() -> None:
    """Called once, when the app is ready."""
    refs.register(refs.Kind("callflow", Callflow, _("callflow"), "callflow"))
    refs.register(refs.Kind("media", Media, _("media"), "media"))
    refs.register(
        refs.Kind("time_frame", TimeFrame, _("time frame"), "time-frame", _frames)
    )
    refs.register(refs.Kind("web_address", WebAddress, _("web address"), "web-address"))
    refs.register(refs.Kind("menu", Menu, _("menu"), "menu"))
    refs.register(refs.Kind("parking_lot", ParkingLot, _("parking lot"), "parking-lot"))
    refs.register_page(Attendant, "attendant")
    refs.register_words("attendant", _("auto attendant"))
    refs.register_words("prompt-own", _("system prompt"))
    refs.register_words("scheduled-publication", _("scheduled publication"))
    refs.register_user(callflows_using)
    refs.register_user(schedules_using)
    refs.register_user(menus_using)
    refs.register_user(attendants_using)
    refs.register_user(prompts_using)
    usage.register_holders(menus.holders_of)


def _frames() -> Iterable[TimeFrame]:
    """Nobody is told of the private time frames of others."""
    actor = current()
    return TimeFrame.objects.visible_to(actor) if actor else TimeFrame.objects.none()


def schedules_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """Publications to come that point at the object, or lead back to what does."""
    for row in ScheduledPublication.objects.pointing_at(pk).select_related("callflow"):
        if row.callflow_id != pk:
            yield refs.Use(row.callflow.name, "scheduled-publication", row.pk)


def menus_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """Menus that play the sound, or greet while the time frame holds."""
    if kind not in ("media", "time_frame"):
        return
    for menu in menus.holding(pk):
        yield refs.Use(str(menu), "menu", menu.pk)


def attendants_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """The auto attendant whose callflow it is: it goes with it, not before."""
    if kind != "callflow":
        return
    for attendant in Attendant.objects.filter(callflow=pk).select_related("callflow"):
        yield refs.Use(str(attendant), "attendant", attendant.pk)


def prompts_using(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """System prompts in whose place the sound is heard."""
    if kind != "media":
        return
    for prompt in prompts.holding(pk):
        yield refs.Use(str(prompt), "prompt-own", prompt.pk)
