"""Every table, one noun per file."""

from gongxin.store.models.account import Account
from gongxin.store.models.batch import Batch
from gongxin.store.models.checkpoint import Checkpoint
from gongxin.store.models.complaint import Complaint
from gongxin.store.models.contact import Contact
from gongxin.store.models.entry import Entry
from gongxin.store.models.grant import GrantStep, RoleGrant
from gongxin.store.models.notice import Notice
from gongxin.store.models.organisation import OldIdentifier, Organisation, OrganisationName
from gongxin.store.models.outbox import Outbox
from gongxin.store.models.representation import Representation
from gongxin.store.models.review import ReviewCase
from gongxin.store.models.tile import Tile
from gongxin.store.models.token import Token
from gongxin.store.models.unit import Unit

__all__ = [
    "Account",
    "Batch",
    "Checkpoint",
    "Complaint",
    "Contact",
    "Entry",
    "GrantStep",
    "Notice",
    "OldIdentifier",
    "Organisation",
    "OrganisationName",
    "Outbox",
    "Representation",
    "ReviewCase",
    "RoleGrant",
    "Tile",
    "Token",
    "Unit",
]
