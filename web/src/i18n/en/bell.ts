export const bell = {
  "bell.name": "Notifications",
  "bell.unread": { one: "{count} unread notification", other: "{count} unread notifications" },
  "bell.empty":
    "Nothing yet. You hear here of answers to your comments, items sent back to you and long work that ended.",
  "bell.read_all": "Mark all as read",
  "bell.comment": "Your comment was answered",
  "bell.written": "You have a new comment",
  "bell.assigned": "Items are kept for you",
  "bell.sent_back": "An item was sent back to you",
  "bell.job_done": "{what} is done",
  "bell.job_failed": "{what} failed",
  "bell.guideline": "The guideline changed to version {version}",
  "bell.new": "new",
  "bell.what.import": "The import",
  "bell.what.export": "The export",
  "bell.what.resolve": "Resolving",
  "bell.what.release": "The release",
} as const;
