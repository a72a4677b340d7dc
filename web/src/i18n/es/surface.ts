export const surface = {
  "tool.saturation": "Saturación",
  "tool.invert": "Invertir",
  "tool.zoom_selected": "Acercar a lo seleccionado",
  "tool.zoom_exactly": "Ver al 100 %",
  "tool.rulers": "Reglas y líneas por el puntero",
  "tool.more_hint":
    "Mayús añade a lo seleccionado o dibuja un marco a su alrededor, Ctrl ajusta a las esquinas, Alt quita una esquina.",

  "group.select_all": "Seleccionar todas las regiones",
  "group.selected": {
    one: "{count} región seleccionada",
    many: "{count} de regiones seleccionadas",
    other: "{count} regiones seleccionadas",
  },
  "group.duplicate": "Duplicar",
  "group.copy": "Copiar regiones",
  "group.copied": {
    one: "{count} región copiada",
    many: "{count} de regiones copiadas",
    other: "{count} regiones copiadas",
  },
  "group.paste": "Pegar regiones",
  "group.pasted": {
    one: "{count} región pegada",
    many: "{count} de regiones pegadas",
    other: "{count} regiones pegadas",
  },
  "tool.whole_words": "Palabras enteras o caracteres sueltos",
  "tool.whole_words_on": "Lo marcado crece hasta palabras enteras",
  "tool.whole_words_off": "Se marca exactamente lo seleccionado",
  "find.title": "Buscar en el texto",
  "find.none": "No se encontró",
  "find.count": "{at} de {total}",
  "find.previous": "Lugar anterior",
  "find.next": "Lugar siguiente",
  "find.mark_all": "Marcar todo",
  "find.marked": {
    one: "{count} lugar marcado",
    many: "{count} lugares marcados",
    other: "{count} lugares marcados",
  },
  "find.close": "Cerrar la búsqueda",
} as const;
