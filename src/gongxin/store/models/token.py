"""Personal API tokens: only a digest is kept."""

from django.conf import settings
from django.db import models


class Token(models.Model):
    digest = models.BinaryField(unique=True)  # SHA-256 of the token
    label = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "token"
