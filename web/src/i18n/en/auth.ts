export const auth = {
  "auth.title": "Sign in",
  "auth.email": "Email",
  "auth.password": "Password",
  "auth.submit": "Sign in",
  "auth.working": "Signing in",
  "auth.link_working": "Signing you in with the link",
  "auth.link_failed":
    "This link no longer works. Links work once and for a short time; ask for a new one or sign in with your password.",
  "auth.no_account":
    "No account yet? Whoever runs this server can invite you. Whoever runs it gets in with the link that goldlabel users link prints.",
  "auth.again_title": "Sign in again",
  "auth.again_text":
    "Your login ended. Nothing is lost: your work is kept in this browser and is sent when you are back.",
  "auth.other_person": "That is another account. The work waiting here stays with {email}.",
  "auth.invite_title": "Join {server}",
  "auth.invite_by": "{name} invites you.",
  "auth.invite_nobody": "You are invited.",
  "auth.invite_as": "You join as {role}.",
  "auth.invite_over": "This invitation no longer works",
  "auth.invite_over_text":
    "It was used already, withdrawn, or more than 7 days old. Ask whoever sent it for a new link; if you used it before, sign in.",
  "auth.have_account": "You have an account?",
  "auth.email_hint": "You will sign in with it",
  "auth.forgotten": "Forgot your password?",
  "auth.forgotten_text":
    "Nothing is mailed from here. Ask an admin of this server for a sign-in link: with it you come in once and set a new password in your account. Whoever runs the server makes one with goldlabel users link.",
  "auth.name": "Name",
  "auth.password_hint": "At least 10 characters",
  "auth.accept": "Create account",
  "auth.invite_missing":
    "This address lacks the invitation itself. Open the whole link from your invitation.",
} as const;
