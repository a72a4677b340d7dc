export const auth = {
  "auth.title": "Anmelden",
  "auth.email": "E-Mail",
  "auth.password": "Passwort",
  "auth.submit": "Anmelden",
  "auth.working": "Anmeldung läuft",
  "auth.link_working": "Anmeldung mit dem Link läuft",
  "auth.link_failed":
    "Dieser Link gilt nicht mehr. Links gelten einmal und nur kurz; mit einem neuen Link oder dem Passwort geht es weiter.",
  "auth.no_account":
    "Noch kein Konto? Wer diesen Server betreibt, kann einladen. Wer ihn betreibt, kommt mit dem Link hinein, den goldlabel users link ausgibt.",
  "auth.again_title": "Erneut anmelden",
  "auth.again_text":
    "Die Anmeldung ist abgelaufen. Nichts ist verloren: die Arbeit ist in diesem Browser aufbewahrt und wird danach gesendet.",
  "auth.other_person": "Das ist ein anderes Konto. Die wartende Arbeit bleibt bei {email}.",
  "auth.invite_title": "{server} beitreten",
  "auth.invite_by": "Einladung von {name}.",
  "auth.invite_nobody": "Eine Einladung liegt vor.",
  "auth.invite_as": "Rolle: {role}.",
  "auth.invite_over": "Diese Einladung gilt nicht mehr",
  "auth.invite_over_text":
    "Sie wurde schon benutzt, zurückgezogen oder ist älter als 7 Tage. Wer sie geschickt hat, kann eine neue schicken; wurde sie schon benutzt, einfach anmelden.",
  "auth.have_account": "Schon ein Konto?",
  "auth.email_hint": "Dient später zum Anmelden",
  "auth.forgotten": "Passwort vergessen?",
  "auth.forgotten_text":
    "Von hier geht keine E-Mail aus. Ein Admin dieses Servers kann einen Anmeldelink geben: er öffnet das Konto einmal, dort lässt sich ein neues Passwort setzen. Wer den Server betreibt, erstellt ihn mit goldlabel users link.",
  "auth.name": "Name",
  "auth.password_hint": "Mindestens 10 Zeichen",
  "auth.accept": "Konto anlegen",
  "auth.invite_missing":
    "In dieser Adresse fehlt die Einladung selbst. Den ganzen Link aus der Einladung öffnen.",
};
