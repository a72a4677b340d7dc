export const stored = {
  "stored.title": "Aus einem Speicher",
  "stored.which": "Speicher",
  "stored.way": "Stelle im Speicher",
  "stored.empty": "Dieser Ordner ist leer.",
  "stored.more":
    "In diesem Ordner liegt mehr, als hier aufgeführt ist. Den ganzen Ordner nehmen oder die Administration um einen engeren Speicher bitten.",
  "stored.take_all": "Alles darin ansehen",
  "stored.take_folder": "Diesen ganzen Ordner ansehen",
};
