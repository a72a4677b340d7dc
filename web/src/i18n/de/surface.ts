export const surface = {
  "tool.saturation": "Sättigung",
  "tool.invert": "Umkehren",
  "tool.zoom_selected": "Auf Auswahl vergrößern",
  "tool.zoom_exactly": "Auf 100 % vergrößern",
  "tool.rulers": "Lineale und Linien durch den Zeiger",
  "tool.more_hint":
    "Umschalt ergänzt die Auswahl oder zieht einen Rahmen darum, Strg rastet an Ecken ein, Alt nimmt eine Ecke weg.",
  "group.select_all": "Alle Regionen auswählen",
  "group.selected": { one: "{count} Region ausgewählt", other: "{count} Regionen ausgewählt" },
  "group.duplicate": "Duplizieren",
  "group.copy": "Regionen kopieren",
  "group.copied": { one: "{count} Region kopiert", other: "{count} Regionen kopiert" },
  "group.paste": "Regionen einfügen",
  "group.pasted": { one: "{count} Region eingefügt", other: "{count} Regionen eingefügt" },
};
