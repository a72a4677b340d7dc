export const news = {
  "news.title": "有什么变化",
  "news.task": "任务已更改。从现在起开始的条目将按新的方式提问。",
  "news.guideline": "指南已更改。",
  "news.both": "任务和指南已更改。从现在起开始的条目将按新的方式提问。",
  "news.see": "查看变化",
  "news.renew": "此条目也按新方式提问",
};
