export const projects = {
  "projects.title": "Projects",
  "projects.empty_title": "No projects yet",
  "projects.empty_text":
    "A project holds what to label, the questions asked about it, and the answers. You will see it here with its progress.",
  "projects.empty_waiting":
    "You are signed in, but nobody has added you to a project yet. Ask whoever invited you.",
  "projects.empty_how": "Make one from the command line of the server:",
  "projects.done": "{done} of {items} items done",
  "projects.no_items": "No items yet",
  "projects.mine": { one: "{count} by you", other: "{count} by you" },
  "projects.label": "Label",
  "projects.open": "Open {name}",
  "projects.complete": "Complete",

  "tab.pages": "Pages of the project",
  "tab.overview": "Overview",
} as const;
