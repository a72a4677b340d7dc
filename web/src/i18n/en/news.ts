export const news = {
  "news.title": "What changed",
  "news.task": "The task was changed. What you begin from now on is asked the new way.",
  "news.guideline": "The guideline was changed.",
  "news.both": "The task and the guideline were changed. What you begin from now on is asked the new way.",
  "news.see": "See what changed",
  "news.renew": "Ask this item the new way too",
} as const;
