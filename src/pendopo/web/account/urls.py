"""Addresses of trusting this installation, of the second step of signing in, and of one's own account."""

from django.urls import path

from pendopo.web.account import by_passkey, code, outside, own, own_passkeys, own_sessions, trust

urlpatterns = [
    path("percaya", trust.trust, name="trust"),
    path("percaya/pendopo.crt", trust.root, name="root_certificate"),
    path("masuk/kode", code.code_page, name="sign_in_code"),
    path("masuk/kunci/mulai", by_passkey.begin, name="passkey_ask"),
    path("masuk/kunci", by_passkey.sign_in, name="passkey_sign_in"),
    path("masuk/luar", outside.leave, name="outside"),
    path("masuk/luar/kembali", outside.come_back, name="outside_back"),
    path("akun", own.account, name="account"),
    path("akun/kode/mulai", own.begin, name="code_begin"),
    path("akun/kode/pasang", own.confirm, name="code_confirm"),
    path("akun/kode/lepas", own.remove, name="code_remove"),
    path("akun/kunci/mulai", own_passkeys.begin, name="passkey_begin"),
    path("akun/kunci/pasang", own_passkeys.add, name="passkey_add"),
    path("akun/kunci/<uuid:passkey>/lepas", own_passkeys.remove, name="passkey_remove"),
    path("akun/luar/kaitkan", outside.link, name="outside_link"),
    path("akun/luar/lepas", outside.unlink, name="outside_unlink"),
    path("akun/sesi/lain/akhiri", own_sessions.end_others, name="sessions_end_others"),
    path("akun/sesi/<uuid:place>/akhiri", own_sessions.end_one, name="session_end"),
]
