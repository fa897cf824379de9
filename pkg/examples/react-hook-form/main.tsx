import { standardSchemaResolver } from "@hookform/resolvers/standard-schema";
import { type Fix, type ParamName, type TaskRequest, byParam, check, init } from "cdn-refresh-tasks";
import { draftSchema, fieldAttributes } from "cdn-refresh-tasks/form";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { useForm } from "react-hook-form";

const names = ["DomainName", "ObjectType", "StartTime", "EndTime", "PageSize"] as const satisfies ParamName[];
type Values = Record<(typeof names)[number], string>;
const nothing: Values = { DomainName: "", ObjectType: "", StartTime: "", EndTime: "", PageSize: "" };

function Query() {
  const [request, setRequest] = useState<TaskRequest>();
  const { register, handleSubmit, watch, setValue, trigger, formState } = useForm<Values, unknown, TaskRequest>({
    defaultValues: nothing,
    resolver: standardSchemaResolver(draftSchema()),
  });
  const fixes = byParam(check(watch()).diagnostics);

  const apply = async ({ edits }: Fix) => {
    for (const edit of edits) setValue(edit.param as keyof Values, edit.op === "set" ? String(edit.value) : "");
    await trigger();
  };

  return (
    <form noValidate onSubmit={handleSubmit(setRequest)}>
      {names.map((name) => {
        const { label, options } = fieldAttributes(name);
        const error = formState.errors[name];
        const described = { "id": name, "aria-invalid": Boolean(error), "aria-describedby": `${name}-error` };
        // A rule between two fields is asked again when either changes.
        const field = register(name, { deps: [...names] });
        return (
          <p key={name}>
            <label htmlFor={name}>{String(label)}</label>{" "}
            {Array.isArray(options) ? (
              <select {...described} {...field}>
                <option value="">any</option>
                {options.map((option) => (
                  <option key={option}>{option}</option>
                ))}
              </select>
            ) : (
              <input {...described} {...field} />
            )}{" "}
            <span id={`${name}-error`}>{error?.message}</span>{" "}
            {error &&
              fixes[name]?.flatMap((diagnostic) => diagnostic.fixes).map((fix) => (
                <button key={fix.title} type="button" onClick={() => apply(fix)}>
                  {fix.title}
                </button>
              ))}
          </p>
        );
      })}
      <button type="submit">Ask</button>
      <output>{request && JSON.stringify(request)}</output>
    </form>
  );
}

await init();
createRoot(document.getElementById("root")!).render(<Query />);
