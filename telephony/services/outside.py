"""Carriers and what accounts may call outside: changed, checked, and as plain data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from callflows.outside_lines import (
    CarrierInfo,
    NumberFormat,
    OutsideInfo,
    TrunkLimits,
    Way,
    judge,
)
from callflows.public_numbers import DENIABLE, LABELS, CallClass, plan
from extensions.services import blacklists
from pbxportal.lib import outward
from telephony.models import Carrier, OutsideRules
from tenants.actor import acting_in, required
from tenants.models import Account
from tenants.services import objects, tree
from tenants.units import Unit, touch, touch_all

# Higher apps say why calls over an account's limit may not go on now; "" if they may.
Say = Callable[[Account], str]
_says: list[Say] = []


def register_say(say: Say) -> None:
    """Adds somebody who has a say in whether calls go over the limit.

    Whoever changes their mind touches `Unit.OUTBOUND` of the account.
    """
    _says.append(say)


def carriers_of(account: Account) -> QuerySet[Carrier]:
    """The account's own carriers, in their order."""
    return Carrier.objects.filter(account=account)


def save_carrier(carrier: Carrier) -> None:
    """Saves a carrier of the account that acts; raises ValidationError by field."""
    carrier.account = required().account
    _check_login(carrier)
    _check_host(carrier)
    _check_addresses(carrier)
    objects.save(carrier, _touch_carrier)


def delete_carrier(carrier: Carrier) -> None:
    """Deletes a carrier; calls go by the others from then on."""
    objects.delete(carrier, "carrier", _touch_carrier)


def _touch_carrier(carrier: Carrier) -> None:
    touch(Unit.CARRIER, carrier.pk)
    touch(Unit.OUTBOUND)


def rules_of(account: Account) -> OutsideRules:
    """The account's rules; unsaved defaults if it has none yet."""
    found = OutsideRules.objects.filter(account=account).first()
    return found or OutsideRules(account=account)


def save_rules(rules: OutsideRules) -> None:
    """Saves what the account may call outside; raises ValidationError by field."""
    closed = closed_classes(rules.account)
    for cls in rules.allowed:
        if cls in closed:
            text = _("%s: closed by who manages this account. Take it out.")
            raise ValidationError({"allowed": text % LABELS[CallClass(cls)]})
    _store(rules, lambda _rules: touch(Unit.OUTBOUND))


def _store(rules: OutsideRules, touch_outside: Callable[[OutsideRules], None]) -> None:
    """Saves them; telephones learn what they show to colleagues."""
    before = rules_of(rules.account)

    def touch_changed(now: OutsideRules) -> None:
        touch_outside(now)
        if now.account.ready_at and _shown_inside(before) != _shown_inside(now):
            touch_all(Unit.DEVICE)

    objects.save(rules, touch_changed)


def _shown_inside(rules: OutsideRules) -> tuple[str, str]:
    return rules.internal_name, rules.internal_number


def closed_classes(account: Account, or_own: bool = True) -> frozenset[CallClass]:
    """Classes that accounts above (and, with `or_own`, for this one) have closed to it."""
    path = account.ancestor_ids()
    return _denied(_rules(path if or_own else path[:-1]).values())


@transaction.atomic
def open_classes(rules: OutsideRules, opened: Iterable[str]) -> None:
    """Saves the rules for who manages the account: exactly these classes are open to it.

    What was closed before is allowed at once; the account's people may still close it
    for themselves. Nobody below may call what is closed. Raises ValidationError by field.
    """
    opened = set(opened)
    before = set(rules.denied)
    # Nobody has chosen anything for an account that is still to be made.
    chosen = set(rules.allowed) if rules.account.ready_at else opened
    rules.denied = [cls.value for cls in DENIABLE if cls.value not in opened]
    wanted = (chosen | before) & opened
    rules.allowed = [cls.value for cls in DENIABLE if cls.value in wanted]
    with acting_in(rules.account):
        _store(rules, _touch_below)


@transaction.atomic
def limit_trunks(rules: OutsideRules) -> None:
    """Saves the rules with other limits, for who manages the account.

    Calls in progress go on. Raises ValidationError by field.
    """
    with acting_in(rules.account):
        objects.save(rules, _touch_own)


def _touch_own(rules: OutsideRules) -> None:
    # A worker does it once it has made the account.
    if rules.account.ready_at:
        touch(Unit.OUTBOUND)


def _touch_below(rules: OutsideRules) -> None:
    if rules.account.ready_at:
        tree.publish_outbound(rules.account)


def _denied(rules: Iterable[OutsideRules]) -> frozenset[CallClass]:
    return frozenset(CallClass(cls) for each in rules for cls in each.denied)


def info(account: Account) -> OutsideInfo:
    """The account's rules, carriers and blacklists, and the carriers of the accounts above."""
    above = account.ancestor_ids()[-2::-1]
    rules = _rules([account.pk, *above])
    carriers: dict[UUID, list[CarrierInfo]] = defaultdict(list)
    rows = Carrier.objects.filter(account__in=[account.pk, *above], enabled=True)
    for row in rows:
        carriers[row.account_id].append(_carrier(row, rules.get(row.account_id)))
    own = rules.get(account.pk) or OutsideRules()
    return OutsideInfo(
        plan(own.country),
        _allowed(account, own) - _denied(rules.values()),
        own.caller_name,
        own.caller_number,
        own.emergency_number,
        tuple(carriers[account.pk]),
        tuple(carrier for each in above for carrier in carriers[each]),
        limits_of(own),
        blacklists.active(account),
    )


def limits_of(rules: OutsideRules) -> TrunkLimits:
    """How many calls with the outside the account may have at the same time."""
    return TrunkLimits(
        rules.inbound_trunks,
        rules.outbound_trunks,
        rules.twoway_trunks,
        rules.over_limit and not why_not_over(rules),
    )


def why_not_over(rules: OutsideRules) -> str:
    """Why calls over the limit are refused though the rules allow them; "" else."""
    if not rules.over_limit:
        return ""
    found = (say(rules.account) for say in _says)
    return next((why for why in found if why), "")


def judged(outside: OutsideInfo, number: str) -> dict[str, Any]:
    """What a call to the number meets, for REST; `allowed` alone tells nothing of who
    takes it."""
    if number in outside.plan.emergency:
        takes = [c.name for c in (*outside.carriers, *outside.above) if c.emergency]
        cls: CallClass | None = CallClass.EMERGENCY
        allowed, e164, blacklist = True, number, ""
    else:
        found = judge(outside, number)
        takes = [carrier.name for carrier in found.ways]
        cls, allowed, e164 = found.cls, found.allowed, found.e164
        blacklist = found.blacklist
    return {
        "number": e164,
        "class": cls.value if cls else None,
        "allowed": allowed,
        "blacklist": blacklist or None,
        "carriers": takes,
        "shown": _shown(outside, cls),
    }


def explain(outside: OutsideInfo, number: str) -> str:
    """The same in a sentence."""
    call = judged(outside, number)
    values = {
        "number": number,
        "cls": LABELS[CallClass(call["class"])] if call["class"] else "",
        "carriers": ", ".join(call["carriers"]),
        "shown": call["shown"] or _("no number"),
        "blacklist": call["blacklist"],
    }
    if not call["class"]:
        return _("%(number)s is no number of the public network.") % values
    if call["blacklist"]:
        text = _(
            "%(number)s is on the blacklist “%(blacklist)s”: it can't be called, and does "
            "not get through as a caller."
        )
        return text % values
    if not call["allowed"]:
        return _("%(number)s may not be called (%(cls)s).") % values
    if not call["carriers"]:
        return _("Nobody takes calls to %(number)s (%(cls)s).") % values
    return (
        _(
            "%(number)s (%(cls)s) goes out by %(carriers)s and shows %(shown)s, unless "
            "the device or user has a number of their own."
        )
        % values
    )


def called(outside: OutsideInfo, number: str) -> str:
    """What a call to the number dials, in E.164 (digits).

    Raises ValidationError when it may not be called, nobody takes it, or it is for help.
    """
    found = judge(outside, number)
    if number in outside.plan.emergency:
        text = _("%(number)s is for calls for help alone.")
        raise ValidationError(text % {"number": number})
    if not found.ways:
        raise ValidationError(explain(outside, number))
    return found.e164


def faults(outside: OutsideInfo) -> list[str]:
    """What is missing so that calls outside, and for help, come through."""
    carriers = (*outside.carriers, *outside.above)
    found = []
    if not any(carrier.emergency for carrier in carriers):
        found.append(_("No carrier takes emergency calls."))
    if not outside.emergency_number and not outside.caller_number:
        found.append(_("Emergency calls may show no number: helpers can't call back."))
    if outside.trunks.closes(Way.OUTBOUND):
        found.append(_("There are no trunks for calls out: only emergency calls go."))
    if outside.trunks.closes(Way.INBOUND):
        found.append(_("There are no trunks for calls in: all callers hear “busy”."))
    return found


def _shown(outside: OutsideInfo, cls: CallClass | None) -> str:
    if cls == CallClass.EMERGENCY:
        return outside.emergency_number or outside.caller_number
    return outside.caller_number


def _rules(ids: Iterable[UUID]) -> dict[UUID, OutsideRules]:
    return {row.account_id: row for row in OutsideRules.objects.filter(pk__in=ids)}


def _allowed(account: Account, rules: OutsideRules) -> frozenset[CallClass]:
    """Nothing for an account that is suspended, or stands below such a one."""
    path = account.ancestor_ids()
    if Account.objects.filter(pk__in=path, suspended_at__isnull=False).exists():
        return frozenset()
    return frozenset(CallClass(cls) for cls in rules.allowed)


def units_of_account() -> Iterable[tuple[Unit, UUID | None]]:
    """What Asterisk holds of the acting account here."""
    yield Unit.OUTBOUND, None
    for carrier in carriers_of(required().account):
        yield Unit.CARRIER, carrier.pk


def _carrier(row: Carrier, rules: OutsideRules | None) -> CarrierInfo:
    return CarrierInfo(
        row.name,
        row.endpoint,
        plan((rules or OutsideRules()).country),
        tuple(row.prefixes),
        NumberFormat(row.number_format),
        row.put_before,
        row.strip,
        row.emergency,
    )


def _check_login(carrier: Carrier) -> None:
    if carrier.username and not carrier.password:
        raise ValidationError({"password": _("A user name needs a password.")})
    if carrier.password and not carrier.username:
        raise ValidationError({"username": _("A password needs a user name.")})


def _check_host(carrier: Carrier) -> None:
    """Customers don't reach what stands beside Asterisk; the operator may.

    A malformed host is left to the model, which says what it should be.
    """
    if carrier.account.parent_id is None or not carrier.host:
        return
    why = outward.host_fault(carrier.host, _trusted(), outward.lookup)
    if why:
        raise ValidationError({"host": why})


def _check_addresses(carrier: Carrier) -> None:
    """Whom calls come from must be certain: an address is one carrier's at most."""
    others = Carrier.objects.exclude(pk=carrier.pk).exclude(addresses=[])
    taken = {address for row in others for address in row.addresses}
    for address in carrier.addresses:
        if address in taken:
            text = _("%(address)s is another carrier's already.")
            raise ValidationError({"addresses": text % {"address": address}})
        if carrier.account.parent_id is not None and (
            why := outward.host_fault(address, _trusted(), outward.lookup)
        ):
            raise ValidationError({"addresses": why})


def _trusted() -> tuple[outward.Network, ...]:
    return outward.networks(settings.OUTWARD_TRUSTED)
