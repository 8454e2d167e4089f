// Why somebody cannot get in: whose fault it is and what to do.

import { isKey, t } from "../../i18n";
import { Button, Page, RefreshIcon, WarningIcon } from "../../ui/parts";

/** Problems that may be gone at the next try. */
const PASSING = /^(offline|busy|bug|http_5\d\d|http_429|too_fast|server)$/;

export function Problem({ code, onRetry }: { code: string; onRetry?: () => void }) {
  const key = `class.problem.${code}`;
  const passing = PASSING.test(code) || !isKey(key);
  const retry = onRetry ?? (() => location.reload());
  return (
    <Page title={t("class.problem.title")} narrow>
      <div class="card problem" role="alert">
        <span class="problem-sign">
          <WarningIcon size="2rem" />
        </span>
        <h1>{t("class.problem.title")}</h1>
        <p>{isKey(key) ? t(key as "class.problem.expired") : t("class.problem.server")}</p>
        {passing && (
          <Button kind="primary" size="big" icon={<RefreshIcon />} onClick={retry}>
            {t("common.retry")}
          </Button>
        )}
      </div>
    </Page>
  );
}
