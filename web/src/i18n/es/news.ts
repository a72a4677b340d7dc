export const news = {
  "news.title": "Qué ha cambiado",
  "news.task": "La tarea ha cambiado. Lo que empiece a partir de ahora se pregunta de la nueva forma.",
  "news.guideline": "La guía ha cambiado.",
  "news.both":
    "La tarea y la guía han cambiado. Lo que empiece a partir de ahora se pregunta de la nueva forma.",
  "news.see": "Ver los cambios",
  "news.renew": "Preguntar también este elemento así",
};
