"""Programs of a unit, their secrets and access tokens: of both only digests are kept."""

from django.db import models

from gongxin.store.models.unit import Unit


class Client(models.Model):
    """`scopes` is separated by spaces; with `certificate` the program must show that certificate."""

    id = models.CharField(max_length=32, primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    label = models.CharField(max_length=64)
    scopes = models.CharField(max_length=200)
    certificate = models.CharField(max_length=64, blank=True)  # SHA-256 of the DER form, hexadecimal
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=150, blank=True)
    last_used_at = models.DateTimeField(null=True)  # to the minute

    class Meta:
        db_table = "client"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(certificate="") | models.Q(certificate__regex="^[0-9a-f]{64}$"),
                name="client_certificate_is_digest",
            ),
        )


class ClientSecret(models.Model):
    """`valid_until` is set once the next secret is made: both are good for a while."""

    digest = models.BinaryField(primary_key=True)  # SHA-256
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "client_secret"


class ClientToken(models.Model):
    """A short-lived access token; `certificate` binds it to the one shown when it was issued."""

    digest = models.BinaryField(primary_key=True)  # SHA-256
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    scopes = models.CharField(max_length=200)
    certificate = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "client_token"
