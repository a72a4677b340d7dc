export const auth = {
  "auth.title": "Iniciar sesión",
  "auth.email": "Correo electrónico",
  "auth.password": "Contraseña",
  "auth.submit": "Iniciar sesión",
  "auth.working": "Iniciando sesión",
  "auth.link_working": "Iniciando sesión con el enlace",
  "auth.link_failed":
    "Este enlace ya no funciona. Los enlaces valen una vez y por poco tiempo; pide otro o inicia sesión con la contraseña.",
  "auth.no_account":
    "¿Sin cuenta? Quien gestiona este servidor puede enviar una invitación. Quien lo gestiona entra con el enlace que da goldlabel users link.",
  "auth.again_title": "Volver a iniciar sesión",
  "auth.again_text":
    "La sesión terminó. No se pierde nada: el trabajo se conserva en este navegador y se envía al volver.",
  "auth.other_person": "Esa es otra cuenta. El trabajo que espera aquí sigue siendo de {email}.",
  "auth.invite_title": "Unirse a {server}",
  "auth.invite_by": "Invitación de {name}.",
  "auth.invite_nobody": "Has recibido una invitación.",
  "auth.invite_as": "Papel en el proyecto: {role}.",
  "auth.invite_over": "Esta invitación ya no funciona",
  "auth.invite_over_text":
    "Ya se usó, se retiró o tiene más de 7 días. Pide un enlace nuevo a quien la envió; si ya se usó antes, inicia sesión.",
  "auth.have_account": "¿Ya tienes cuenta?",
  "auth.email_hint": "Servirá para iniciar sesión",
  "auth.forgotten": "¿Olvidaste la contraseña?",
  "auth.forgotten_text":
    "Desde aquí no se envía correo. Pide a un administrador de este servidor un enlace de acceso: con él se entra una vez y se establece otra contraseña en la cuenta. Quien gestiona el servidor lo crea con goldlabel users link.",
  "auth.name": "Nombre",
  "auth.password_hint": "Al menos 10 caracteres",
  "auth.accept": "Crear cuenta",
  "auth.invite_missing": "A esta dirección le falta la invitación. Abre el enlace completo de la invitación.",
} as const;
