import { useForm } from "@tanstack/react-form";
import { type Fix, type ParamName, type TaskRequest, byParam, check, init } from "cdn-refresh-tasks";
import { draftSchema, fieldAttributes } from "cdn-refresh-tasks/form";
import { useState } from "react";
import { createRoot } from "react-dom/client";

const names = ["DomainName", "ObjectType", "StartTime", "EndTime", "PageSize"] as const satisfies ParamName[];
type Values = Record<(typeof names)[number], string>;
const nothing: Values = { DomainName: "", ObjectType: "", StartTime: "", EndTime: "", PageSize: "" };

function Query() {
  const [request, setRequest] = useState<TaskRequest | null>(null);
  const form = useForm({
    defaultValues: nothing,
    // The whole draft at every change: what is wrong between two fields lands at its own.
    validators: { onChange: draftSchema<Values>() },
    onSubmit: ({ value }) => setRequest(check(value).request),
  });

  const apply = ({ edits }: Fix) => {
    for (const edit of edits) form.setFieldValue(edit.param as keyof Values, edit.op === "set" ? String(edit.value) : "");
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void form.handleSubmit();
      }}
    >
      {names.map((name) => (
        <form.Field key={name} name={name}>
          {({ state, handleChange, handleBlur }) => {
            const { label, options } = fieldAttributes(name);
            const messages = state.meta.errors.map((issue) => issue?.message).join(" ");
            const field = {
              "id": name,
              name,
              "value": state.value,
              "onBlur": handleBlur,
              "onChange": (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) => handleChange(event.target.value),
              "aria-invalid": messages !== "",
              "aria-describedby": `${name}-error`,
            };
            return (
              <p>
                <label htmlFor={name}>{String(label)}</label>{" "}
                {Array.isArray(options) ? (
                  <select {...field}>
                    <option value="">any</option>
                    {options.map((option) => (
                      <option key={option}>{option}</option>
                    ))}
                  </select>
                ) : (
                  <input {...field} />
                )}{" "}
                <span id={`${name}-error`}>{messages}</span>{" "}
                {messages &&
                  byParam(check(form.state.values).diagnostics)[name]?.flatMap((diagnostic) => diagnostic.fixes).map((fix) => (
                    <button key={fix.title} type="button" onClick={() => apply(fix)}>
                      {fix.title}
                    </button>
                  ))}
              </p>
            );
          }}
        </form.Field>
      ))}
      <button type="submit">Ask</button>
      <output>{request && JSON.stringify(request)}</output>
    </form>
  );
}

await init();
createRoot(document.getElementById("root")!).render(<Query />);
