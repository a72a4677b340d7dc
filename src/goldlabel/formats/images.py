"""Folders and archives of pictures."""

from goldlabel.formats.parts.media_files import MediaFiles
from goldlabel.media.image import Image


class Images(MediaFiles):
    name = "images"
    title = "Images"
    about = "A folder, a ZIP archive or a single picture; with the option `folders` the folder is the label."
    medium = Image()
