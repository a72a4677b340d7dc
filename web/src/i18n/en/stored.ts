export const stored = {
  "stored.title": "From a storage",
  "stored.which": "Storage",
  "stored.way": "Where you are in the storage",
  "stored.empty": "This folder is empty.",
  "stored.more":
    "There is more in this folder than is listed here. Take the whole folder, or ask the admin for a narrower storage.",
  "stored.take_all": "See all that is in it",
  "stored.take_folder": "See this whole folder",
};
