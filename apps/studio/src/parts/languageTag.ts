/**
 * Imported for what it does, before uPlot: that asks for the formatter of the browser's language when it is
 * loaded, and WebKitGTK under LANG=C calls this "C", which is no language tag.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en', configurable: true });
}
