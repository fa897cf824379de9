import { type Draft, type TaskRequest, init } from "cdn-refresh-tasks";
import { type RefreshJsx, defineElements } from "cdn-refresh-tasks/elements";
import { useState } from "react";
import { createRoot } from "react-dom/client";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends RefreshJsx {}
  }
}

/** React 19 sets properties of elements and listens to their events; React 18 needs a ref and `addEventListener`. */
function Query() {
  const [draft, setDraft] = useState<Draft>({ DomainName: "example.com" });
  const [request, setRequest] = useState<TaskRequest | null>(null);
  return (
    <>
      <refresh-query-form
        draft={draft}
        onrefresh-change={({ detail }) => setDraft(detail.draft)}
        onrefresh-submit={({ detail }) => setRequest(detail.request)}
      />
      <refresh-signing request={request} />
      <p>{Object.keys(draft).join(", ")}</p>
      <output>{request && JSON.stringify(request)}</output>
    </>
  );
}

await init();
defineElements();
createRoot(document.getElementById("root")!).render(<Query />);
