"""Saves at a time to come: asked for, called off, carried out.

What is saved is checked when it is asked for, by saving it and taking that back, and
again when its time has come: by then others may have changed what it is about, and the
person may have lost the right to it. The page or REST resource that `route` names stores
the values, through its class method `save_delayed(actor, kwargs, values, files)`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pbxportal.lib.sealed import seal, unseal
from tenants import audit, outbox, preferences
from tenants.actor import acting, required
from tenants.applications import place_of
from tenants.models import Account, DelayedSave, SaveState
from tenants.services import kept_files
from tenants.services.entrance import enter_for_later, is_open
from tenants.services.kept_files import Files

# What the outbox knows these requests by; the key is the row's id.
KIND = "delayed-save"
PURPOSE = "delayed saves"
# Of an account: each may hold a file.
MOST_WAITING = 200
# What a rehearsal that is under way does at its end.
_undo: ContextVar[list[Callable[[], object]] | None] = ContextVar("undo", default=None)


@dataclass(frozen=True)
class Request:
    """What is to be saved: where (`route`, `kwargs` besides the account), and what.

    `values` is whatever the route's class takes, as JSON can hold it; `changes` are label
    and value of each field in words, without secrets; `files` are sent with the values.
    """

    title: str
    route: str
    values: Any
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, Any]] = field(default_factory=list)
    files: Files = field(default_factory=dict)


@contextmanager
def rehearsal() -> Iterator[None]:
    """What is saved inside is found right or wrong, and taken back."""
    undo: list[Callable[[], object]] = []
    before = _undo.set(undo)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _undo.reset(before)
        for each in reversed(undo):
            each()


def if_taken_back(undo: Callable[[], object]) -> None:
    """What a rehearsal does after its end, since the database does not: about files."""
    rehearsed = _undo.get()
    if rehearsed is not None:
        rehearsed.append(undo)


def of(account: Account) -> QuerySet[DelayedSave]:
    """The account's, whatever has become of them."""
    return DelayedSave.objects.filter(account=account).select_related("user")


def waiting_for(route: str, kwargs: Mapping[str, Any]) -> QuerySet[DelayedSave]:
    """Those still to come in the account at one page, the soonest first."""
    rows = of(required().account).filter(state=SaveState.WAITING, route=route)
    return rows.filter(kwargs=_plain(kwargs)).order_by("due_at", "id")


@transaction.atomic
def ask(request: Request, at: datetime) -> DelayedSave:
    """Has it saved at `at`, aware, by the actor.

    Raises ValidationError for `at`, and where too much of the account is waiting already.
    """
    outbox.refuse_unfit("at", at)
    actor = required()
    waiting = of(actor.account).filter(state=SaveState.WAITING).count()
    if waiting >= MOST_WAITING:
        text = _("%(most)s saves are waiting already: call one of them off first.")
        raise ValidationError(text % {"most": MOST_WAITING}, code="too_many")
    row = DelayedSave.objects.create(
        account=actor.account,
        user=actor.user,
        masquerade=actor.masquerade,
        title=request.title[:200],
        route=request.route,
        kwargs=_plain(request.kwargs),
        sealed=seal(json.dumps(request.values, cls=DjangoJSONEncoder), PURPOSE),
        changes=request.changes,
        due_at=at,
    )
    told = {"due_at": at, "changes": dict(request.changes)}
    audit.record("schedule", row, after=told)
    outbox.put(KIND, str(row.pk), due_at=at)
    if request.files:
        _keep(row, request.files)
    return row


def _keep(row: DelayedSave, files: Files) -> None:
    try:
        kept_files.keep(row, files)
        row.save(update_fields=["files"])
    except BaseException:
        kept_files.remove(row)
        raise


@transaction.atomic
def cancel(row: DelayedSave) -> DelayedSave:
    """Nothing is saved. Raises ValidationError when it was saved, or called off, before."""
    stored = DelayedSave.objects.select_for_update().get(pk=row.pk)
    if not stored.waiting:
        raise ValidationError(_("Nothing of this is still to come."), code="finished")
    before = stored.state
    _finish(stored, SaveState.CANCELLED, _("Cancelled."))
    audit.record("cancel", stored, {"state": before}, {"state": stored.state})
    return stored


def carry_out(account: Account, keys: list[str]) -> None:
    """The outbox's handler: saves what is due, once, however often it is called.

    What is saved and the row's state are one transaction; a worker that dies in the midst
    of it leaves all as it was, and the request too.
    """
    for key in keys:
        with transaction.atomic():
            row = (
                DelayedSave.objects.select_for_update(of=("self",))
                .select_related("user", "masquerade")
                .filter(pk=key, account=account, state=SaveState.WAITING)
                .first()
            )
            if row is not None:
                _step(account, row)


def _step(account: Account, row: DelayedSave) -> None:
    try:
        with transaction.atomic(), preferences.speaking(account, row.user):
            _save(account, row)
    except ValidationError as error:
        fault = " ".join(_told(error))
    except (Http404, PermissionDenied) as error:
        gone = _("What it would have changed is not there any more.")
        fault = gone if isinstance(error, Http404) else str(error) or _("Not allowed.")
    else:
        _finish(row, SaveState.DONE, _("Saved."))
        return
    _finish(row, SaveState.FAILED, fault)
    audit.error(account, "delayed", f"{row}: {row.result}", about=row)


def _save(account: Account, row: DelayedSave) -> None:
    actor = enter_for_later(row.user, account.slug, row.masquerade)
    path = reverse(row.route, kwargs={"account": account.slug, **row.kwargs})
    match = resolve(path)
    if not is_open(account, place_of(match.route)):
        raise Http404
    func: Any = match.func
    view = getattr(func, "view_class", None) or func.cls
    kwargs = {key: match.kwargs[key] for key in row.kwargs}
    by_account = getattr(view, "on_account_clock", False)
    values = json.loads(unseal(row.sealed, PURPOSE))
    with (
        acting(actor),
        preferences.seen_by(actor, by_account),
        kept_files.opened(row) as files,
    ):
        view.save_delayed(actor, kwargs, values, files)


def _told(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [
        f"{name}: {text}"
        for name, texts in error.message_dict.items()
        for text in texts
    ]


def _finish(row: DelayedSave, state: SaveState, result: str) -> None:
    row.state, row.result, row.finished_at = state, result[:500], timezone.now()
    # What was typed or sent has done its duty.
    if row.files:
        transaction.on_commit(partial(kept_files.remove, row))
    row.sealed, row.files = "", []
    row.save()


def _plain(kwargs: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in kwargs.items()}
