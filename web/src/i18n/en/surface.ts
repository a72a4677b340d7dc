export const surface = {
  "tool.saturation": "Saturation",
  "tool.invert": "Invert",
  "tool.zoom_selected": "Zoom to what is selected",
  "tool.zoom_exactly": "Zoom to 100 %",
  "tool.rulers": "Rulers and lines through the pointer",
  "tool.more_hint":
    "Shift adds to what is selected or draws a frame around it, Ctrl snaps to corners, Alt takes a corner away.",
  "tool.whole_words": "Whole words or single characters",
  "tool.whole_words_on": "What is marked grows to whole words",
  "tool.whole_words_off": "What is marked is exactly what was selected",

  "find.title": "Find in the text",
  "find.none": "Not found",
  "find.count": "{at} of {total}",
  "find.previous": "Previous place",
  "find.next": "Next place",
  "find.mark_all": "Mark all",
  "find.marked": { one: "{count} place marked", other: "{count} places marked" },
  "find.close": "Close the search",

  "group.select_all": "Select all regions",
  "group.selected": { one: "{count} region selected", other: "{count} regions selected" },
  "group.duplicate": "Duplicate",
  "group.copy": "Copy regions",
  "group.copied": { one: "{count} region copied", other: "{count} regions copied" },
  "group.paste": "Paste regions",
  "group.pasted": { one: "{count} region pasted", other: "{count} regions pasted" },
} as const;
