export const projects = {
  "projects.title": "Proyectos",
  "projects.empty_title": "Aún no hay proyectos",
  "projects.empty_text":
    "Un proyecto contiene lo que se etiqueta, las preguntas que se hacen y las respuestas. Aquí aparecerá con su avance.",
  "projects.empty_waiting":
    "La sesión está iniciada, pero aún no participas en ningún proyecto. Pregunta a quien te invitó.",
  "projects.new": "Nuevo proyecto",
  "projects.step_task":
    "Definir qué se pregunta: partir de una tarea preparada y ver enseguida la pantalla de etiquetado.",
  "projects.step_data": "Traer los datos: soltar archivos, pegar o dar una dirección.",
  "projects.step_people": "Invitar personas; cada elemento recibe tantas respuestas como se quiera.",
  "projects.step_release": "Resolver los desacuerdos y publicar las etiquetas con su ficha de datos.",
  "projects.done": "{done} de {items} elementos terminados",
  "projects.no_items": "Aún no hay elementos",
  "projects.mine": { one: "{count} tuyo", many: "{count} tuyos", other: "{count} tuyos" },
  "projects.label": "Etiquetar",
  "projects.open": "Abrir {name}",
  "projects.complete": "Completo",
  "projects.active": "última actividad {date}",
  "projects.search": "Buscar proyectos",
  "projects.none_found": "Ningún proyecto se llama «{words}».",
  "projects.archived": {
    one: "{count} proyecto archivado",
    many: "{count} de proyectos archivados",
    other: "{count} proyectos archivados",
  },
  "projects.waits_guideline": { one: "Guía por leer", many: "Guía por leer", other: "Guía por leer" },
  "projects.waits_sent_back": {
    one: "{count} respuesta devuelta",
    many: "{count} de respuestas devueltas",
    other: "{count} respuestas devueltas",
  },
  "projects.waits_ties": {
    one: "{count} empate por decidir",
    many: "{count} de empates por decidir",
    other: "{count} empates por decidir",
  },

  "tab.pages": "Páginas del proyecto",
  "tab.overview": "Resumen",
} as const;
