import { TextField } from "@/components/ui/fields";
import { RadioCards, type RadioOption } from "@/components/ui/radio-cards";

/** What a form must know to ask what becomes of lines that go on billing. */
export type LeftoverQuestion = {
  legend: string;
  options: RadioOption[];
  /** A value of the options; undefined: the person has to choose. */
  chosen: string | undefined;
  lastDay: string;
  lastDayHint: string;
};

type LeftoverFieldsProps = {
  question: LeftoverQuestion;
  /** Tells the same fields of two forms on a page apart. */
  idPrefix: string;
  errors?: Record<string, string>;
};

/** End the lines of ours on a day, or keep them. */
export function LeftoverFields({ question, idPrefix, errors = {} }: LeftoverFieldsProps) {
  return (
    <>
      <RadioCards
        name="leftover"
        legend={question.legend}
        options={question.options}
        chosen={question.chosen}
        error={errors.leftover}
      />
      <TextField
        id={`${idPrefix}-last-day`}
        name="leftoverLastDay"
        type="date"
        label="Last day that is billed"
        hint={question.lastDayHint}
        defaultValue={question.lastDay}
        error={errors.leftoverLastDay}
      />
    </>
  );
}
