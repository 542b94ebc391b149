"""REST of menus."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from callflows.models import Media, Menu, MenuGreeting, TimeFrame
from callflows.services.menus import delete_menu, save_menu
from tenants.generic.rest import AccountViewSet

MOST_GREETINGS = 100


class GreetingSerializer(serializers.ModelSerializer[MenuGreeting]):
    """What is said once in a call while a shared time frame holds."""

    frame = serializers.PrimaryKeyRelatedField(queryset=TimeFrame.objects.shared())
    media = serializers.PrimaryKeyRelatedField(queryset=Media.objects.all())

    class Meta:
        model = MenuGreeting
        fields: ClassVar = ["frame", "media"]


class MenuSerializer(serializers.ModelSerializer[Menu]):
    """A menu; `greetings` that are sent replace all."""

    greetings = GreetingSerializer(many=True, required=False)

    class Meta:
        model = Menu
        fields: ClassVar = [
            "id",
            "name",
            "greetings",
            "greeting",
            "prompt",
            "again",
            "invalid",
            "tries",
            "timeout",
            "no_key",
            "other_key",
            "repeat_key",
            "by_extension",
            "dialled",
            "digits",
            "digit_seconds",
        ]

    def validate_greetings(self, value: list[Any]) -> list[Any]:
        """Not without end."""
        if len(value) > MOST_GREETINGS:
            raise serializers.ValidationError(f"At most {MOST_GREETINGS} greetings.")
        return value


class MenuViewSet(AccountViewSet):
    """`menus/`"""

    serializer_class = MenuSerializer
    kind = "menu"

    def get_queryset(self) -> QuerySet[Any]:
        return Menu.objects.prefetch_related("greetings")

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        data = dict(serializer.validated_data)
        greetings = data.pop("greetings", None)
        menu = serializer.instance or Menu()
        for name, value in data.items():
            setattr(menu, name, value)
        wanted = None
        if greetings is not None:
            wanted = [(row["frame"], row["media"]) for row in greetings]
        save_menu(menu, wanted)
        serializer.instance = self.get_queryset().get(pk=menu.pk)

    def perform_destroy(self, instance: Model) -> None:
        delete_menu(instance)  # type: ignore[arg-type]
