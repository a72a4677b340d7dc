export const guideline = {
  "guideline.title": "Guideline",
  "guideline.empty":
    "No guideline has been written for this project yet. When in doubt, skip the item and say why.",
  "guideline.version": "Version {version}",
} as const;
