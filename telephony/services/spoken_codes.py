"""Codes that are said by telephone: the portal calls, and Asterisk speaks."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callflows.prompt_languages import ENGLISH, LANGUAGES
from pbxportal.lib.names import prompt_language
from telephony import nodes
from telephony.ami.client import AmiError
from telephony.ami.encode import Headers
from telephony.dialplan import text
from telephony.publish.node import NodeLink
from telephony.services import outside
from tenants import preferences
from tenants.models import Account

# How long it rings at most.
RINGS = 30
# What people write between digits; `(0)` is not dialled from abroad.
_BETWEEN = re.compile(r"(?<=.)\(0\)|[\s()./-]")


def number_of(account: Account, typed: str) -> str:
    """What is called for a number that was typed, in E.164 (digits).

    Raises ValidationError when the account may not call it, or nobody takes it.
    """
    return outside.called(outside.info(account), _BETWEEN.sub("", typed))


def speak(account: Account, number: str, code: str) -> None:
    """Has the number called and the code said, by the first node that can be reached.

    It is on its way then, as any call of the account; what comes of it is in the history.
    Raises ValidationError without a node.
    """
    shown = outside.rules_of(account).caller_number.removeprefix("+")
    language = prompt_language(account.slug, _language(account))
    asked = _originate(account.slug, language, shown, number, code)
    for address in nodes.load():
        try:
            link = NodeLink.connect(address)
            try:
                link.client.request_many([asked])
            finally:
                link.close()
        except AmiError:
            continue
        return
    raise ValidationError(_("The telephone system can't be reached now. Try again."))


def _originate(slug: str, language: str, shown: str, number: str, code: str) -> Headers:
    """The action; all that differs from call to call is in it as name or as digits."""
    account, caller = text.name(slug), text.digits(shown)
    return (
        ("Action", "Originate"),
        ("Channel", f"Local/+{text.digits(number)}@pbx-code/n"),
        ("Context", "pbx-says-code"),
        ("Exten", "s"),
        ("Priority", "1"),
        ("Timeout", str(RINGS * 1000)),
        ("Async", "true"),
        ("Account", account),
        *([("CallerID", caller)] if caller else []),
        ("Variable", f"__ACCOUNT={account}"),
        ("Variable", f"PBX_LANGUAGE={text.language(language)}"),
        ("Variable", f"PBX_CODE={text.digits(code)}"),
    )


def _language(account: Account) -> str:
    """That of the account, where Asterisk has learnt it: else it speaks English."""
    chosen = preferences.of_person(None, account)["language"]
    return chosen if chosen in LANGUAGES else ENGLISH
