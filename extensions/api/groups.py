"""REST of groups and directories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from callflows.models import Callflow
from extensions.models import Directory, DirectoryEntry, Group, PhoneUser
from extensions.services.directories import save_directory, touch_directory
from extensions.services.groups import save_group, touch_group
from tenants.generic.rest import AccountViewSet

MOST_ENTRIES = 2000


class GroupSerializer(serializers.ModelSerializer[Group]):
    """A group; `users` and `devices` are ids."""

    class Meta:
        model = Group
        fields: ClassVar = ["id", "name", "users", "devices"]
        extra_kwargs: ClassVar = {
            "users": {"required": False},
            "devices": {"required": False},
        }


class GroupViewSet(AccountViewSet):
    """`groups/`"""

    serializer_class = GroupSerializer
    kind = "group"

    def get_queryset(self) -> QuerySet[Any]:
        return Group.objects.prefetch_related("users", "devices")

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        data = dict(serializer.validated_data)
        group = serializer.instance or Group()
        group.name = data.get("name", group.name)
        save_group(group, data.get("users"), data.get("devices"))
        serializer.instance = self.get_queryset().get(pk=group.pk)

    def touch(self, instance: Model) -> None:
        touch_group(instance)  # type: ignore[arg-type]


class EntrySerializer(serializers.ModelSerializer[DirectoryEntry]):
    """Somebody in a directory; without a callflow their extension decides."""

    user = serializers.PrimaryKeyRelatedField(queryset=PhoneUser.objects.all())
    callflow = serializers.PrimaryKeyRelatedField(
        queryset=Callflow.objects.all(), allow_null=True, default=None
    )

    class Meta:
        model = DirectoryEntry
        fields: ClassVar = ["user", "callflow"]


class DirectorySerializer(serializers.ModelSerializer[Directory]):
    """A directory with its entries; those that are sent replace all."""

    entries = EntrySerializer(many=True, required=False)

    class Meta:
        model = Directory
        fields: ClassVar = ["id", "name", "names", "confirm", "everybody", "entries"]

    def validate_entries(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A user has one entry at most."""
        if len(value) > MOST_ENTRIES:
            raise serializers.ValidationError(f"At most {MOST_ENTRIES} entries.")
        if len({entry["user"].pk for entry in value}) < len(value):
            raise serializers.ValidationError("A user has two entries; leave one.")
        return value


class DirectoryViewSet(AccountViewSet):
    """`directories/`"""

    serializer_class = DirectorySerializer
    kind = "directory"

    def get_queryset(self) -> QuerySet[Any]:
        return Directory.objects.prefetch_related("entries")

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        data = dict(serializer.validated_data)
        entries = data.pop("entries", None)
        directory = serializer.instance or Directory()
        for name, value in data.items():
            setattr(directory, name, value)
        wanted = entries and {entry["user"]: entry["callflow"] for entry in entries}
        save_directory(directory, {} if entries == [] else wanted)
        serializer.instance = self.get_queryset().get(pk=directory.pk)

    def touch(self, instance: Model) -> None:
        touch_directory(instance)  # type: ignore[arg-type]
