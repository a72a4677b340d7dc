export const hands = {
  "help.title": "Keys",
  "help.text": "Numbers are values and labels, letters are tools and commands.",
  "help.find": "Find a command",
  "help.none": "No command with this name",

  "group.item": "Item",
  "group.edit": "Edit",
  "group.draw": "Draw",
  "group.view": "View",
  "group.values": "Values and labels",
  "group.app": "App",

  "command.next_region": "Next region",
  "command.previous_region": "Previous region",
  "command.remove": "Remove the region",
  "command.back": "One step back",
  "command.submit": "Submit",
  "command.guideline": "Guideline",
} as const;
