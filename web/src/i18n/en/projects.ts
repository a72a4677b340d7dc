export const projects = {
  "projects.title": "Projects",
  "projects.empty_title": "No projects yet",
  "projects.empty_text":
    "A project holds what to label, the questions asked about it, and the answers. You will see it here with its progress.",
  "projects.empty_waiting":
    "You are signed in, but nobody has added you to a project yet. Ask whoever invited you.",
  "projects.new": "New project",
  "projects.step_task": "Say what is asked: begin with a ready-made task, see the label screen at once.",
  "projects.step_data": "Bring the data in: drop files, paste, or give an address.",
  "projects.step_people": "Invite people; each item gets as many answers as you want.",
  "projects.step_release": "Settle what they disagree on, and release the labels with their datasheet.",
  "projects.done": "{done} of {items} items done",
  "projects.no_items": "No items yet",
  "projects.mine": { one: "{count} by you", other: "{count} by you" },
  "projects.label": "Label",
  "projects.open": "Open {name}",
  "projects.complete": "Complete",
  "projects.active": "last active {date}",
  "projects.search": "Search projects",
  "projects.none_found": "No project is called “{words}”.",
  "projects.archived": { one: "{count} archived project", other: "{count} archived projects" },
  "projects.waits_guideline": { one: "Guideline to read", other: "Guideline to read" },
  "projects.waits_sent_back": {
    one: "{count} answer sent back to you",
    other: "{count} answers sent back to you",
  },
  "projects.waits_ties": { one: "{count} tie to decide", other: "{count} ties to decide" },

  "tab.pages": "Pages of the project",
  "tab.overview": "Overview",
} as const;
