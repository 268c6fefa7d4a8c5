"""The pages of staff."""

from django.urls import path

from gongxin.web.office import batch, check, client, review, token

app_name = "office"
urlpatterns = [
    path("", batch.home, name="home"),
    path("batches/", batch.listed, name="batches"),
    path("batches/new/", batch.new, name="batch_new"),
    path("batches/<uuid:batch_id>/", batch.batch, name="batch"),
    path("batches/<uuid:batch_id>/files/<str:name>", batch.file, name="batch_file"),
    path("batches/<uuid:batch_id>/decision/", batch.decide, name="batch_decide"),
    path("check/", check.check, name="check"),
    path("review/", review.listed, name="review"),
    path("review/<int:case_id>/", review.decide, name="review_decide"),
    path("clients/", client.listed, name="clients"),
    path("clients/<slug:client>/secret/", client.rotate, name="client_rotate"),
    path("clients/<slug:client>/revoke/", client.revoke, name="client_revoke"),
    path("tokens/", token.listed, name="tokens"),
    path("tokens/<int:token_id>/revoke/", token.revoke, name="token_revoke"),
]
