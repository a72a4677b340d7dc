export const keeping = {
  "clash.draft_title": "Este borrador se cambió en otro sitio",
  "clash.submitted_title": "Este elemento se envió desde otro sitio",
  "clash.before_title": "Lo que había antes de que cambiara el elemento",
  "clash.draft_text":
    "También se trabajó en este elemento en otra pestaña o en otro equipo. Se conservan ambas versiones.",
  "clash.submitted_text":
    "Entretanto enviaste este elemento desde otra pestaña u otro equipo. Se conservan ambas versiones.",
  "clash.before_text":
    "El elemento cambió después de que empezaras. Lo que tenías se conserva; comprueba si aún sirve.",
  "clash.text": {
    one: "{count} diferencia. Elige y continúa; deshacer lo revierte.",
    many: "{count} de diferencias. Elige y continúa; deshacer lo revierte.",
    other: "{count} diferencias. Elige y continúa; deshacer lo revierte.",
  },
  "clash.compare": "Comparar",
  "clash.leave": "Empezar de nuevo",
  "clash.part": "Parte",
  "clash.mine": "Aquí",
  "clash.draft": "El otro borrador",
  "clash.submitted": "Enviado",
  "clash.before": "Antes del cambio",
  "clash.region": "Región",
  "clash.relation": "Relación",
  "clash.nothing": "nada",
  "clash.all_mine": "Todo lo de aquí",
  "clash.all_draft": "Todo lo del otro borrador",
  "clash.all_submitted": "Todo como se envió",
  "clash.all_before": "Todo lo de antes",
  "clash.use": "Usar esto",
  "clash.same": {
    one: "{count} parte es igual en ambas.",
    many: "{count} de partes son iguales en ambas.",
    other: "{count} partes son iguales en ambas.",
  },
  "clash.lost":
    "Las preguntas han cambiado desde entonces. Queda fuera, aunque se conserva en la versión anterior: {what}",
  "clash.lost_one": "{what} ({count}): {why}",

  "did.merge": "elección entre versiones",

  "state.memory": "solo en esta pestaña",
  "state.conflict": "dos versiones",
  "state.stale":
    "El elemento cambió mientras trabajabas. Tu respuesta se conserva junto con lo que viste; se pregunta de nuevo.",
  "state.unkept": {
    one: "{count} solo en esta pestaña",
    many: "{count} solo en esta pestaña",
    other: "{count} solo en esta pestaña",
  },
  "state.unkept_hint":
    "Este navegador ya no tiene espacio para guardar el trabajo. Deja abierta la pestaña hasta que se envíe, o guárdalo en un archivo.",
  "state.drafts": {
    one: "{count} borrador guardado aquí",
    many: "{count} de borradores guardados aquí",
    other: "{count} borradores guardados aquí",
  },

  "kept.title": "Trabajo guardado en este navegador",
  "kept.text": "No se pierde nada: se queda aquí hasta enviarlo o descartarlo.",
  "kept.waiting": "En espera de envío",
  "kept.draft": "Un borrador que no está en el servidor",
  "kept.open": "Abrir",
  "kept.again": "Enviar otra vez",
  "kept.copy": "Copiar como JSON",
  "kept.save": "Guardar como JSON",
  "kept.save_all": "Guardar todo como JSON",
  "kept.let_go": "Descartar",
  "kept.gone": "Descartado",
  "kept.undo": "Deshacer",
  "kept.where": "{project} · elemento {item}",
  "kept.command": "Trabajo guardado en este navegador",
} as const;
