export const news = {
  "news.title": "Was sich geändert hat",
  "news.task": "Die Aufgabe wurde geändert. Was ab jetzt begonnen wird, ist neu gefragt.",
  "news.guideline": "Der Leitfaden wurde geändert.",
  "news.both": "Aufgabe und Leitfaden wurden geändert. Was ab jetzt begonnen wird, ist neu gefragt.",
  "news.see": "Änderungen zeigen",
  "news.renew": "Auch dieses Element neu fragen",
};
