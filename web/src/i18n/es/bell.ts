export const bell = {
  "bell.name": "Avisos",
  "bell.unread": {
    one: "{count} aviso sin leer",
    many: "{count} de avisos sin leer",
    other: "{count} avisos sin leer",
  },
  "bell.empty":
    "Nada todavía. Aquí se avisa de respuestas a tus comentarios, elementos devueltos y procesos largos terminados.",
  "bell.read_all": "Marcar todo como leído",
  "bell.comment": "Respuesta a tu comentario",
  "bell.written": "Tienes un comentario nuevo",
  "bell.assigned": "Hay elementos reservados para ti",
  "bell.sent_back": "Te han devuelto un elemento",
  "bell.job_done": "{what}: terminado",
  "bell.job_failed": "{what}: falló",
  "bell.guideline": "La guía cambió a la versión {version}",
  "bell.new": "nuevo",
  "bell.what.import": "Importación",
  "bell.what.export": "Exportación",
  "bell.what.resolve": "Resolución",
  "bell.what.release": "Publicación",
} as const;
