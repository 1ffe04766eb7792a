"""Small tables that are read along with the row they belong to."""

import pytest
from django.db.models import OuterRef
from pytest_django import DjangoAssertNumQueries

from regie.foundation.access.models import Membership
from regie.foundation.cycles.cast import Cast
from regie.foundation.cycles.models import PolicyCycle
from regie.foundation.organizations.models import Municipality
from regie.foundation.records.rows import Nested, Rows

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_several_tables_come_in_one_query_in_their_order(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    PolicyCycle.objects.filter(municipality=cast.voorbeeldstad).update(finished_steps=["a", "b"])
    people = Membership.objects.filter(municipality=OuterRef("pk")).order_by("-user__name")
    cycles = PolicyCycle.objects.filter(municipality=OuterRef("pk"))
    nobody = people.filter(role="none")
    read = Municipality.objects.filter(pk=cast.voorbeeldstad.pk).values_list(
        Rows(people, name="user__name", partner="partner__name"),
        Rows(cycles, ended=Nested("finished_steps"), extended="extended_to"),
        Rows(nobody, name="user__name"),
        Rows(people[:1], name="user__name"),
    )
    with django_assert_num_queries(1):
        everybody, plans, none, first = read.get()
    names = [row["name"] for row in everybody]
    assert names == sorted(names, reverse=True)
    assert {row["partner"] is None for row in everybody} == {True, False}
    assert plans == [{"ended": ["a", "b"], "extended": None}]
    assert none == []
    assert first == [{"name": names[0]}]
