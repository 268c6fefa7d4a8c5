/* A passkey that does not answer, or is not wanted after all: say so on the page. */
document.addEventListener("allauth.error", () => {
  const failed = document.getElementById("passkey-failed");
  if (failed) {
    failed.hidden = false;
    failed.scrollIntoView({ block: "nearest" });
  }
});
