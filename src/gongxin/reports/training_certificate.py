"""The certificate of a training: which organisation sent how many people to which course; nobody is named."""

from gongxin.law.label import Label
from gongxin.queries.training import AttendanceFacts
from gongxin.reports.certificate import Certificate, certificate_pdf, same

TITLE = Label("信用修复培训证明", "Certificate of training for repair")


def training_pdf(one: AttendanceFacts, *, language: str) -> bytes:
    """Return the sealed certificate of an attendance that was confirmed.

    Raises:
        NoSeal
    """
    assert one.confirmed_at, "only who came has a certificate"
    assert one.sequence, "what was confirmed is on the log"
    course = one.course
    certificate = Certificate(
        title=TITLE,
        number=one.certificate,
        statement=Label(
            f"{one.organisation}（统一社会信用代码 {one.uscc}）派 {one.attended} 人参加了下列信用修复培训。",
            f"{one.organisation} (unified social credit code {one.uscc}) sent {one.attended} people to this"
            " training for credit repair.",
        ),
        facts=(
            (Label("培训", "Course"), same(course.title)),
            (Label("举办单位", "Held by"), same(course.unit_name)),
            (Label("日期", "Day"), same(str(course.held_on))),
            (Label("地点", "Place"), same(course.place)),
            (Label("时长", "Length"), Label(f"{course.minutes} 分钟", f"{course.minutes} minutes")),
            (Label("到场人数", "People"), same(str(one.attended))),
        ),
        on=course.held_on,
        at=one.confirmed_at,
        sequence=one.sequence,
    )
    return certificate_pdf(certificate, language=language)
