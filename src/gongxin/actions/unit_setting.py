"""What a unit wants otherwise than the platform does by itself."""

from django.utils import timezone

from gongxin.store.models import UnitSetting


def is_released_apart(unit: str) -> bool:
    """Say whether the unit has what one person submits released by another."""
    return UnitSetting.objects.filter(unit=unit, is_released_apart=True).exists()


def release_apart(unit: str, *, wanted: bool, by: str) -> None:
    """Note whether the unit wants so from now on. Batches that wait go on waiting."""
    said = {"is_released_apart": wanted, "said_by": by, "said_at": timezone.now()}
    UnitSetting.objects.update_or_create(unit=unit, defaults=said)
