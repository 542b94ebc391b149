"""The forms of a page as a browser reads and sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

Pairs = tuple[tuple[str, str], ...]


@dataclass
class Control:
    """What has a name in a form: the values it sends now, and those it offers."""

    name: str
    sent: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)


@dataclass
class PageForm:
    """A form that is sent by POST; `buttons` are names and values of its buttons."""

    action: str
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def pairs(self, name: str = "", value: str | None = None) -> Pairs:
        """What the browser sends; with a name, that control sends the value alone."""
        others = [control for control in self.controls.values() if control.name != name]
        found = [(control.name, sent) for control in others for sent in control.sent]
        return (*found, *(((name, value),) if value is not None else ()))


FORM = "application/x-www-form-urlencoded"


def encoded(pairs: Pairs) -> str:
    """As the body of a request."""
    return urlencode(pairs)


def forms_of(content: bytes) -> list[PageForm]:
    """All forms of the page that change something."""
    reader = _Reader()
    reader.feed(content.decode())
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select: Control | None = None
        self._single = False
        self._text: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            posts = given.get("method", "").lower() == "post"
            self._form = PageForm(given.get("action", "")) if posts else None
            if self._form:
                self.forms.append(self._form)
        elif self._form is not None:
            self._inside(self._form, tag, given)

    def _inside(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select:
            self._option(self._select, given)
        elif not name or "disabled" in given:
            return
        elif tag == "button":
            form.buttons.append((name, given.get("value", "")))
        elif tag == "input":
            self._input(self._control(form, name), given)
        elif tag == "select":
            self._select = self._control(form, name)
            self._single = "multiple" not in given
        elif tag == "textarea":
            self._text = self._control(form, name)
            self._text.sent.append("")

    def _control(self, form: PageForm, name: str) -> Control:
        return form.controls.setdefault(name, Control(name))

    def _input(self, control: Control, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("checkbox", "radio"):
            control.offered.append(value or "on")
            if "checked" in given:
                control.sent.append(value or "on")
        elif kind not in ("file", "submit", "button"):
            control.offered.append(value)
            control.sent.append(value)

    def _option(self, control: Control, given: dict[str, str]) -> None:
        value = given.get("value", "")
        control.offered.append(value)
        if "selected" in given:
            control.sent = [value] if self._single else [*control.sent, value]

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text.sent[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            if self._select and self._single and not self._select.sent:
                self._select.sent = self._select.offered[:1]
            self._select = None
        elif tag == "form":
            self._form = None
