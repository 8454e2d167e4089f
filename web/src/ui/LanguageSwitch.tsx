/** Tiếng Việt | English: each language named in itself. */
import { chooseLanguage, type Language, language, t } from "../i18n";

const LANGUAGES: readonly { code: Language; name: string; short: string }[] = [
  { code: "vi", name: "Tiếng Việt", short: "VI" },
  { code: "en", name: "English", short: "EN" },
];

export function LanguageSwitch() {
  return (
    <fieldset class="language">
      <legend class="said">{t("language.label")}</legend>
      {LANGUAGES.map(({ code, name, short }) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language.value === code}
          onClick={() => chooseLanguage(code)}
        >
          {short}
          <span class="said"> {name}</span>
        </button>
      ))}
    </fieldset>
  );
}
