"""Every table, one noun per file."""

from gongxin.store.models.batch import Batch
from gongxin.store.models.checkpoint import Checkpoint
from gongxin.store.models.entry import Entry
from gongxin.store.models.organisation import OldIdentifier, Organisation, OrganisationName
from gongxin.store.models.review import ReviewCase
from gongxin.store.models.tile import Tile
from gongxin.store.models.token import Token
from gongxin.store.models.unit import Membership, Unit

__all__ = [
    "Batch",
    "Checkpoint",
    "Entry",
    "Membership",
    "OldIdentifier",
    "Organisation",
    "OrganisationName",
    "ReviewCase",
    "Tile",
    "Token",
    "Unit",
]
