"""REST of the caller: who they are, and their tokens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from pbxportal.lib.paging import CursorPages
from tenants import preferences
from tenants.access import Right
from tenants.forms.preferences import PreferencesForm
from tenants.generic.rest import created
from tenants.models import Account, ApiToken, User
from tenants.services import me


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token without its key; `account` is a short name, null for all accounts."""

    account: serializers.SlugRelatedField[Account] = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="slug",
        queryset=Account.objects.in_use(),
        required=False,
        allow_null=True,
    )

    class Meta:
        model = ApiToken
        fields: ClassVar = [
            "id",
            "name",
            "scope",
            "account",
            "created_at",
            "expires_at",
            "last_used_at",
        ]

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        request = self.context.get("request")
        if request is not None:
            fields["account"].queryset = me.accounts_of(request.user)
        return fields


class TokenPages(CursorPages):
    """The latest first."""

    ordering = "-created_at"


class TokenViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[ApiToken],
):
    """`me/tokens/`: the caller's own. POST answers with the `key`, once."""

    right: ClassVar[Right] = Right.MEMBER
    right_to_read: ClassVar[Right] = Right.MEMBER
    serializer_class = TokenSerializer
    pagination_class = TokenPages
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[ApiToken]:
        user: Any = self.request.user
        return ApiToken.objects.filter(user=user).select_related("account")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        told = self.get_serializer(data=request.data)
        told.is_valid(raise_exception=True)
        user: Any = request.user
        by = request.auth if isinstance(request.auth, ApiToken) else None
        token, key = me.issue_token(user, dict(told.validated_data), by)
        return created({**self.get_serializer(token).data, "key": key})


class MyPreferences(APIView):
    """`me/preferences/`: how the caller sees pages.

    Each name with the caller's own value, empty where it is inherited; `inherited` has
    what counts then. PATCH changes those that are sent.
    """

    http_method_names = ["get", "head", "patch", "options"]
    right: ClassVar[Right] = Right.MEMBER
    right_to_read: ClassVar[Right] = Right.MEMBER

    def get(self, request: Request) -> Response:
        """All of them."""
        return self._answer(request.user)

    def patch(self, request: Request) -> Response:
        """All of them, as they are then."""
        user: Any = request.user
        given = self._checked(request.data)
        form = PreferencesForm(me.home(user), {**user.preferences, **given})
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        me.change_preferences(user, {name: form.cleaned_data[name] for name in given})
        user.refresh_from_db()
        return self._answer(user)

    def _checked(self, given: Any) -> dict[str, Any]:
        if not isinstance(given, dict):
            message = _("An object with the fields that change is expected.")
            raise ValidationError(message)
        for name in given:
            if name not in preferences.NAMES:
                raise ValidationError({name: _("There is no such field.")})
        return given

    def _answer(self, user: Any) -> Response:
        found: User = user
        home = me.home(found)
        account = home.account if home else None
        own = {name: found.preferences.get(name, "") for name in preferences.NAMES}
        above = preferences.of_account(account)
        inherited = {name: above[name] for name in preferences.NAMES}
        return Response({**own, "inherited": inherited})
