"""Columns that several tables share."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


class LinkColumn(tables.Column):
    """A value that leads to the row's own page; plain in exports.

    `route` is a page of the account with the row's id. The table must know its request,
    as those of `ListPage` do.
    """

    def __init__(self, route: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.route = route

    def render(self, value: Any, record: Any, table: Any) -> SafeString:
        account = table.request.actor.account
        url = reverse(self.route, args=[account.slug, record.pk])
        return format_html('<a href="{}">{}</a>', url, value)

    def value(self, value: Any) -> Any:
        """For the CSV export."""
        return value
