"""Tells open websockets that somebody's right to be in an account may have ended.

Pages and REST ask at every request; a socket asks again when it hears of a change here.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from tenants.models import Account

GROUP = "access"


def tell(account: Account, user_id: UUID | None = None) -> None:
    """After the commit: what concerns this account and all below it has changed.

    With `user_id` only that person's sockets ask again.
    """
    message = {
        "type": "access.changed",
        "path": account.path,
        "user": str(user_id) if user_id else "",
    }
    # Not a reason to fail when Redis is away: sockets are gone then, too.
    transaction.on_commit(partial(_send, message), robust=True)


def _send(message: dict[str, Any]) -> None:
    layer: Any = get_channel_layer()
    async_to_sync(layer.group_send)(GROUP, message)
