export const keeping = {
  "clash.draft_title": "This draft was changed elsewhere",
  "clash.submitted_title": "This item was submitted elsewhere",
  "clash.before_title": "What you had before the item changed",
  "clash.draft_text":
    "This item was also worked on in another tab or on another machine. Both versions are kept.",
  "clash.submitted_text":
    "You submitted this item in another tab or on another machine meanwhile. Both versions are kept.",
  "clash.before_text":
    "The item was changed after you began. What you had is kept; look whether it still fits.",
  "clash.text": {
    one: "{count} difference. Choose, then go on; undo takes it back.",
    other: "{count} differences. Choose, then go on; undo takes it back.",
  },
  "clash.compare": "Compare",
  "clash.leave": "Start afresh",
  "clash.part": "Part",
  "clash.mine": "Here",
  "clash.draft": "The other draft",
  "clash.submitted": "Submitted",
  "clash.before": "Before the change",
  "clash.region": "Region",
  "clash.relation": "Relation",
  "clash.nothing": "nothing",
  "clash.all_mine": "All from here",
  "clash.all_draft": "All from the other draft",
  "clash.all_submitted": "All as submitted",
  "clash.all_before": "All from before",
  "clash.use": "Use this",
  "clash.same": { one: "{count} part is the same in both.", other: "{count} parts are the same in both." },
  "clash.lost": "The questions changed since. Left out, and kept in the earlier version: {what}",
  "clash.lost_one": "{what} ({count}): {why}",

  "did.merge": "choice between versions",

  "state.memory": "kept in this tab only",
  "state.conflict": "two versions",
  "state.stale":
    "The item was changed while you worked. Your answer is kept with what you saw; it is asked anew.",
  "state.unkept": {
    one: "{count} only in this tab",
    other: "{count} only in this tab",
  },
  "state.unkept_hint":
    "This browser has no room left to keep work. Leave this tab open until it is sent, or save the work as a file.",
  "state.drafts": { one: "{count} draft kept here", other: "{count} drafts kept here" },

  "kept.title": "Work kept in this browser",
  "kept.text": "Nothing is lost: it stays here until it is sent or you let it go.",
  "kept.waiting": "Waiting to be sent",
  "kept.draft": "A draft that is not at the server",
  "kept.open": "Open",
  "kept.again": "Send again",
  "kept.copy": "Copy as JSON",
  "kept.save": "Save as JSON",
  "kept.save_all": "Save all as JSON",
  "kept.let_go": "Let it go",
  "kept.gone": "Let go",
  "kept.undo": "Undo",
  "kept.where": "{project} · item {item}",
  "kept.command": "Work kept in this browser",
} as const;
