/** The frame of the quiet pages (home, day, office, set-up): skip link, header, main, footer; keeps the title. */
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { language, t } from "../i18n";
import { LanguageSwitch } from "./LanguageSwitch";
import { Logo } from "./Logo";

export interface PageProps {
  title: string;
  /** Stands in the header beside the language switch. */
  actions?: ComponentChildren;
  narrow?: boolean;
  wide?: boolean;
  children: ComponentChildren;
}

export function Page({ title, actions, narrow = false, wide = false, children }: PageProps) {
  useEffect(() => {
    const name = t("app.name");
    document.title = title === name ? name : `${title} · ${name}`;
  }, [title, language.value]);
  return (
    <div class={`page${narrow ? " page-narrow" : ""}${wide ? " page-wide" : ""}`}>
      <a class="skip" href="#main">
        {t("skip.main")}
      </a>
      <header class="page-head">
        <a class="brand" href="/" aria-label={t("app.home")}>
          <Logo />
          <span>{t("app.name")}</span>
        </a>
        <div class="row">
          {actions}
          <LanguageSwitch />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
