"""The languages in which Asterisk's own prompts can be had.

Those of Debian's packages asterisk-core-sounds-*; which of them the nodes have is told
by the snapshot, and calls in another one hear English.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ENGLISH = "en"
LANGUAGES: Mapping[str, str | Promise] = {
    ENGLISH: _("English"),
    "es": _("Spanish"),
    "fr": _("French"),
    "it": _("Italian"),
    "ru": _("Russian"),
}
