"""Every table, one noun per file."""

from gongxin.store.models.account import Account
from gongxin.store.models.alarm import Alarm
from gongxin.store.models.authorisation import Authorisation, AuthorisedQuery
from gongxin.store.models.batch import Batch
from gongxin.store.models.campaign import Campaign, CampaignMember
from gongxin.store.models.case import Case, CaseDocument, CaseStep, RecordMark
from gongxin.store.models.checkpoint import Checkpoint
from gongxin.store.models.client import Client, ClientSecret, ClientToken
from gongxin.store.models.code_fault import CodeFault, CodeFaultStep
from gongxin.store.models.commitment import (
    Commitment,
    CommitmentPlan,
    CommitmentSerial,
    CommitmentSite,
    CommitmentTemplate,
    CommitmentVersion,
)
from gongxin.store.models.contact import Contact
from gongxin.store.models.contract import Contract
from gongxin.store.models.credit_report import CreditReport, CreditReportBatch
from gongxin.store.models.delivery import DeliveredOrganisation, Delivery
from gongxin.store.models.draft import Draft
from gongxin.store.models.draw import Draw
from gongxin.store.models.entry import Entry
from gongxin.store.models.evaluation import (
    EvaluationForgotten,
    EvaluationModel,
    EvaluationResult,
    EvaluationRun,
)
from gongxin.store.models.grant import GrantStep, RoleGrant
from gongxin.store.models.inspection import Inspection, Visit
from gongxin.store.models.job_failure import JobFailure
from gongxin.store.models.letter import Letter, LetterFetch
from gongxin.store.models.notice import Notice
from gongxin.store.models.organisation import OldIdentifier, Organisation, OrganisationName
from gongxin.store.models.outbox import Outbox
from gongxin.store.models.oversight import OversightFigure
from gongxin.store.models.password import OneTimePassword
from gongxin.store.models.pull import Pull, PullRun
from gongxin.store.models.query import Query
from gongxin.store.models.release import ModelRelease, Trial
from gongxin.store.models.repair import ForeignRepair, Platform, RepairDispatch, RepairMessage
from gongxin.store.models.representation import Representation
from gongxin.store.models.review import ReviewCase
from gongxin.store.models.session import Session
from gongxin.store.models.tile import Tile
from gongxin.store.models.token import Token
from gongxin.store.models.training import TrainingAttendance, TrainingCourse
from gongxin.store.models.unit import Unit
from gongxin.store.models.unit_setting import UnitSetting
from gongxin.store.models.warning import Warning
from gongxin.store.models.zero_report import ZeroReport

__all__ = [
    "Account",
    "Alarm",
    "Authorisation",
    "AuthorisedQuery",
    "Batch",
    "Campaign",
    "CampaignMember",
    "Case",
    "CaseDocument",
    "CaseStep",
    "Checkpoint",
    "Client",
    "ClientSecret",
    "ClientToken",
    "CodeFault",
    "CodeFaultStep",
    "Commitment",
    "CommitmentPlan",
    "CommitmentSerial",
    "CommitmentSite",
    "CommitmentTemplate",
    "CommitmentVersion",
    "Contact",
    "Contract",
    "CreditReport",
    "CreditReportBatch",
    "DeliveredOrganisation",
    "Delivery",
    "Draft",
    "Draw",
    "Entry",
    "EvaluationForgotten",
    "EvaluationModel",
    "EvaluationResult",
    "EvaluationRun",
    "ForeignRepair",
    "GrantStep",
    "Inspection",
    "JobFailure",
    "Letter",
    "LetterFetch",
    "ModelRelease",
    "Notice",
    "OldIdentifier",
    "OneTimePassword",
    "Organisation",
    "OrganisationName",
    "Outbox",
    "OversightFigure",
    "Platform",
    "Pull",
    "PullRun",
    "Query",
    "RecordMark",
    "RepairDispatch",
    "RepairMessage",
    "Representation",
    "ReviewCase",
    "RoleGrant",
    "Session",
    "Tile",
    "Token",
    "TrainingAttendance",
    "TrainingCourse",
    "Trial",
    "Unit",
    "UnitSetting",
    "Visit",
    "Warning",
    "ZeroReport",
]
