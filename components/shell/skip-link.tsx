/** The id of the part of each page that the skip link leads to. */
export const mainContentId = "content";

export function SkipLink() {
  return (
    <a
      href={`#${mainContentId}`}
      className="absolute top-2 left-2 z-10 -translate-y-16 rounded-lg bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
    >
      Skip to the content
    </a>
  );
}
