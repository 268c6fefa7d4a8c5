"""What the database itself refuses."""

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_application_signs_in_as_a_role_of_its_own():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")

        assert cursor.fetchone() == ("gongxin_app",)


def test_an_instance_has_the_tables(instance):
    with psycopg.connect(instance.url) as session:
        assert session.execute("SELECT count(*) FROM entry").fetchone() == (0,)
