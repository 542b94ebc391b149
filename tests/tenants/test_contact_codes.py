"""A contact's mobile is verified by a code that is said by telephone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from tenants import spoken_codes
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, Contact, ContactCode, User
from tenants.models.membership import Role
from tenants.services import contact_codes
from tenants.tasks import prune_codes

pytestmark = pytest.mark.django_db

PAGES = "/a/acme/contacts/"
REST = "/api/v1/accounts/acme/contacts/"
MOBILE = "+1 202-555-0124"


class Telephone:
    """Speaks in place of Asterisk; `broken` says why it can't."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str, str]] = []
        self.broken = ""

    def number_of(self, account: Account, typed: str) -> str:
        return "".join(filter(str.isdigit, typed))

    def speak(self, account: Account, number: str, code: str) -> None:
        if self.broken:
            raise ValidationError(self.broken)
        self.said.append((account.slug, number, code))

    @property
    def code(self) -> str:
        """The one that was said last."""
        return self.said[-1][2]

    @property
    def wrong(self) -> str:
        """Another one."""
        return f"{(int(self.code) + 1) % 10**6:06}"


@pytest.fixture
def telephone(monkeypatch: pytest.MonkeyPatch) -> Telephone:
    found = Telephone()
    speaker = spoken_codes.Speaker(found.number_of, found.speak)
    monkeypatch.setattr(spoken_codes, "_speakers", [speaker])
    return found


@pytest.fixture
def kim(acme: Account) -> Contact:
    return Contact.objects.create(
        account=acme, name="Kim Lee", email="kim@acme.test", mobile=MOBILE
    )


@pytest.fixture
def called(in_acme: Actor, telephone: Telephone, kim: Contact) -> Contact:
    """Kim, to whom a code was said just now."""
    contact_codes.call(kim)
    return kim


def ago(minutes: float) -> None:
    """All calls were made so much earlier."""
    for row in ContactCode.objects.all():
        row.made_at -= timedelta(minutes=minutes)
        row.save()


def verified(kim: Contact) -> bool:
    kim.refresh_from_db()
    return kim.mobile_verified


# --- the code ------------------------------------------------------------------------


def test_the_right_code_verifies_the_mobile_once(
    called: Contact, telephone: Telephone
) -> None:
    assert telephone.said == [("acme", "12025550124", telephone.code)]
    assert len(telephone.code) == 6 and telephone.code.isdigit()
    contact_codes.confirm(called, f" {telephone.code[:3]} {telephone.code[3:]} ")
    assert called.mobile_verified
    assert verified(called)
    assert contact_codes.waiting(called) is None
    Contact.objects.update(mobile_verified=False)
    called.refresh_from_db()
    with pytest.raises(ValidationError, match="No code is waiting"):
        contact_codes.confirm(called, telephone.code)


def test_the_audit_tells_of_call_and_change_and_not_the_code(
    called: Contact, telephone: Telephone
) -> None:
    contact_codes.confirm(called, telephone.code)
    rows = AuditEntry.objects.filter(kind="contact").order_by("at")
    assert [row.verb for row in rows] == ["call", "change"]
    assert rows[0].changes == {"mobile": [None, MOBILE]}
    assert rows[1].changes == {"mobile_verified": [False, True]}


def test_the_code_is_not_kept(called: Contact, telephone: Telephone) -> None:
    (row,) = ContactCode.objects.values()
    assert telephone.code not in str({k: v for k, v in row.items() if k != "made_at"})


def test_two_contacts_with_the_same_code_are_told_apart(
    called: Contact, acme: Account, telephone: Telephone
) -> None:
    other = Contact.objects.create(account=acme, name="X", mobile="+12025550125")
    contact_codes.call(other)
    with pytest.raises(ValidationError):
        contact_codes.confirm(other, telephone.said[0][2])
    assert not verified(other) and not verified(called)


def test_five_wrong_codes_make_it_void(called: Contact, telephone: Telephone) -> None:
    for _ in range(4):
        with pytest.raises(ValidationError, match="not the code that was said"):
            contact_codes.confirm(called, telephone.wrong)
    assert contact_codes.waiting(called)
    with pytest.raises(ValidationError, match="too often"):
        contact_codes.confirm(called, telephone.wrong)
    assert contact_codes.waiting(called) is None
    with pytest.raises(ValidationError, match="No code is waiting") as caught:
        contact_codes.confirm(called, telephone.code)
    assert list(caught.value.message_dict) == ["code"]
    assert not verified(called)


@pytest.mark.parametrize("typed", ["", "x", "１２３４５６", "\0", "9" * 20])
def test_what_is_no_code_is_wrong(
    called: Contact, telephone: Telephone, typed: str
) -> None:
    with pytest.raises(ValidationError):
        contact_codes.confirm(called, typed)
    contact_codes.confirm(called, telephone.code)
    assert verified(called)


def test_it_is_good_for_ten_minutes(called: Contact, telephone: Telephone) -> None:
    ago(9.9)
    assert contact_codes.waiting(called)
    ago(0.2)
    with pytest.raises(ValidationError, match="No code is waiting"):
        contact_codes.confirm(called, telephone.code)
    assert not verified(called)


def test_a_second_call_makes_the_first_code_void(
    called: Contact, telephone: Telephone
) -> None:
    contact_codes.call(called)
    first, second = (code for _, _, code in telephone.said)
    if first != second:
        with pytest.raises(ValidationError):
            contact_codes.confirm(called, first)
    contact_codes.confirm(called, second)


def test_another_mobile_needs_another_code(
    called: Contact, page: Client, telephone: Telephone
) -> None:
    form = {"name": "Kim", "kind": "other", "email": called.email}
    page.post(f"{PAGES}{called.pk}/edit/", {**form, "mobile": "+12025550199"})
    called.refresh_from_db()
    assert called.mobile == "+12025550199"
    # Also once it is the old one again.
    page.post(f"{PAGES}{called.pk}/edit/", {**form, "mobile": MOBILE})
    called.refresh_from_db()
    with pytest.raises(ValidationError, match="No code is waiting"):
        contact_codes.confirm(called, telephone.code)
    # Whatever changes it.
    contact_codes.call(called)
    Contact.objects.update(mobile="+12025550199")
    with pytest.raises(ValidationError, match="not the code"):
        contact_codes.confirm(called, telephone.code)
    assert not verified(called)


def test_a_change_of_something_else_keeps_the_code(
    called: Contact, page: Client, telephone: Telephone
) -> None:
    form = {"name": "Kim", "kind": "sales", "email": called.email, "mobile": MOBILE}
    page.post(f"{PAGES}{called.pk}/edit/", form)
    called.refresh_from_db()
    assert called.kind == "sales"
    contact_codes.confirm(called, telephone.code)


# --- how often -----------------------------------------------------------------------


def test_a_number_is_called_three_times_an_hour(
    in_acme: Actor, acme: Account, globex: Account, telephone: Telephone, kim: Contact
) -> None:
    """However it is written, of whatever contact and account; deleting does not help."""
    same = Contact.objects.create(account=acme, name="B", mobile="12025550124")
    contact_codes.call(same)
    ago(30)
    same.delete()
    foreign = Contact.objects.create(account=globex, name="C", mobile=MOBILE)
    for contact in (foreign, kim):
        contact_codes.call(contact)
    again = timezone.localtime(timezone.now() + timedelta(minutes=31))
    with pytest.raises(ValidationError) as caught:
        contact_codes.call(kim)
    (message,) = caught.value.messages
    assert "called 3 times within an hour" in message
    near = (again + timedelta(minutes=late) for late in (-1, 0))
    assert any(f"try again at {at:%H:%M}" in message for at in near), message
    ago(30.1)
    contact_codes.call(kim)
    assert len(telephone.said) == 4


def test_an_account_has_ten_codes_said_an_hour(
    in_acme: Actor, acme: Account, globex: Account, telephone: Telephone
) -> None:
    def contact(account: Account, last: int) -> Contact:
        mobile = f"+120255501{last:02}"
        return Contact.objects.create(account=account, name="X", mobile=mobile)

    for last in range(10):
        contact_codes.call(contact(acme, last))
    with pytest.raises(ValidationError, match="10 codes said within an hour"):
        contact_codes.call(contact(acme, 10))
    contact_codes.call(contact(globex, 11))
    assert len(telephone.said) == 11


def test_what_was_not_said_does_not_count(
    in_acme: Actor, telephone: Telephone, kim: Contact
) -> None:
    contact_codes.call(kim)
    telephone.broken = "no node"
    for _ in range(5):
        with pytest.raises(ValidationError, match="no node"):
            contact_codes.call(kim)
    contact_codes.confirm(kim, telephone.code)
    assert AuditEntry.objects.filter(verb="call").count() == 1


def test_calls_are_forgotten_when_they_count_no_longer(called: Contact) -> None:
    ago(59)
    prune_codes()
    assert ContactCode.objects.count() == 1
    ago(2)
    prune_codes()
    assert not ContactCode.objects.exists()


# --- pages and REST ------------------------------------------------------------------


def test_the_page_calls_and_takes_the_code(
    page: Client, telephone: Telephone, kim: Contact
) -> None:
    url = f"{PAGES}{kim.pk}/"
    before = page.get(url).content.decode()
    assert "Call with a code" in before and "confirm-mobile" not in before
    assert (
        "is being called" in page.post(f"{url}call-code/", follow=True).content.decode()
    )
    assert "confirm-mobile" in page.get(url).content.decode()
    wrong = page.post(f"{url}confirm-mobile/", {"code": telephone.wrong})
    assert "This is not the code" in wrong.content.decode()
    assert "This field is required" in (
        page.post(f"{url}confirm-mobile/", {}).content.decode()
    )
    done = page.post(f"{url}confirm-mobile/", {"code": telephone.code}, follow=True)
    text = done.content.decode()
    assert "The mobile of Kim Lee is verified." in text
    assert "Call with a code" not in text and "confirm-mobile" not in text
    assert verified(kim)
    assert telephone.code not in before + text


def test_the_page_says_why_nobody_is_called(
    page: Client, telephone: Telephone, kim: Contact
) -> None:
    telephone.broken = "Nobody takes calls there"
    answer = page.post(f"{PAGES}{kim.pk}/call-code/", follow=True)
    assert "Nobody takes calls there" in answer.content.decode()
    assert "confirm-mobile" not in answer.content.decode()


@pytest.mark.parametrize(
    "values", [{"mobile": ""}, {"mobile_verified": True}], ids=["none", "verified"]
)
def test_there_is_no_button_without_a_mobile_to_verify(
    page: Client,
    api: APIClient,
    telephone: Telephone,
    kim: Contact,
    values: dict[str, Any],
) -> None:
    Contact.objects.update(**values)
    assert "Call with a code" not in page.get(f"{PAGES}{kim.pk}/").content.decode()
    assert api.post(f"{REST}{kim.pk}/call-code/").status_code == 400
    assert telephone.said == []


def test_there_is_no_button_where_nobody_can_speak(
    page: Client, api: APIClient, kim: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spoken_codes, "_speakers", [])
    assert "Call with a code" not in page.get(f"{PAGES}{kim.pk}/").content.decode()
    assert api.post(f"{REST}{kim.pk}/call-code/").status_code == 400


def test_rest_calls_and_takes_the_code(
    api: APIClient, telephone: Telephone, kim: Contact
) -> None:
    url = f"{REST}{kim.pk}/"
    called = api.post(f"{url}call-code/")
    assert (called.status_code, called.content) == (204, b"")
    for body in ({"code": telephone.wrong}, {"code": ""}, {}, []):
        refused = api.post(f"{url}confirm-mobile/", body)
        assert refused.status_code == 400, body
    refused = api.post(f"{url}confirm-mobile/", {"code": telephone.wrong})
    assert [e["field"] for e in refused.json()["errors"]] == ["code"]
    done = api.post(f"{url}confirm-mobile/", {"code": telephone.code})
    assert done.status_code == 200 and done.json()["mobile_verified"] is True
    assert telephone.code not in str(done.json())


def test_wrong_codes_over_rest_count(
    api: APIClient, telephone: Telephone, kim: Contact
) -> None:
    url = f"{REST}{kim.pk}/"
    api.post(f"{url}call-code/")
    for _ in range(5):
        api.post(f"{url}confirm-mobile/", {"code": telephone.wrong})
    assert (
        api.post(f"{url}confirm-mobile/", {"code": telephone.code}).status_code == 400
    )
    assert not verified(kim)


def test_another_accounts_contact_is_none(
    api: APIClient, page: Client, globex: Account, telephone: Telephone
) -> None:
    other = Contact.objects.create(account=globex, name="X", mobile=MOBILE)
    for action in ("call-code", "confirm-mobile"):
        assert api.post(f"{REST}{other.pk}/{action}/").status_code == 404
        assert page.post(f"{PAGES}{other.pk}/{action}/").status_code == 404
    assert telephone.said == []


def test_who_only_reads_neither_calls_nor_confirms(
    client: Client, acme: Account, telephone: Telephone, kim: Contact, page: Client
) -> None:
    page.post(f"{PAGES}{kim.pk}/call-code/")
    reader = User.objects.create_user("reader@acme.test", name="Reader")
    acme.memberships.create(user=reader, role=Role.READ_ONLY)
    client.force_login(reader)
    text = client.get(f"{PAGES}{kim.pk}/").content.decode()
    assert "Call with a code" not in text and "confirm-mobile" not in text
    for action in ("call-code", "confirm-mobile"):
        body = {"code": telephone.code}
        assert client.post(f"{PAGES}{kim.pk}/{action}/", body).status_code == 403
    assert len(telephone.said) == 1 and not verified(kim)


# --- the contact themself ------------------------------------------------------------


@pytest.fixture
def own(acme: Account) -> Client:
    """Kim's own browser; Kim may read in acme."""
    user = User.objects.create_user("kim@acme.test", name="Kim Lee")
    acme.memberships.create(user=user, role=Role.READ_ONLY)
    client = Client()
    client.force_login(user)
    return client


def test_a_contact_who_signs_in_writes_the_code_themself(
    own: Client, called: Contact, telephone: Telephone
) -> None:
    url = f"/me/mobile/{called.pk}/"
    assert url in own.get("/me/").content.decode()
    assert MOBILE in own.get(url).content.decode()
    wrong = own.post(url, {"code": telephone.wrong})
    assert "This is not the code" in wrong.content.decode()
    done = own.post(url, {"code": telephone.code}, follow=True).content.decode()
    assert "Your mobile is verified." in done
    assert url not in done
    assert verified(called)
    entry = AuditEntry.objects.get(verb="change", kind="contact")
    assert (entry.account.slug, str(entry.user)) == ("acme", "Kim Lee")
    assert own.get(url).status_code == 404


def test_nobody_else_writes_it_among_their_own(
    own: Client, page: Client, called: Contact, telephone: Telephone
) -> None:
    """Nor does Kim where the contact of that e-mail is of an account that Kim is not in."""
    url, body = f"/me/mobile/{called.pk}/", {"code": telephone.code}
    assert "/me/mobile/" not in page.get("/me/").content.decode()
    assert page.get(url).status_code == page.post(url, body).status_code == 404
    User.objects.get(email=called.email).memberships.all().delete()
    assert "/me/mobile/" not in own.get("/me/").content.decode()
    assert own.get(url).status_code == own.post(url, body).status_code == 404
    assert Client().post(url, body).status_code == 302
    assert not verified(called)
