import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { controlStyle } from "@/components/ui/field-frame";
import { TypeAhead } from "@/components/ui/type-ahead";

type SearchFormProps = {
  /** The page that answers; the words travel in its address. */
  action: string;
  label: string;
  name?: string;
  value?: string;
  placeholder?: string;
  /** Filters to keep beside the search. */
  keep?: Record<string, string>;
  /** Where offers are asked for while somebody types. */
  offersAt?: string;
};

/** A search that works without script: a GET form whose result has an address. */
export function SearchForm({
  action,
  label,
  name = "q",
  value = "",
  placeholder,
  keep = {},
  offersAt,
}: SearchFormProps) {
  const field = {
    type: "search",
    name,
    defaultValue: value,
    placeholder,
    "aria-label": label,
    className: `${controlStyle} pl-9`,
  };
  return (
    <search>
      <form action={action} method="get" className="flex max-w-lg gap-2">
        {Object.entries(keep).map(([key, kept]) => (
          <input key={key} type="hidden" name={key} value={kept} />
        ))}
        <span className="relative min-w-0 flex-1">
          <Search className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-soft" />
          {offersAt ? <TypeAhead offersAt={offersAt} {...field} /> : <input {...field} />}
        </span>
        <Button>Search</Button>
      </form>
    </search>
  );
}
