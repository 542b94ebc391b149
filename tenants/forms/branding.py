"""Forms of an account's brand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import pictures
from pbxportal.lib.colours import LEAST, WHITE, Colour, contrast, nearest
from tenants import branding
from tenants.forms.fields import WordsField
from tenants.models.account import REALM
from tenants.sections import SectionForm
from tenants.services import brands

# Names stand in headers of mails.
ONE_LINE = RegexValidator(r"^[^\x00-\x1f\x7f]*\Z", _("One line of text."))
WEB = RegexValidator(r"^https?://", _("An address that begins with https://."))
MOST_DOMAINS = 20


def _colour(value: str, against: Colour, text: str) -> str:
    """The colour as `#rrggbb`; refuses one on which `text` can't be read."""
    if not value:
        return ""
    try:
        colour = Colour.read(value)
    except ValueError as error:
        raise ValidationError(gettext("A colour such as #1f4fa3.")) from error
    found = contrast(colour, against)
    if found < LEAST:
        message = gettext(
            "%(text)s on %(colour)s has a contrast of %(found).1f to 1, and 4.5 is needed "
            "to read it. The nearest colour that passes: %(nearest)s."
        )
        values = {"text": text, "colour": colour, "found": found}
        values["nearest"] = nearest(colour, against)
        raise ValidationError(message % values, code="contrast")
    return str(colour)


class BrandingForm(SectionForm):
    """What is typed of a brand; each field that is left empty is inherited."""

    name = forms.CharField(
        label=_("Name of the portal"),
        max_length=60,
        required=False,
        validators=[ONE_LINE],
    )
    domain = forms.CharField(
        label=_("Domain"),
        max_length=120,
        required=False,
        validators=[REALM],
        help_text=_("Leads to this account; must be at or below a portal domain."),
    )
    primary = forms.CharField(
        label=_("Primary colour"),
        max_length=7,
        required=False,
        help_text=_("Buttons with white text, links, the bar at the top: #1f4fa3."),
    )
    accent = forms.CharField(
        label=_("Accent colour"),
        max_length=7,
        required=False,
        help_text=_("Marks with dark text on them: #4fd1b5."),
    )
    sender_name = forms.CharField(
        label=_("Mails are from"),
        max_length=60,
        required=False,
        validators=[ONE_LINE],
    )
    sender_email = forms.EmailField(
        label=_("Sender's address"),
        required=False,
        help_text=_("The portal's mail server must be allowed to send for it."),
    )
    support_name = forms.CharField(
        label=_("Support"), max_length=60, required=False, validators=[ONE_LINE]
    )
    support_email = forms.EmailField(label=_("E-mail of the support"), required=False)
    support_phone = forms.CharField(
        label=_("Phone of the support"),
        max_length=40,
        required=False,
        validators=[ONE_LINE],
    )
    support_url = forms.URLField(
        label=_("Page of the support"),
        required=False,
        assume_scheme="https",
        validators=[WEB],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = brands.line_of(self.parent) if self.parent else []
        above = branding.resolved(line)
        for name in branding.TYPED:
            inherited = getattr(above, name)
            field = self.fields[name]
            if inherited:
                field.widget.attrs["placeholder"] = inherited
                said = gettext("Empty: %s, as above.") % inherited
                field.help_text = f"{field.help_text} {said}".strip()

    def clean_domain(self) -> str:
        """A name that this account may use."""
        name: str = self.cleaned_data["domain"]
        if name and self.account and name != brands.domain_of(self.account):
            try:
                brands.refuse_domain(self.account, name)
            except ValidationError as error:
                raise ValidationError(error.message_dict["domain"]) from error
        return name

    def clean_primary(self) -> str:
        """White text must be readable on it."""
        return _colour(self.cleaned_data["primary"], WHITE, gettext("White text"))

    def clean_accent(self) -> str:
        """Dark text must be readable on it."""
        return _colour(self.cleaned_data["accent"], branding.INK, gettext("Dark text"))


class DomainsForm(SectionForm):
    """Domains in which the account and those below it have their addresses."""

    portal_domains = WordsField(
        label=_("Portal domains"),
        required=False,
        help_text=_(
            "Such as voice.example: accounts below are reached at acme.voice.example and "
            "may choose own names there. Enter only what you know to be theirs; name "
            "servers and certificates must lead here."
        ),
    )

    def clean_portal_domains(self) -> list[str]:
        """Each name once; names the first that is none, or somebody else's."""
        words: list[str] = self.cleaned_data["portal_domains"]
        names = list(dict.fromkeys(word.lower() for word in words))
        for name in names:
            try:
                REALM(name)
            except ValidationError as error:
                raise ValidationError(gettext("%s is no domain.") % name) from error
        if len(names) > MOST_DOMAINS:
            raise ValidationError(gettext("%s at most.") % MOST_DOMAINS)
        brands.refuse_foreign(self.account, names)
        return names


class PictureForm(forms.Form):
    """A picture that is uploaded."""

    picture = forms.FileField(
        label=_("File"),
        help_text=format_lazy(
            _("PNG, JPEG or WebP, at most {kb} kB and {side} pixels wide."),
            kb=pictures.MOST_BYTES // 1024,
            side=pictures.MOST_SIDE,
        ),
        widget=forms.ClearableFileInput({"accept": ".png,.jpg,.jpeg,.webp"}),
    )
