// Nothing here is needed to read the document: commands get a button that copies them, the contents
// show where one is, and printing opens what is folded.
for (const figure of document.querySelectorAll("figure.listing")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  const text = figure.querySelector("code:not(figcaption code)").textContent;
  button.setAttribute("aria-label", "Copy " + (figure.querySelector("figcaption")?.textContent ?? "these commands"));
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
  figure.append(button);
}
const contents = document.querySelector("nav details");
const narrow = matchMedia("screen and (max-width: 68rem)");
if (narrow.matches) contents.open = false;
narrow.addEventListener("change", () => (contents.open = !narrow.matches));
const sections = [...document.querySelectorAll("main section")];
const showPlace = () => {
  const here = sections.findLast((section) => section.getBoundingClientRect().top < innerHeight / 5) ?? sections[0];
  for (const link of document.querySelectorAll("nav a")) {
    if (link.hash === "#" + here.getAttribute("aria-labelledby")) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
};
addEventListener("scroll", showPlace, { passive: true });
showPlace();
const folded = [];
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    folded.push(details);
    details.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const details of folded.splice(0)) details.open = false;
});
