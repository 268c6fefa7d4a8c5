"""The form of a step: the reason, the documents and the values that the procedure's table asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gongxin.actions.batch_of_one import RowRefused
from gongxin.actions.case import AlreadyFiled, CaseMoved
from gongxin.actions.case_document import Document, TooManyDocuments
from gongxin.actions.case_step import LONGEST_REASON
from gongxin.actions.case_subject import NoSuchSubject
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.letter import LARGEST, LetterRefused
from gongxin.intake.free_text import PersonalInText
from gongxin.law.label import Label
from gongxin.procedures.case import Refused
from gongxin.procedures.step import DAYS, DOCUMENTS, Step
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import plain

# What a step may be answered with instead of being taken; each says what, why and what now.
REFUSALS = (
    Refused, CaseMoved, AlreadyFiled, NoSuchSubject, NoSuchEntry, RowRefused,
    PersonalInText, LetterRefused, TooManyDocuments,
)  # fmt: skip
ACCEPTED = ".pdf,.png,.jpg,.jpeg"


class SeveralFiles(forms.FileInput):
    """Takes any number of files."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, posted: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[bytes]]", name: str
    ) -> "list[UploadedFile[bytes]]":
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Several files, none of which is too large to be read whole."""

    widget = SeveralFiles(attrs={"accept": ACCEPTED, "multiple": True})

    def clean(self, sent: Any, initial: Any = None) -> list[Any]:
        given = [super(FilesField, self).clean(one, initial) for one in sent or ()]
        if self.required and not given:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if any(one.size > LARGEST for one in given):
            raise forms.ValidationError(_("每份文件不超过 5 MB，请压缩后重新上传。"))
        return given


@dataclass(frozen=True, slots=True)
class Asked:
    """A value that a step takes: the field of a record, as it stands."""

    code: str
    label: Label
    value: str


class StepForm(forms.Form):
    """Made from the step: what its table says is required is required here."""

    def __init__(
        self,
        *arguments: Any,
        step: Step,
        grounds: Mapping[str, Label] | None = None,
        values: Sequence[Asked] = (),
        with_paper: bool = False,
        held: Sequence[Document] = (),
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.step, self.asked, self.held = step, tuple(values), tuple(held)
        if grounds:
            self.fields["ground"] = _ground(grounds)
        self.fields["reason"] = _reason(step)
        for one in values:
            self.fields[f"value-{one.code}"] = _value(one)
        for code in step.days:
            self.fields[f"day-{code}"] = forms.DateField(label=plain(DAYS[code]), widget=DayInput())
        for code in step.documents:
            self.fields[f"document-{code}"] = _files(code, is_held=code in {one.kind for one in held})
        if with_paper and not step.documents:
            self.fields["document-application"] = FilesField(label=plain(DOCUMENTS["application"]))

    def want(self, codes: Sequence[str]) -> None:
        """Ask for documents beyond the table's, which the city requires of this record."""
        self.fields |= {f"document-{code}": _files(code, is_held=False) for code in codes}

    @property
    def reason(self) -> str:
        return str(self.cleaned_data["reason"])

    @property
    def ground(self) -> str:
        return str(self.cleaned_data.get("ground", ""))

    def documents(self) -> tuple[Document, ...]:
        """Return what was sent, and of what the platform holds already that of which nothing was sent."""
        sent = tuple(self._documents())
        return (*sent, *(one for one in self.held if one.kind not in {document.kind for document in sent}))

    def _documents(self) -> Iterator[Document]:
        for name, files in self.cleaned_data.items():
            if name.startswith("document-"):
                for file in files:
                    yield Document(name.removeprefix("document-"), file.name or "", file.read())

    def values(self) -> dict[str, str]:
        """Return the values that differ from how they stand; what was not shown does not change."""
        names = {one.code: f"value-{one.code}" for one in self.asked}
        sent = {code for code, name in names.items() if self.add_prefix(name) in self.data}
        said = {
            one.code: str(self.cleaned_data[names[one.code]]).strip() if one.code in sent else one.value
            for one in self.asked
        }
        days = {code: str(self.cleaned_data[f"day-{code}"]) for code in self.step.days}
        return {one.code: said[one.code] for one in self.asked if said[one.code] != one.value} | days


def _files(code: str, *, is_held: bool) -> FilesField:
    hint = _("已经在线签署的一份会自动附上，不必再传。") if is_held else ""
    return FilesField(label=plain(DOCUMENTS[code]), required=not is_held, help_text=hint)


def _ground(grounds: Mapping[str, Label]) -> forms.ChoiceField:
    choices = [(code, plain(label)) for code, label in grounds.items()]
    return forms.ChoiceField(label=_("异议理由"), choices=choices, widget=forms.RadioSelect)


def _reason(step: Step) -> forms.CharField:
    return forms.CharField(
        label=_("理由") if step.needs_reason else _("说明（可不填）"),
        required=step.needs_reason,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("办件的各方都能看到。不要写姓名、证件号码或者电话。"),
    )


def _value(one: Asked) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3}) if len(one.value) > 60 else forms.TextInput()
    return forms.CharField(label=plain(one.label), required=False, initial=one.value, widget=widget)
