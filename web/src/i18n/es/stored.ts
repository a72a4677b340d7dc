export const stored = {
  "stored.title": "Desde un almacén",
  "stored.which": "Almacén",
  "stored.way": "Lugar en el almacén",
  "stored.empty": "Esta carpeta está vacía.",
  "stored.more":
    "En esta carpeta hay más de lo que aparece aquí. Tome la carpeta entera o pida a la administración un almacén más acotado.",
  "stored.take_all": "Ver todo lo que contiene",
  "stored.take_folder": "Ver toda esta carpeta",
};
