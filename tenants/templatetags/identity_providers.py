"""What the sign-in page offers besides a password."""

from __future__ import annotations

from typing import Any

from django import template

from tenants.models import IdentityProvider
from tenants.services.identity_providers import at_address

register = template.Library()


@register.simple_tag(takes_context=True)
def identity_providers(context: dict[str, Any]) -> list[IdentityProvider]:
    """Those of the address at which the page is shown."""
    known = context["request"].host_account
    return at_address(known.account if known else None)
