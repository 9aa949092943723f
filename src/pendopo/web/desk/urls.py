"""Addresses of signing in, of choosing a post, and of the desk."""

from django.urls import path

from pendopo.web.desk import call, entry, page, posts, sign_in

urlpatterns = [
    path("d/panggil", call.call, name="desk_call"),
    path("d/<slug:word>", entry.desk, name="desk_command"),
    path("loket/<slug:counter_code>/", page.desk, name="desk"),
    path("pos", posts.choose, name="posts"),
    path("pos/buka", posts.open_counter, name="open_counter"),
    path("masuk", sign_in.sign_in_page, name="sign_in"),
    path("keluar", sign_in.sign_out, name="sign_out"),
    path("undangan/<str:token>", sign_in.invitation, name="invitation"),
]
