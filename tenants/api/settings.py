"""REST of an account's settings, section by section, and of its internal numbers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from tenants import audit, sections
from tenants.access import Right
from tenants.actor import required
from tenants.generic import later
from tenants.generic.rest import AccountAPI
from tenants.models import Account, NumberBlock, NumberRange
from tenants.sections import Section
from tenants.services import account_settings, blocks, delayed_saves


def as_problems(error: ValidationError) -> Any:
    """Messages by field, or a list of them."""
    return error.message_dict if hasattr(error, "error_dict") else error.messages


def section_response(request: Request, key: str, account: Account) -> Response:
    """A section's fields; for PATCH those that are sent are changed first.

    With `?save_at=` they are changed then: 202 with the delayed save.
    """
    section = sections.get(key)
    if section is None:
        raise Http404
    if later.asked(request):
        return _later(request, section, account)
    if request.method == "PATCH":
        _change(section, account, request.data)
        account.refresh_from_db()
    return Response(section.values(account))


def _change(section: Section, account: Account, given: Any) -> None:
    form = account_settings.merged(section, account, given)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    account_settings.change(section, account, form.cleaned_data)


def _later(request: Request, section: Section, account: Account) -> Response:
    """What the section's page does when it saves later."""
    given = dict(request.data) if isinstance(request.data, dict) else request.data
    at = later.tried(request, lambda: _change(section, account, given))
    changes = list(audit.without_secrets(given).items())
    title, route, kwargs = str(section.title), "settings-section", {}
    if required().account.pk != account.pk:
        title, route = f"{account}: {title}", "account-section"
        kwargs = {"pk": account.pk}
    kwargs = {**kwargs, "section": section.key}
    asked = delayed_saves.Request(title, route, given, kwargs, changes)
    return later.answer(asked, at)


def block_as_json(block: NumberBlock | None) -> dict[str, Any]:
    """First and last number; null without a block."""
    return {
        "first": str(block.first) if block else None,
        "last": str(block.last) if block else None,
    }


class OwnSettings(AccountAPI):
    """`settings/<section>/`: those that the account's own people may change."""

    http_method_names = ["get", "head", "patch", "options"]
    right = right_to_read = Right.MANAGE

    def can_be_delayed(self) -> bool:
        return True

    def get(self, request: Request, section: str, **kwargs: Any) -> Response:
        """The section's fields."""
        return self._answer(request, section)

    def patch(self, request: Request, section: str, **kwargs: Any) -> Response:
        """The fields as they are then."""
        return self._answer(request, section)

    def _answer(self, request: Request, key: str) -> Response:
        section = sections.get(key)
        if section is None or section.own is None:
            raise Http404
        account = Account.objects.get(pk=self.actor.account.pk)
        return section_response(request, key, account)


class OwnNumberBlock(AccountAPI):
    """`number-block/`: from which the account takes extensions; `null`: from anywhere."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, **kwargs: Any) -> Response:
        """First and last number."""
        return Response(block_as_json(blocks.block_of(self.actor.account)))


class NumberRangeSerializer(serializers.ModelSerializer[NumberRange]):
    """Where blocks begin, and how many numbers one has."""

    class Meta:
        model = NumberRange
        fields: ClassVar = ["start", "size"]


class NumberRangeView(AccountAPI):
    """`number-range/`: the reseller's; PUT sets it."""

    http_method_names = ["get", "head", "put", "options"]
    right = right_to_read = Right.MANAGE_ACCOUNTS

    def get(self, request: Request, **kwargs: Any) -> Response:
        """The range; nulls if there is none."""
        numbers = blocks.range_of(self.actor.account)
        return Response(NumberRangeSerializer(numbers).data)

    def put(self, request: Request, **kwargs: Any) -> Response:
        """Blocks that are assigned already stay as they are."""
        numbers = blocks.range_of(self.actor.account)
        asked = NumberRangeSerializer(numbers, request.data)
        asked.is_valid(raise_exception=True)
        numbers.start = asked.validated_data["start"]
        numbers.size = asked.validated_data["size"]
        blocks.save_range(numbers)
        return Response(NumberRangeSerializer(numbers).data)
