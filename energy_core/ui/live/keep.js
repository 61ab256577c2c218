// Keeps the chosen language in the browser, tells it to the page, and takes it out of the address,
// where it would come back at each reload.

export default function ({ data }) {
  document.documentElement.lang = data.language;
  document.cookie = `${data.cookie}=${data.language}; path=/; max-age=31536000; samesite=lax`;
  const address = new URL(location.href);
  if (!address.searchParams.has(data.parameter)) return;
  address.searchParams.delete(data.parameter);
  history.replaceState(history.state, "", address);
}
