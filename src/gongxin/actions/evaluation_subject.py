"""What a case about a result is about: the model, the day, the grade; it is decided by the centre."""

from uuid import UUID

from django.db import connection

from gongxin.disclosure.role import UnitKind
from gongxin.evaluation.grade import Grade
from gongxin.evaluation.reader import kept_model
from gongxin.evaluation.result import result_id
from gongxin.law.label import Label
from gongxin.store.models import Unit


def described(result: UUID, uscc: str) -> tuple[str, str, Label] | None:
    """Return organisation, deciding unit and title of a result; None where the organisation has none such."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.run, m.text, n.on, r.grade FROM evaluation_result r"
            " JOIN evaluation_run n ON n.id = r.run JOIN evaluation_model m ON m.digest = n.model"
            " WHERE r.uscc = %s",
            [uscc],
        )
        found = next((row for row in cursor.fetchall() if result_id(row[0], uscc) == result), None)
    centre = Unit.objects.filter(kind=UnitKind.CENTRE).order_by("uscc").values_list("uscc", flat=True).first()
    if found is None:
        return None
    _run, text, on, grade = found
    name, said = kept_model(text).name, Grade(grade).label
    return uscc, centre or "", Label(f"{name.zh} {on}：{said.zh}", f"{name.en}, {on}: {said.en}")
