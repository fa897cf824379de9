/** The key to the command line's console, which opened this page with it in the address. It leaves the address at once and is kept nowhere. */
export function takeToken(): string | null {
  const query = new URLSearchParams(location.search);
  const token = query.get("token");
  if (token === null) return null;
  query.delete("token");
  const rest = query.toString();
  history.replaceState(null, "", `${location.pathname}${rest === "" ? "" : `?${rest}`}${location.hash}`);
  return token;
}
