"""Auto attendants: menus and a published callflow, made together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError as PydanticError

from callflows.attendants import (
    HANG_UP,
    KINDS,
    OUTSIDE,
    REPEAT,
    TIER,
    USER,
    Known,
    Plan,
    Target,
    Tier,
    read,
    tiers,
    write,
)
from callflows.models import Attendant, Callflow, CallflowNumber, Menu
from callflows.models.menu import KEYS
from callflows.module import modules
from callflows.services import drafts, menus, numbers, publishing
from callflows.services.menus import Greetings
from tenants import audit, refs
from tenants.access import Right
from tenants.actor import required
from tenants.services import objects

MOST_TIERS = 20


@dataclass(frozen=True)
class Wanted:
    """What an auto attendant shall be; `main` are settings of the main menu."""

    name: str
    extension: str
    plan: Plan
    main: Mapping[str, Any]
    greetings: Greetings | None = None


def free_extension() -> str:
    """The first one of the 8000 series that nothing has yet; "" if there is none."""
    return next(iter(numbers.lowest_free(numbers.FIRST, numbers.LAST, 1)), "")


@transaction.atomic
def create(wanted: Wanted) -> Attendant:
    """The attendant, published; raises ValidationError by field, nothing stays then."""
    _check(wanted)
    flow = drafts.create_callflow(wanted.name, {})
    _set_extension(flow, "", wanted.extension)
    _draw(flow, wanted, {})
    # As it is stored by now, with its draft and version.
    drawn = Callflow.objects.get(pk=flow.pk)
    attendant = Attendant(extension=wanted.extension, callflow=drawn)
    objects.save(attendant)
    return attendant


@transaction.atomic
def change(attendant: Attendant, wanted: Wanted) -> None:
    """Draws it anew; a callflow that somebody has redrawn is refused.

    Another extension asks for Right.MANAGE_ATTENDANTS.
    """
    flow = publishing.locked(attendant.callflow)
    present = plan_of(flow)
    if present is None:
        raise redrawn()
    _check(wanted)
    if flow.name != wanted.name:
        flow.name = wanted.name
        objects.save(flow)
    if attendant.extension != wanted.extension:
        _ask_for_right()
        old, attendant.extension = attendant.extension, wanted.extension
        objects.save(attendant)
        _set_extension(flow, old, wanted.extension)
    before = {place: tier.menu for place, tier in tiers(present.tier) if tier.menu}
    used = _draw(flow, wanted, before)
    _delete_menus(set(before.values()) - used)


@transaction.atomic
def delete(attendant: Attendant) -> None:
    """Deletes it with its callflow and its menus; asks for Right.MANAGE_ATTENDANTS."""
    _ask_for_right()
    flow = attendant.callflow
    objects.refuse_if_used(flow, "callflow", but={attendant.pk})
    plan = plan_of(flow)
    audit.record("delete", attendant, before=audit.snapshot(attendant))
    attendant.delete()
    drafts.delete_callflow(flow)
    if plan:
        _delete_menus({tier.menu for _place, tier in tiers(plan.tier) if tier.menu})


def plan_of(flow: Callflow) -> Plan | None:
    """What was chosen for the callflow, or None if it was redrawn since."""
    plan = read(flow.draft, known(flow))
    live = flow.live.document if flow.live else flow.draft
    return plan if live == flow.draft else None


def known(flow: Callflow) -> Known:
    """What its document does not say."""
    leading = dict(CallflowNumber.objects.values_list("number", "callflow_id"))
    people = refs.get(USER).model._default_manager.filter(extension__in=leading)
    flows = {
        pk: leading[extension]
        for pk, extension in people.values_list("pk", "extension")
    }
    repeats = dict(Menu.objects.exclude(repeat_key="").values_list("pk", "repeat_key"))
    return Known(flow.pk, flows, repeats)


def redrawn() -> ValidationError:
    """The form can't say any more what the callflow does."""
    text = _("The callflow was changed by hand: change it in the callflow editor.")
    return ValidationError(text, code="redrawn")


def _ask_for_right() -> None:
    if not required().may(Right.MANAGE_ATTENDANTS):
        raise ValidationError(
            _(
                "Your reseller has not allowed to delete auto attendants or to change "
                "their extensions."
            ),
            code="not_allowed",
        )


def _check(wanted: Wanted) -> None:
    if not wanted.extension:
        raise ValidationError({"extension": _("Enter an extension.")})
    found = list(tiers(wanted.plan.tier))
    if len(found) > MOST_TIERS:
        raise ValidationError({"keys": _("At most %s tiers.") % MOST_TIERS})
    for place, tier in found:
        for key, target in tier.keys.items():
            if key not in KEYS:
                raise ValidationError({"keys": _("“%s” is no key.") % key})
            _check_target(target, place + key)
        if sum(target.to == REPEAT for target in tier.keys.values()) > 1:
            raise ValidationError({"keys": _("One key of a menu repeats the prompt.")})
    if wanted.plan.otherwise.to in (REPEAT, TIER):
        raise ValidationError({"otherwise": _("Only a key can lead there.")})
    _check_target(wanted.plan.otherwise, "")
    frame = wanted.plan.frame
    if frame and refs.missing("time_frame", [frame]):
        raise ValidationError({"time_frame": _("There is no such time frame.")})


def _check_target(target: Target, place: str) -> None:
    field = "keys" if place else "otherwise"
    if target.to in (REPEAT, HANG_UP) or target.tier:
        return
    if target.to == OUTSIDE:
        _check_number(target.number, place)
        return
    if target.to not in KINDS or target.id is None:
        text = _("Key %s: choose where it leads.") if place else _("Choose where: %s")
        raise ValidationError({field: text % (place or target.to)})
    if refs.missing(KINDS[target.to], [target.id]):
        text = _("Key %(key)s: there is no such %(kind)s.")
        values = {"key": place, "kind": refs.get(KINDS[target.to]).label}
        raise ValidationError({field: text % values})


def _check_number(number: str, place: str) -> None:
    """Whether the module that calls outside takes the number."""
    try:
        modules()["forward"].Settings.model_validate({"number": number})
    except PydanticError as error:
        text = (
            _(
                "Key %(key)s: enter a number of 5 to 20 digits, “+” before it if you like."
            )
            if place
            else _("Enter a number of 5 to 20 digits, “+” before it if you like.")
        )
        field = "keys" if place else "otherwise"
        raise ValidationError({field: text % {"key": place}}) from error


def _set_extension(flow: Callflow, old: str, new: str) -> None:
    """Exchanges the number; two who take the same at once can't both have it."""
    others = flow.numbers.exclude(number=old).values_list("number", flat=True)
    try:
        drafts.set_numbers(flow, [new, *others])
    except ValidationError as error:
        raise ValidationError({"extension": error.messages}) from error


def _draw(flow: Callflow, wanted: Wanted, before: Mapping[str, UUID]) -> set[UUID]:
    """Menus, draft and version; the ids of the menus."""
    plan = replace(wanted.plan, tier=_make_menus(wanted, wanted.plan.tier, "", before))
    facts = known(flow)
    for target in _targets(plan):
        if target.to == USER and target.id not in facts.flows:
            text = _("A user whose extension no callflow answers can't be reached.")
            raise ValidationError({"keys": text})
    stored = Callflow.objects.get(pk=flow.pk)
    document = write(plan, facts)
    if document != stored.draft:
        stored = drafts.save_draft(stored, document, stored.revision)
    if stored.live is None or stored.live.document != document:
        publishing.publish(stored, _("By the auto attendant's form"))
    used = {tier.menu for _place, tier in tiers(plan.tier) if tier.menu}
    for menu in Menu.objects.filter(pk__in=used):
        menus.refuse_to_break(menu)
    return used


def _targets(plan: Plan) -> Iterator[Target]:
    yield plan.otherwise
    for _place, tier in tiers(plan.tier):
        yield from tier.keys.values()


def _make_menus(
    wanted: Wanted, tier: Tier, place: str, before: Mapping[str, UUID]
) -> Tier:
    """The tier with its menu, and those below it, saved."""
    menu = Menu.objects.filter(pk__in=_at(before, place)).first() or Menu()
    menu.name = f"{wanted.name[:100]}, {place}" if place else wanted.name[:120]
    menu.prompt_id = tier.prompt
    repeat = [key for key, target in tier.keys.items() if target.to == REPEAT]
    menu.repeat_key = repeat[0] if repeat else ""
    for name, value in ({} if place else wanted.main).items():
        setattr(menu, name, value)
    # Its rules may name a key that the callflow gets only now.
    menus.save_menu(menu, None if place else wanted.greetings, checked=False)
    keys = {
        key: replace(target, tier=_make_menus(wanted, target.tier, place + key, before))
        if target.tier
        else target
        for key, target in tier.keys.items()
    }
    return Tier(keys, tier.prompt, menu.pk)


def _at(before: Mapping[str, UUID], place: str) -> list[UUID]:
    return [before[place]] if place in before else []


def _delete_menus(ids: set[UUID]) -> None:
    """Those that nothing else uses."""
    for menu in Menu.objects.filter(pk__in=ids):
        if not refs.used_by("menu", menu.pk):
            menus.delete_menu(menu)
