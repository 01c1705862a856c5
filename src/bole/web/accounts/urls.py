from django.urls import path

from bole.web.accounts.views import administration, entering, mine

app_name = "accounts"
urlpatterns = [
    path("", administration.accounts, name="accounts"),
    path("new/", administration.open_account, name="open_account"),
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-out/", entering.sign_out, name="sign_out"),
    path("second-factor/", entering.second_factor, name="second_factor"),
    path("second-factor/set-up/", entering.enrolment, name="enrolment"),
    path("password/", entering.new_password, name="new_password"),
    path("mine/", mine.mine, name="mine"),
    path("mine/recovery-codes/", mine.renew_codes, name="renew_codes"),
    path("mine/sessions/<uuid:session_id>/end/", mine.end_session, name="end_session"),
    path("<uuid:account_id>/", administration.account, name="account"),
    path("<uuid:account_id>/roles/", administration.grant_role, name="grant_role"),
    path("<uuid:account_id>/roles/<uuid:grant_id>/end/", administration.end_role, name="end_role"),
    path("<uuid:account_id>/lock/", administration.lock, name="lock"),
    path("<uuid:account_id>/unlock/", administration.unlock, name="unlock"),
    path("<uuid:account_id>/password/", administration.reset_password, name="reset_password"),
    path("<uuid:account_id>/second-factor/", administration.reset_second_factor, name="reset_second_factor"),
]
