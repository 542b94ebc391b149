"""Who did something, as REST tells it."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from tenants.models import User


class WhoSerializer(serializers.ModelSerializer[User]):
    """The person who did it."""

    class Meta:
        model = User
        fields: ClassVar = ["id", "name", "email"]
