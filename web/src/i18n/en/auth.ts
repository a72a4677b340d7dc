export const auth = {
  "auth.title": "Sign in",
  "auth.email": "Email",
  "auth.password": "Password",
  "auth.submit": "Sign in",
  "auth.working": "Signing in",
  "auth.link_working": "Signing you in with the link",
  "auth.link_failed":
    "This link no longer works. Links work once and for a short time; ask for a new one or sign in with your password.",
  "auth.no_account": "No account yet? Whoever runs this server can invite you.",
  "auth.again_title": "Sign in again",
  "auth.again_text":
    "Your login ended. Nothing is lost: your work is kept in this browser and is sent when you are back.",
  "auth.other_person": "That is another account. The work waiting here stays with {email}.",
  "auth.invite_title": "Join {server}",
  "auth.invite_text": "You were invited. Say who you are and choose a password.",
  "auth.name": "Name",
  "auth.new_password": "New password",
  "auth.password_hint": "At least 10 characters",
  "auth.accept": "Create account",
  "auth.invite_missing":
    "This address lacks the invitation itself. Open the whole link from your invitation.",
} as const;
