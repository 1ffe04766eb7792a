"""Members: adding, changing, removing and inviting, in the services and on the pages."""

from smtplib import SMTPException
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access import queries, services
from regie.foundation.access.models import Membership
from regie.foundation.access.permissions import CHANGE_ROLE, MANAGE_MEMBERS
from regie.foundation.access.rules import COORDINATOR, COUNCIL_MEMBER, LAST_COORDINATOR, RESEARCHER
from regie.foundation.access.tests.helpers import count_queries
from regie.foundation.accounts.models import User
from regie.foundation.organizations.models import Municipality
from regie.foundation.organizations.services import add_municipality
from regie.foundation.records.models import Log

pytestmark = [pytest.mark.room, pytest.mark.django_db]


@pytest.fixture
def town() -> Municipality:
    return add_municipality("GM9901", "Voorbeeldstad", actor=None)


def join(town: Municipality, name: str, role: str) -> Membership:
    email = f"{name.lower()}@voorbeeldstad.example"
    return services.add_member(town, email=email, name=name, role=role, actor=None)


@pytest.fixture
def coos(town: Municipality) -> Membership:
    return join(town, "Coos", COORDINATOR)


@pytest.fixture
def rob(town: Municipality) -> Membership:
    return join(town, "Rob", COUNCIL_MEMBER)


@pytest.fixture
def as_coos(coos: Membership, client: Client) -> Client:
    client.force_login(coos.user)
    return client


def url(name: str, **kwargs: Any) -> str:
    return reverse(f"access:{name}", kwargs={"gemeente": "voorbeeldstad", **kwargs})


def last_row() -> Log:
    row = Log.objects.filter(verb__startswith="access.").first()
    assert row is not None
    return row


class TestServices:
    def test_a_new_person_gets_an_account_without_password(self, rob: Membership) -> None:
        assert not rob.user.has_usable_password()
        assert str(rob) == "Rob – Voorbeeldstad"
        row = last_row()
        assert (row.verb, row.municipality_code) == ("access.add_member", "GM9901")
        assert row.details == {"from": "", "to": "Raadslid"}

    def test_a_known_person_keeps_account_and_name(self, rob: Membership) -> None:
        other = add_municipality("GM9902", "Buurstad", actor=None)
        again = services.add_member(
            other, email="ROB@voorbeeldstad.example", name="Robert", role=RESEARCHER, actor=None
        )
        assert (again.user, again.user.name) == (rob.user, "Rob")

    def test_nobody_is_a_member_twice(self, town: Municipality, rob: Membership) -> None:
        with pytest.raises(services.MemberRefusedError, match="al lid"):
            join(town, "Rob", RESEARCHER)

    def test_only_roles_that_exist(self, town: Municipality, rob: Membership) -> None:
        with pytest.raises(services.MemberRefusedError, match="rol bestaat niet"):
            join(town, "Pia", "king")
        with pytest.raises(services.MemberRefusedError, match="rol bestaat niet"):
            services.change_role(rob, "king", actor=None)
        assert not User.objects.filter(name="Pia").exists()

    def test_a_changed_role_is_logged_with_old_and_new(self, rob: Membership) -> None:
        services.change_role(rob, RESEARCHER, actor=None)
        rob.refresh_from_db()
        assert rob.role == RESEARCHER
        assert last_row().details == {"from": "Raadslid", "to": "Onderzoeker"}

    def test_the_only_coordinator_stays(self, coos: Membership) -> None:
        with pytest.raises(services.MemberRefusedError, match="enige veiligheidscoördinator"):
            services.change_role(coos, RESEARCHER, actor=None)
        with pytest.raises(services.MemberRefusedError, match="enige veiligheidscoördinator"):
            services.remove_member(coos, actor=None)
        assert services.change_role(coos, COORDINATOR, actor=None).role == COORDINATOR

    def test_with_a_second_coordinator_the_first_may_go(
        self, coos: Membership, rob: Membership
    ) -> None:
        services.change_role(rob, COORDINATOR, actor=coos.user)
        services.remove_member(coos, actor=rob.user)
        assert [m.user.name for m in Membership.objects.all()] == ["Rob"]
        assert (last_row().verb, last_row().actor) == ("access.remove_member", rob.user)
        with pytest.raises(services.MemberRefusedError, match="geen lid meer"):
            services.change_role(coos, RESEARCHER, actor=rob.user)

    def test_an_invitation_leads_to_a_password(self, rob: Membership, client: Client) -> None:
        services.invite(rob, site="https://regie.example/", actor=None)
        (message,) = mail.outbox
        body = str(message.body)
        assert message.to == ["rob@voorbeeldstad.example"]
        assert "lid van de gemeente Voorbeeldstad" in body
        assert "https://regie.example/account/wachtwoord/instellen/" in body

    def test_who_has_a_password_is_asked_to_sign_in(self, rob: Membership) -> None:
        rob.user.set_password("een lange zin")
        rob.user.language = "en"
        services.invite(rob, site="https://regie.example", actor=None)
        assert "https://regie.example/account/inloggen/" in str(mail.outbox[0].body)

    def test_a_mail_that_does_not_leave_is_told_and_not_logged(
        self, rob: Membership, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*args: object) -> None:
            raise SMTPException

        monkeypatch.setattr(services, "send_mail", broken)
        with pytest.raises(services.InvitationNotSentError, match="niet verstuurd"):
            services.invite(rob, site="https://regie.example", actor=None)
        assert last_row().verb == "access.add_member"


class TestQueries:
    def test_can_answers_with_a_reason(
        self, coos: Membership, rob: Membership, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        town = rob.municipality
        with django_assert_num_queries(1):
            answer = queries.can(rob.user, MANAGE_MEMBERS, town)
        assert answer.reason == "Alleen de veiligheidscoördinator beheert de leden."
        assert queries.can(coos.user, MANAGE_MEMBERS, town)
        only = queries.change_of(coos, None)
        assert queries.can(coos.user, CHANGE_ROLE, town, only).reason == LAST_COORDINATOR

    def test_a_stranger_has_no_role(self, town: Municipality) -> None:
        assert queries.role_of(AnonymousUser(), town) is None
        assert queries.memberships_of(AnonymousUser()) == ()
        assert queries.membership_of(AnonymousUser(), town.slug) is None

    def test_the_municipalities_of_a_person(
        self, rob: Membership, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        other = add_municipality("GM9902", "Buurstad", actor=None)
        services.add_member(other, email=rob.user.email, name="", role=RESEARCHER, actor=None)
        with django_assert_num_queries(1):
            places = queries.memberships_of(rob.user)
        assert [(p.name, p.role_label) for p in places] == [
            ("Buurstad", "Onderzoeker"),
            ("Voorbeeldstad", "Raadslid"),
        ]

    def test_members_show_what_may_be_done_and_why_not(
        self, coos: Membership, rob: Membership, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(1):
            first, second = queries.members(rob.municipality, role=COORDINATOR)
        assert (first.name, first.change.reason) == ("Coos", LAST_COORDINATOR)
        assert (second.name, bool(second.change), second.waiting) == ("Rob", True, True)

    def test_an_unknown_role_is_shown_by_its_code(self) -> None:
        assert queries.role_label("unknown") == "unknown"


class TestPages:
    def test_adding_somebody(self, as_coos: Client, town: Municipality) -> None:
        assert "Welke rol past?" in as_coos.get(url("add_member")).content.decode()
        data = {"name": "Pia", "email": "pia@corporatie.example", "role": "partner"}
        page = as_coos.post(url("add_member"), data, follow=True).content.decode()
        assert "De uitnodiging is verstuurd aan pia@corporatie.example." in page
        assert "Pia" in page
        assert [m.to for m in mail.outbox] == [["pia@corporatie.example"]]

    @pytest.mark.parametrize(
        "change", [{"email": "geen adres"}, {"role": "king"}, {"name": ""}, {"email": "coos@x"}]
    )
    def test_a_wrong_form_changes_nothing(self, as_coos: Client, change: dict[str, str]) -> None:
        data = {"name": "Pia", "email": "pia@corporatie.example", "role": "partner"} | change
        assert as_coos.post(url("add_member"), data).status_code == 422
        assert Membership.objects.count() == 1

    def test_a_refusal_stands_beside_the_field(self, as_coos: Client) -> None:
        data = {"name": "C", "email": "coos@voorbeeldstad.example", "role": "partner"}
        response = as_coos.post(url("add_member"), data)
        assert response.status_code == 422
        assert "al lid van deze gemeente" in response.content.decode()

    def test_a_mail_that_fails_still_makes_a_member(
        self, as_coos: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*args: object) -> None:
            raise OSError

        monkeypatch.setattr(services, "send_mail", broken)
        data = {"name": "Pia", "email": "pia@corporatie.example", "role": "partner"}
        page = as_coos.post(url("add_member"), data, follow=True).content.decode()
        assert "De e-mail is niet verstuurd." in page
        assert Membership.objects.count() == 2

    def test_changing_a_role(self, as_coos: Client, rob: Membership) -> None:
        address = url("change_role", pk=rob.pk)
        assert "Welke rol krijgt Rob?" in as_coos.get(address).content.decode()
        page = as_coos.post(address, {"role": "researcher"}, follow=True).content.decode()
        assert "Rob heeft een andere rol." in page

    def test_the_only_coordinator_reads_why_not(self, as_coos: Client, coos: Membership) -> None:
        assert LAST_COORDINATOR in as_coos.get(url("members")).content.decode()
        response = as_coos.post(url("change_role", pk=coos.pk), {"role": "mayor"})
        assert (response.status_code, LAST_COORDINATOR in response.content.decode()) == (422, True)
        response = as_coos.post(url("remove_member", pk=coos.pk))
        assert (response.status_code, LAST_COORDINATOR in response.content.decode()) == (409, True)

    def test_removing_asks_once(self, as_coos: Client, rob: Membership) -> None:
        address = url("remove_member", pk=rob.pk)
        assert "Rob verwijderen als lid?" in as_coos.get(address).content.decode()
        assert Membership.objects.filter(pk=rob.pk).exists()
        page = as_coos.post(address, follow=True).content.decode()
        assert "Rob is geen lid meer." in page
        assert not Membership.objects.filter(pk=rob.pk).exists()

    def test_who_leaves_goes_to_the_front_page(self, as_coos: Client, coos: Membership) -> None:
        join(coos.municipality, "Griet", COORDINATOR)
        response = as_coos.post(url("remove_member", pk=coos.pk))
        assert response.headers["Location"] == "/"

    def test_inviting_again_is_a_post(self, as_coos: Client, rob: Membership) -> None:
        assert as_coos.get(url("invite", pk=rob.pk)).status_code == 405
        assert as_coos.post(url("invite", pk=rob.pk)).status_code == 302
        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("name", ["change_role", "remove_member", "invite"])
    def test_a_member_of_another_municipality_does_not_exist_here(
        self, as_coos: Client, name: str
    ) -> None:
        other = add_municipality("GM9902", "Buurstad", actor=None)
        vera = join(other, "Vera", COORDINATOR)
        assert as_coos.post(url(name, pk=vera.pk), {"role": "mayor"}).status_code == 404
        vera.refresh_from_db()
        assert vera.role == COORDINATOR

    def test_a_refused_page_says_why(self, rob: Membership, client: Client) -> None:
        client.force_login(rob.user)
        response = client.get(url("members"))
        assert response.status_code == 403
        reason = "Alleen de veiligheidscoördinator beheert de leden."
        assert reason in response.content.decode()
        overview = client.get(url("overview")).content.decode()
        assert reason in overview
        assert "Raadslid" in overview

    def test_the_number_of_queries_does_not_grow(self, as_coos: Client, town: Municipality) -> None:
        few = count_queries(as_coos, url("members"))
        for number in range(40):
            join(town, f"Lid{number}", COUNCIL_MEMBER)
        assert count_queries(as_coos, url("members")) == few <= 15
