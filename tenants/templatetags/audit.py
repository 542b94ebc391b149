"""The audit in words, for templates."""

from __future__ import annotations

from django import template

from tenants import audit_words

register = template.Library()
register.filter("differences", audit_words.differences)
register.filter("kind_in_words", audit_words.kind_in_words)
register.filter("verb_in_words", audit_words.verb_in_words)
register.filter("source_in_words", audit_words.source_in_words)
