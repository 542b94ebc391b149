"""Menus: saved with their greetings, never so that a live callflow breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from callflows.models import Callflow, Media, Menu, MenuGreeting, TimeFrame
from callflows.services.drafts import touch_routes
from callflows.services.publishing import check_document
from callflows.services.usage import touch_callflows_using
from tenants import audit
from tenants.services import objects

Greetings = Sequence[tuple[TimeFrame, Media]]
_SOUNDS = ("greeting", "prompt", "again", "invalid", "greetings__media")


@transaction.atomic
def save_menu(
    menu: Menu, greetings: Greetings | None = None, *, checked: bool = True
) -> None:
    """Saves a new or changed menu; None leaves its greetings as they are.

    Raises ValidationError by field: also when a live callflow has no module at the key
    that a rule names, unless that is `checked` later (refuse_to_break).
    """
    creating = menu._state.adding
    objects.save(menu, _touch)
    if greetings is not None:
        _set_greetings(menu, greetings)
    if creating:
        # Routes that were published long ago don't say yet what can be dialled.
        touch_routes()
    elif checked:
        refuse_to_break(menu)


def delete_menu(menu: Menu) -> None:
    """Deletes one that nothing points at."""
    objects.delete(menu, "menu")


def _touch(menu: Menu) -> None:
    touch_callflows_using(menu.pk)


def _set_greetings(menu: Menu, greetings: Greetings) -> None:
    frames = [frame for frame, _media in greetings]
    if len({frame.pk for frame in frames}) < len(frames):
        raise ValidationError({"greetings": _("A time frame has two greetings.")})
    if any(frame.owner_id for frame in frames):
        raise ValidationError({"greetings": _("Choose shared time frames only.")})
    before = _told(menu)
    menu.greetings.all().delete()
    for frame, media in greetings:
        MenuGreeting.objects.create(menu=menu, frame=frame, media=media)
    after = _told(menu)
    if before != after:
        audit.record("greetings", menu, {"greetings": before}, {"greetings": after})
        _touch(menu)


def _told(menu: Menu) -> list[str]:
    rows = menu.greetings.select_related("frame", "media")
    return [f"{row.frame}: {row.media}" for row in rows]


def refuse_to_break(menu: Menu) -> None:
    """Raises ValidationError by field when a rule does not fit a live callflow."""
    flows = Callflow.objects.using_object(menu.pk).exclude(live=None)
    for flow in flows.select_related("live"):
        document = flow.live.document if flow.live else {}
        for finding in check_document(document, flow.pk).findings:
            if finding.code == "rule_without_key":
                values = {"flow": flow.name, "key": finding.about}
                text = _("In the callflow “%(flow)s” key %(key)s leads nowhere.")
                field = "no_key" if menu.no_key == finding.about else "other_key"
                raise ValidationError({field: text % values})


def holding(pk: UUID) -> Iterable[Menu]:
    """Menus with the sound, or with a greeting for the time frame."""
    query = Q(greetings__frame=pk)
    for name in _SOUNDS:
        query |= Q((name, pk))
    return Menu.objects.filter(query).distinct()


def holders_of(pk: UUID) -> Iterable[UUID]:
    """Ids of the same."""
    return [menu.pk for menu in holding(pk)]
