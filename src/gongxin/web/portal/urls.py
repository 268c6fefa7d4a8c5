"""The public pages."""

from django.urls import path

from gongxin.web.portal import (
    about,
    catalogue,
    credit_report,
    download,
    guide,
    home,
    language,
    law,
    organisation,
    record,
    rights,
    sample,
    search,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("language/<slug:code>/", language.language, name="language"),
    path("organisations/<slug:uscc>/", organisation.organisation, name="organisation"),
    path("organisations/<slug:uscc>/qr.svg", organisation.qr, name="organisation_qr"),
    path("records/", record.records, name="records"),
    path("records/<uuid:record_id>/", record.record, name="record"),
    path("records/<uuid:record_id>/proof/", record.proof, name="record_proof"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/behaviours/", catalogue.behaviours, name="catalogue_behaviours"),
    path("catalogue/applications/", catalogue.applications, name="catalogue_applications"),
    path("catalogue/powers/", catalogue.powers, name="catalogue_powers"),
    path("catalogue/gongxin-catalogue.<slug:form>", catalogue.export, name="catalogue_export"),
    path("catalogue/items/<slug:code>/", catalogue.item, name="catalogue_item"),
    path("catalogue/items/<slug:code>/template.xlsx", catalogue.template, name="catalogue_template"),
    path("law/", law.law, name="law"),
    path("law/<slug:code>/", law.instrument, name="law_instrument"),
    path("reports/", credit_report.reports, name="reports"),
    path("reports/<str:number>/", credit_report.report, name="report"),
    path("rights/", rights.rights, name="rights"),
    path("rights/<slug:code>/", guide.guide, name="guide"),
    path("rights/<slug:code>/samples/<slug:name>/", sample.sample, name="sample"),
    path("rights/<slug:code>/samples/<slug:name>.pdf", sample.sample_file, name="sample_file"),
    path("data/", download.downloads, name="downloads"),
    path("data/manifest.json", download.manifest, name="download_manifest"),
    path("data/<slug:code>.<slug:form>", download.download, name="download"),
    path("about/", about.about, name="about"),
    path("about/log/", about.log, name="about_log"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
