// Pictures for the plane surface: decoded once, upright, with smaller copies so that panning a large one is cheap.

export interface Picture {
  width: number;
  height: number;
  /** Full size first, each next half of the one before; filled in the background. */
  levels: CanvasImageSource[];
  /** Hears when a smaller copy is ready. */
  ready: Set<() => void>;
}

const KEEP = 6;
const cache = new Map<string, Promise<Picture>>();

/** Loads (or is already loading) the picture at `url`. `name` outlives a re-signed address. */
export function loadPicture(url: string, name = url): Promise<Picture> {
  const known = cache.get(name);
  if (known) {
    cache.delete(name);
    cache.set(name, known);
    return known;
  }
  const loading = read(url);
  cache.set(name, loading);
  // A failed load is forgotten, so that trying again tries again.
  loading.catch(() => cache.delete(name));
  for (const old of [...cache.keys()].slice(0, Math.max(0, cache.size - KEEP))) cache.delete(old);
  return loading;
}

async function read(url: string): Promise<Picture> {
  const image = new Image();
  image.decoding = "async";
  image.src = url;
  // decode() rather than onload: the first paint must not wait for it. It honours EXIF orientation, as drawImage does.
  await image.decode();
  const picture: Picture = {
    width: image.naturalWidth,
    height: image.naturalHeight,
    levels: [image],
    ready: new Set(),
  };
  void shrink(image, picture);
  return picture;
}

async function shrink(image: HTMLImageElement, picture: Picture): Promise<void> {
  let { width, height } = picture;
  try {
    while (width * height > 1_500_000) {
      width = Math.max(1, Math.round(width / 2));
      height = Math.max(1, Math.round(height / 2));
      const source = picture.levels.at(-1) as ImageBitmapSource;
      const small = await createImageBitmap(source ?? image, {
        resizeWidth: width,
        resizeHeight: height,
        resizeQuality: "medium",
      });
      picture.levels.push(small);
      for (const listener of picture.ready) listener();
    }
  } catch {
    // Out of memory, or a browser that cannot resize: the full picture is drawn instead, only slower.
  }
}

/** The smallest copy that is still sharp when one image pixel covers `scale` device pixels. */
export function levelFor(picture: Picture, scale: number): CanvasImageSource {
  const wanted = Math.floor(Math.log2(1 / Math.max(scale, 1e-6)) + 0.01);
  const index = Math.max(0, Math.min(wanted, picture.levels.length - 1));
  return picture.levels[index] as CanvasImageSource;
}
