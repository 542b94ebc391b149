"""Moments finer than Django's own formats."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.dateformat import format as in_format

from pbxportal.lib import formats

register = template.Library()


@register.filter(expects_localtime=True)
def milliseconds(value: datetime | None) -> str:
    """`17:05:03.120`, or what the person prefers."""
    if value is None:
        return ""
    # Digits mean nothing to the formatter.
    fraction = f":s.{value.microsecond // 1000:03d}"
    return in_format(value, formats.current().clock(fraction))
