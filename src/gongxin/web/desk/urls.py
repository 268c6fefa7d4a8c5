"""The desk of an organisation. Every address but the first names the organisation by its code."""

from django.urls import path

from gongxin.web.desk import (
    authorisation,
    complaint,
    contact,
    credit_report,
    home,
    look,
    notice,
    record,
    repair,
    representation,
    representative,
)

app_name = "desk"
urlpatterns = [
    path("", home.pick, name="pick"),
    path("register/", representation.register, name="register"),
    path("request/", representation.ask, name="request"),
    path("request/<uuid:request_id>/letter/", representation.letter, name="request_letter"),
    path("request/<uuid:request_id>/withdraw/", representation.withdraw, name="request_withdraw"),
    path("<slug:uscc>/", home.home, name="home"),
    path("<slug:uscc>/records/", record.records, name="records"),
    path("<slug:uscc>/records/of/<slug:item>/", record.records_of_item, name="records_of_item"),
    path("<slug:uscc>/records/<uuid:record_id>/", record.record, name="record"),
    path("<slug:uscc>/records/<uuid:record_id>/proof/", record.proof, name="record_proof"),
    path("<slug:uscc>/records/<uuid:record_id>/repair-notice.pdf", repair.notice, name="repair_notice"),
    path("<slug:uscc>/repair/", repair.repairs, name="repairs"),
    path("<slug:uscc>/looks/", look.looks, name="looks"),
    path("<slug:uscc>/complaint/", complaint.complaint, name="look_report"),
    path("<slug:uscc>/looks/looks.csv", look.looks_csv, name="looks_csv"),
    path("<slug:uscc>/looks/<uuid:look_id>/complaint/", look.complain, name="look_complain"),
    path("<slug:uscc>/authorisations/", authorisation.authorisations, name="authorisations"),
    path("<slug:uscc>/authorisations/new/", authorisation.new, name="authorisation_new"),
    path(
        "<slug:uscc>/authorisations/<uuid:authorisation_id>/revoke/",
        authorisation.revoke,
        name="authorisation_revoke",
    ),
    path("<slug:uscc>/reports/", credit_report.reports, name="reports"),
    path("<slug:uscc>/reports/<slug:number>.<slug:form>", credit_report.file, name="report_file"),
    path("<slug:uscc>/messages/", notice.notices, name="notices"),
    path("<slug:uscc>/messages/<uuid:notice_id>/", notice.notice, name="notice"),
    path("<slug:uscc>/contact/", contact.contact, name="contact"),
    path("<slug:uscc>/contact/email/", contact.email, name="contact_email"),
    path("<slug:uscc>/contact/email/confirm/", contact.confirm, name="contact_confirm"),
    path("<slug:uscc>/contact/webhook/", contact.webhook, name="contact_webhook"),
    path("<slug:uscc>/contact/<slug:channel>/end/", contact.end, name="contact_end"),
    path("<slug:uscc>/representatives/", representative.representatives, name="representatives"),
    path(
        "<slug:uscc>/representatives/<int:grant_id>/revoke/",
        representative.revoke,
        name="representative_revoke",
    ),
]
