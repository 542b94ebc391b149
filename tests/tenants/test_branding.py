"""Brands down the tree: names, colours, pictures, domains, mails."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from tenants import branding
from tenants.actor import Actor, acting
from tenants.models import Account, ApiToken, BrandPicture, DelayedSave, User
from tenants.models.membership import Role
from tenants.services import brands, mails
from tenants.services.entrance import forget_accounts
from tests.lib.test_pictures import SVG, picture
from tests.support.later import in_hours, later, let_time_pass, only
from tests.tenants.test_sign_in import person, sign_in

pytestmark = pytest.mark.django_db

SETTINGS = "/api/v1/accounts/acme/settings/branding/"


@pytest.fixture
def rest(admin: User) -> APIClient:
    """The reseller's program."""
    client = APIClient()
    key = ApiToken.issue(admin, "test")[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


@pytest.fixture
def white(reseller: Account) -> Account:
    """The reseller is known under a name, colours and a domain of its own."""
    reseller.portal_domains = ["voice.example"]
    reseller.save()
    with acting(Actor(reseller)):
        brands.store(
            reseller,
            {
                "name": "Blue Voice",
                "primary": "#1f4fa3",
                "accent": "#4fd1b5",
                "sender_name": "Blue Voice",
                "sender_email": "noreply@voice.example",
                "support_email": "help@voice.example",
                "support_phone": "+1 202 555 0199",
                "domain": "portal.voice.example",
            },
        )
    forget_accounts()
    return reseller


def get(host: str, path: str = "/sign-in/", client: Client | None = None) -> Any:
    return (client or Client()).get(path, headers={"host": host})


# --- down the tree ------------------------------------------------------------------


def test_a_child_inherits_each_value(white: Account, acme: Account) -> None:
    with acting(Actor(acme)):
        brands.store(acme, {"name": "Acme Talk"})
    forget_accounts()
    found = brands.of_account(acme)
    assert (found.name, found.primary) == ("Acme Talk", "#1f4fa3")
    assert found.support_email == "help@voice.example"
    operator = white.parent
    assert operator and brands.of_account(operator).name == branding.PRODUCT


def test_pages_show_it(page: Client, white: Account) -> None:
    seen = page.get("/a/acme/seats/").content.decode()
    assert "Blue Voice" in seen and "help@voice.example" in seen
    assert "/brand/1f4fa3-4fd1b5.css" in seen


# --- colours ------------------------------------------------------------------------


def test_a_stylesheet_is_its_name() -> None:
    answer = Client().get("/brand/1f4fa3-none.css")
    assert answer["Content-Type"] == "text/css"
    assert "immutable" in answer["Cache-Control"]
    assert "--tblr-primary: #1f4fa3" in answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    for wrong in ("1f4fa3", "red-none", "1f4fa3-}"):
        assert Client().get(f"/brand/{wrong}.css").status_code == 404


def test_a_colour_on_which_nobody_can_read_is_refused(api: APIClient) -> None:
    answer = api.patch(SETTINGS, {"primary": "#ffd700"})
    assert answer.status_code == 400
    said = str(answer.json())
    assert "primary" in said and "1.4 to 1" in said
    proposed = said.split("passes: ")[1][:7]
    assert api.patch(SETTINGS, {"primary": proposed}).status_code == 200
    assert "accent" in str(api.patch(SETTINGS, {"accent": "#202020"}).json())
    assert "#1f4fa3" in str(api.patch(SETTINGS, {"primary": "blue"}).json())


# --- pictures -----------------------------------------------------------------------


def upload(data: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_logo_is_uploaded_shown_and_removed(page: Client, acme: Account) -> None:
    url = "/a/acme/settings/branding/pictures/"
    refused = page.post(url, {"kind": "logo", "picture": upload(SVG)})
    assert refused.status_code == 422 and b"SVG may carry" in refused.content
    taken = page.post(url, {"kind": "logo", "picture": upload(picture("PNG"))})
    assert taken.status_code == 302
    forget_accounts()
    digest = BrandPicture.objects.get().digest
    seen = page.get("/a/acme/seats/").content.decode()
    assert f"/brand/{digest}.png" in seen
    answer = Client().get(f"/brand/{digest}.png")
    assert answer["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    page.post(url, {"kind": "logo", "remove": "1"})
    assert Client().get(f"/brand/{digest}.png").status_code == 404
    acme.refresh_from_db()
    assert "logo" not in acme.branding


def test_pictures_over_rest(api: APIClient, acme: Account) -> None:
    url = f"{SETTINGS}favicon/"
    assert api.get(url).json() == {"url": None, "own": False}
    sent = {"picture": upload(picture("JPEG"))}
    found = api.put(url, sent, format="multipart").json()
    assert found["own"] and found["url"].startswith("/brand/")
    wrong = api.put(url, {"picture": upload(SVG)}, format="multipart")
    assert wrong.status_code == 400 and "SVG" in str(wrong.json())
    assert api.put(url, {}, format="multipart").status_code == 400
    assert api.delete(url).status_code == 204
    assert api.get(url).json()["url"] is None
    assert api.get(f"{SETTINGS}poster/").status_code == 404


# --- domains ------------------------------------------------------------------------


@pytest.mark.parametrize("by_page", [True, False])
def test_a_logo_changes_later(
    page: Client, api: APIClient, acme: Account, by_page: bool
) -> None:
    path, file = f"{SETTINGS}logo/", upload(picture("PNG"))
    if by_page:
        url = "/a/acme/settings/branding/pictures/"
        answer = page.post(url, later({"kind": "logo", "picture": file}))
        assert answer.status_code == 302
        seen = page.get(url).content.decode()
        assert f"/delayed-saves/{only().pk}/" in seen and 'id="favicon_save_at"' in seen
    else:
        url = f"{path}?save_at={in_hours(1)}"
        answer = api.put(url, {"picture": file}, format="multipart")
        assert answer.status_code == 202, answer.content
    row = only()
    assert (row.title, row.changes[0][1]) == ("Branding: Logo", "logo.png")
    assert not BrandPicture.objects.exists()
    let_time_pass()
    assert only().result == "Saved."
    assert BrandPicture.objects.get().account == acme
    assert api.get(path).json()["own"]


def test_a_logo_that_is_unfit_is_told_at_once(page: Client, acme: Account) -> None:
    url = "/a/acme/settings/branding/pictures/"
    for data, told in ((SVG, "SVG may carry"), (picture("PNG"), "a time to come")):
        file = upload(data)
        sent = later({"kind": "logo", "picture": file}, hours=-48)
        answer = page.post(url, sent)
        assert answer.status_code == 422 and told in answer.content.decode()
    assert not DelayedSave.objects.exists()
    gone = {"kind": "logo", "remove": "1"}
    assert page.post(url, later(gone)).status_code == 422, "it is not removed at once"


def test_a_domain_must_be_one_of_the_resellers(
    rest: APIClient, api: APIClient, reseller: Account, acme: Account
) -> None:
    refused = api.patch(SETTINGS, {"domain": "phones.acme.example"})
    assert "domain" in str(refused.json()) and refused.status_code == 400
    url = f"/api/v1/accounts/reseller/sub-accounts/{acme.pk}/settings/domains/"
    listed = rest.patch(url, {"portal_domains": ["acme.example"]})
    assert listed.json() == {"portal_domains": ["acme.example"]}
    # Its own people can't say what is theirs.
    own = api.patch(SETTINGS.replace("branding", "domains"), {"portal_domains": []})
    assert own.status_code == 404
    taken = api.patch(SETTINGS, {"domain": "phones.acme.example"})
    assert taken.json()["domain"] == "phones.acme.example"
    assert api.patch(SETTINGS, {"domain": ""}).json()["domain"] == ""


def test_strangers_domains_are_refused(
    rest: APIClient, acme: Account, globex: Account
) -> None:
    base = "/api/v1/accounts/reseller/sub-accounts"
    rest.patch(
        f"{base}/{acme.pk}/settings/domains/", {"portal_domains": ["acme.example"]}
    )
    for name in ("acme.example", "phones.acme.example", "example", "no domain"):
        answer = rest.patch(
            f"{base}/{globex.pk}/settings/domains/", {"portal_domains": [name]}
        )
        assert answer.status_code == 400, name


def test_a_host_name_leads_to_its_account(
    white: Account, person: User, client: Client
) -> None:
    assert "Blue Voice" in get("portal.voice.example").content.decode()
    sign_in(client, person.email)
    at_acme = get("acme.voice.example", "/", client)
    assert at_acme.url == "/a/acme/"
    # Not a member there: to their own.
    assert get("globex.voice.example", "/", client).url == "/a/acme/"
    assert get("acme.localhost", "/", client).url == "/a/acme/"


def test_names_that_nobody_has_are_refused(white: Account) -> None:
    for host in (
        "portal.voice.example.org",
        "nobody.voice.example",
        "operator.voice.example",
        "voice.example",
    ):
        assert get(host).status_code == 400, host


def test_no_trace_of_us_where_one_signs_in(white: Account) -> None:
    for path in ("/sign-in/", "/password/", "/nowhere/"):
        answer = get("portal.voice.example", path)
        assert branding.PRODUCT not in answer.content.decode().lower(), path
        assert "Blue Voice" in answer.content.decode()
        assert "unsafe" not in answer["Content-Security-Policy"]


# --- mails --------------------------------------------------------------------------


def test_an_invitation_comes_from_the_reseller(
    page: Client, white: Account, mailoutbox: list[Any]
) -> None:
    page.post("/a/acme/people/invite/", {"email": "new@x.test", "role": Role.USER})
    sent = mailoutbox[0]
    assert sent.from_email == "Blue Voice <noreply@voice.example>"
    assert sent.reply_to == ["help@voice.example"]
    assert "http://portal.voice.example" in sent.body
    assert "+1 202 555 0199" in sent.body
    assert branding.PRODUCT not in sent.message().as_string().lower()


def test_a_forgotten_password_too(
    white: Account, person: User, mailoutbox: list[Any]
) -> None:
    Client().post(
        "/password/",
        {"email": person.email},
        headers={"host": "portal.voice.example"},
    )
    sent = mailoutbox[0]
    assert sent.from_email == "Blue Voice <noreply@voice.example>"
    assert "http://portal.voice.example/password/" in sent.body
    assert branding.PRODUCT not in sent.message().as_string().lower()
    # At the portal's own address it is the person's account that counts.
    Client().post("/password/", {"email": person.email})
    assert mailoutbox[1].from_email == "Blue Voice <noreply@voice.example>"


def test_a_name_can_be_no_header(api: APIClient) -> None:
    answer = api.patch(SETTINGS, {"sender_name": "Acme\r\nBcc: all@x.test"})
    assert answer.status_code == 400 and "sender_name" in str(answer.json())


def test_without_a_brand_mails_are_the_portals(
    acme: Account, mailoutbox: list[Any]
) -> None:
    mails.send(acme, "Subject", "Text", ["x@x.test"])
    assert mailoutbox[0].body == "Text\n"
    assert "pbxportal@localhost" in mailoutbox[0].from_email


__all__ = ["person"]
