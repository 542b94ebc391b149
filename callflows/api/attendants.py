"""REST of auto attendants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ModelSerializer

from callflows.attendants import Plan, Target, Tier, tiers
from callflows.models import Attendant, Media, Menu, TimeFrame
from callflows.services import attendants
from callflows.services.attendants import Wanted
from callflows.services.what_if import validated
from tenants.actor import Actor
from tenants.generic import later
from tenants.generic.delayed import called
from tenants.generic.rest import ReadOnlyAccountViewSet, created
from tenants.services import delayed_saves
from tenants.services.kept_files import Files

Rule = Literal[
    "repeat", "hangup", "1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"
]

# Ids by the field that has them, as a path.
Named = dict[str, UUID | None]


class TargetIn(BaseModel):
    """Where a key leads."""

    model_config = ConfigDict(extra="forbid")

    to: Literal[
        "user",
        "queue",
        "directory",
        "voicemail",
        "play",
        "outside",
        "repeat",
        "tier",
        "hangup",
    ]
    id: UUID | None = None
    number: str = Field("", max_length=40)
    tier: TierIn | None = None

    def target(self) -> Target:
        """As the service takes it."""
        below = self.tier.made() if self.tier and self.to == "tier" else None
        return Target(self.to, self.id, below, self.number)


class TierIn(BaseModel):
    """A menu's prompt and keys."""

    model_config = ConfigDict(extra="forbid")

    prompt: UUID | None = None
    keys: dict[str, TargetIn] = Field(default_factory=dict, max_length=12)

    def made(self) -> Tier:
        """As the service takes it."""
        keys = {key: target.target() for key, target in self.keys.items()}
        return Tier(keys, self.prompt)


TargetIn.model_rebuild()


class GreetingIn(BaseModel):
    """What is said while a time frame holds."""

    model_config = ConfigDict(extra="forbid")

    frame: UUID
    media: UUID


class AttendantIn(TierIn):
    """An auto attendant as a program sends it."""

    name: str = Field(min_length=1, max_length=120)
    extension: str = Field(pattern=r"^[0-9]{1,20}$")
    time_frame: UUID | None = None
    otherwise: TargetIn = TargetIn(to="hangup")
    greetings: list[GreetingIn] = Field(default_factory=list, max_length=100)
    greeting: UUID | None = None
    no_key: Rule = "repeat"
    other_key: Rule = "repeat"
    by_extension: bool = True

    def wanted(self) -> Wanted:
        """As the service takes it; raises a validation error for what is not there."""
        frames = _found(TimeFrame.objects.shared(), self._frames())
        media = _found(Media.objects.all(), self._sounds())
        main = {
            "greeting_id": self.greeting,
            "no_key": self.no_key,
            "other_key": self.other_key,
            "by_extension": self.by_extension,
        }
        greetings = [(frames[g.frame], media[g.media]) for g in self.greetings]
        plan = Plan(self.made(), self.time_frame, self.otherwise.target())
        return Wanted(self.name, self.extension, plan, main, greetings)

    def _frames(self) -> Named:
        given = enumerate(self.greetings)
        return {f"greetings.{n}.frame": greeting.frame for n, greeting in given}

    def _sounds(self) -> Named:
        named: Named = {"greeting": self.greeting}
        for place, tier in tiers(self.made()):
            path = "".join(f"keys.{key}.tier." for key in place)
            named[f"{path}prompt"] = tier.prompt
        for n, greeting in enumerate(self.greetings):
            named[f"greetings.{n}.media"] = greeting.media
        return named


def _found(rows: QuerySet[Any], ids: Named) -> Mapping[UUID, Any]:
    """The objects by id; raises a validation error for the fields of those not there."""
    found = rows.in_bulk([id for id in ids.values() if id])
    missing = {field: id for field, id in ids.items() if id and id not in found}
    if missing:
        text = _("There is no such object: %s.")
        raise ValidationError({field: text % id for field, id in missing.items()})
    return found


class AttendantSerializer(ModelSerializer[Attendant]):
    """What a list tells of one."""

    class Meta:
        model = Attendant
        fields: ClassVar = ["id", "extension", "callflow"]

    def to_representation(self, instance: Attendant) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        return {**shown, "name": instance.callflow.name}


class AttendantViewSet(ReadOnlyAccountViewSet):
    """`attendants/`: POST and PUT take the whole of one; `plan` is null once redrawn."""

    serializer_class = AttendantSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return Attendant.objects.select_related("callflow__live")

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One, with all that was chosen."""
        return Response(self._told(self.get_object()))

    def can_be_delayed(self) -> bool:
        return self.action in ("create", "update")

    def create(self, request: Request, **kwargs: Any) -> Response:
        """Makes menus, callflow and extension, published, or nothing; with `?save_at=`
        then."""
        if later.asked(request):
            return self._later(None)
        return created(self._told(_stored(None, request.data)))

    def update(self, request: Request, **kwargs: Any) -> Response:
        """Draws it anew; with `?save_at=` then."""
        attendant = self.get_object()
        if later.asked(request):
            return self._later(attendant)
        _stored(attendant, request.data)
        return Response(self._told(self.get_object()))

    def _later(self, attendant: Attendant | None) -> Response:
        sent = self.request.data
        at = later.tried(self.request, lambda: _stored(attendant, sent))
        match: Any = self.request._request.resolver_match
        asked = delayed_saves.Request(
            called(attendant or Attendant()),
            match.view_name,
            sent,
            {"pk": attendant.pk} if attendant else {},
            list(later.told(sent).items()),
        )
        return later.answer(asked, at)

    @classmethod
    def save_delayed(
        cls, actor: Actor, kwargs: dict[str, Any], values: Any, files: Files
    ) -> None:
        """Does what was sent before, to the attendant as it is by now."""
        if not actor.may(cls.right):
            raise PermissionDenied
        attendant = get_object_or_404(Attendant, **kwargs) if kwargs else None
        try:
            _stored(attendant, values)
        except ValidationError as error:
            raise later.plain(error) from error

    def destroy(self, request: Request, **kwargs: Any) -> Response:
        """Deletes it with its callflow and menus, if the reseller allows that."""
        attendants.delete(self.get_object())
        return Response(status=204)

    def _told(self, attendant: Attendant) -> dict[str, Any]:
        flow = attendant.callflow
        told = AttendantSerializer(attendant).data
        plan = attendants.plan_of(flow)
        if plan is None:
            return {**told, "plan": None}
        menus = Menu.objects.in_bulk([tier.menu for _p, tier in tiers(plan.tier)])
        main = menus[plan.tier.menu] if plan.tier.menu else Menu()
        rows = main.greetings.all()
        return {
            **told,
            "plan": {
                **_tier(plan.tier, menus),
                "time_frame": plan.frame,
                "otherwise": _target(plan.otherwise, menus),
                "greetings": [{"frame": g.frame_id, "media": g.media_id} for g in rows],
                "greeting": main.greeting_id,
                "no_key": main.no_key,
                "other_key": main.other_key,
                "by_extension": main.by_extension,
            },
        }


def _stored(attendant: Attendant | None, sent: Any) -> Attendant:
    """A new one, or the same drawn anew."""
    wanted = validated(AttendantIn, sent).wanted()
    if attendant is None:
        return attendants.create(wanted)
    attendants.change(attendant, wanted)
    return attendant


def _tier(tier: Tier, menus: dict[Any, Menu]) -> dict[str, Any]:
    keys = {key: _target(target, menus) for key, target in tier.keys.items()}
    return {"prompt": menus[tier.menu].prompt_id, "keys": keys}


def _target(target: Target, menus: dict[Any, Menu]) -> dict[str, Any]:
    if target.tier:
        return {"to": target.to, "tier": _tier(target.tier, menus)}
    told = {"to": target.to, **({"id": target.id} if target.id else {})}
    return {**told, "number": target.number} if target.number else told
