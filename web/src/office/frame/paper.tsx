/** What is printed: a copy beside the page that is the only thing on paper. */
import { type ComponentChild, render } from "preact";
import { useEffect } from "preact/hooks";
import "./paper.css";

/** `made` draws it; it is drawn again when `of` is another one. */
export function usePaper(of: unknown, made: () => ComponentChild): void {
  useEffect(() => {
    const paper = document.createElement("div");
    paper.className = "paper";
    document.body.append(paper);
    document.body.classList.add("has-paper");
    render(made(), paper);
    return () => {
      render(null, paper);
      paper.remove();
      document.body.classList.remove("has-paper");
    };
  }, [of]);
}
