"""Addresses of trusting this installation, of the second step of signing in, and of one's own account."""

from django.urls import path

from pendopo.web.account import code, own, trust

urlpatterns = [
    path("percaya", trust.trust, name="trust"),
    path("percaya/pendopo.crt", trust.root, name="root_certificate"),
    path("masuk/kode", code.code_page, name="sign_in_code"),
    path("akun", own.account, name="account"),
    path("akun/kode/mulai", own.begin, name="code_begin"),
    path("akun/kode/pasang", own.confirm, name="code_confirm"),
    path("akun/kode/lepas", own.remove, name="code_remove"),
]
