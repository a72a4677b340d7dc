export const bell = {
  "bell.name": "Mitteilungen",
  "bell.unread": { one: "{count} ungelesene Mitteilung", other: "{count} ungelesene Mitteilungen" },
  "bell.empty":
    "Noch nichts. Hier erscheinen Antworten auf eigene Kommentare, zurückgegebene Elemente und beendete lange Jobs.",
  "bell.read_all": "Alle als gelesen markieren",
  "bell.comment": "Ein eigener Kommentar wurde beantwortet",
  "bell.written": "Ein neuer Kommentar ist da",
  "bell.assigned": "Elemente wurden reserviert",
  "bell.sent_back": "Ein Element wurde zurückgegeben",
  "bell.job_done": "{what}: fertig",
  "bell.job_failed": "{what}: gescheitert",
  "bell.guideline": "Der Leitfaden hat jetzt Version {version}",
  "bell.new": "neu",
  "bell.what.import": "Import",
  "bell.what.export": "Export",
  "bell.what.resolve": "Zusammenführen",
  "bell.what.release": "Release",
};
