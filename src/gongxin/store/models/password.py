"""Passwords that somebody else made, which open nothing but the page that changes them."""

from django.conf import settings
from django.db import models


class OneTimePassword(models.Model):
    """The account has one until its owner chooses another."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=150)
    until = models.DateTimeField()  # the password opens nothing from then on

    class Meta:
        db_table = "one_time_password"
