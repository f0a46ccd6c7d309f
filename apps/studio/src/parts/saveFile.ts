/** Hands a file to the person, as a download. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the bytes by the next turn of its event loop, not earlier.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 10_000);
}
