/** Slips to print, two to a sheet of A4, or links to copy one by one. Nothing keeps them. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { formatDate } from "../../i18n/format";
import { BackIcon, Button, CopyField, Notice, PrintIcon } from "../../ui";
import { usePaper } from "../frame/paper";
import type { Slip, Slips } from "./data";

export function SlipSheet({ sheet, onClose }: { sheet: Slips; onClose: () => void }) {
  usePaper(sheet, () => <Sheet sheet={sheet} />);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div class="stack">
      <h2 ref={heading} tabIndex={-1}>
        {t("slips.title", { n: sheet.slips.length, name: sheet.class_name })}
      </h2>
      <Notice tone="warn" silent>
        {t("slips.once")}
      </Notice>
      <div class="row">
        <Button kind="primary" icon={<PrintIcon />} testId="slips-print" onClick={() => print()}>
          {t("slips.print")}
        </Button>
        <Button icon={<BackIcon />} testId="slips-close" onClick={onClose}>
          {t("slips.close")}
        </Button>
      </div>
      <Sheet sheet={sheet} copies />
    </div>
  );
}

function Sheet({ sheet, copies = false }: { sheet: Slips; copies?: boolean }) {
  return (
    <ul class="slips" data-testid="slips">
      {sheet.slips.map((slip) => (
        <li key={slip.person}>
          {copies && <CopyLink slip={slip} />}
          <PrintedSlip slip={slip} of={sheet} />
        </li>
      ))}
    </ul>
  );
}

function CopyLink({ slip: { url, name } }: { slip: Slip }) {
  const label = t("slips.copy", { name });
  return <CopyField text={url} label={label} button={label} />;
}

function PrintedSlip({ slip, of }: { slip: Slip; of: Slips }) {
  return (
    <article class="slip">
      <div class="slip-head">
        <div>
          {of.superior && <p>{of.superior}</p>}
          <p>{of.school}</p>
          <h3>{t("slips.heading")}</h3>
          <p>
            <strong>{t("slips.pupil", { name: slip.name, of: of.class_name, n: slip.stt })}</strong>
          </p>
          <p>{t("slips.how", { day: formatDate(slip.expires_at) })}</p>
        </div>
        <img src={slip.qr} alt={t("slips.qr", { name: slip.name })} width="110" height="110" />
      </div>
      <h4>{t("slips.consent")}</h4>
      <p class="paragraphs">{of.consent_text || t("family.consent_text")}</p>
      <p class="slip-ticks">
        <span>☐ {t("family.agree")}</span> <span>☐ {t("family.decline")}</span>
      </p>
      {of.rules && (
        <>
          <h4>{t("slips.rules", { title: of.rules.title })}</h4>
          <ol class="rules">
            {of.rules.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ol>
          <p class="slip-ticks">☐ {t("slips.read")}</p>
        </>
      )}
      <div class="slip-sign">
        <p>{t("slips.date")}</p>
        <p>{t("slips.sign")}</p>
      </div>
    </article>
  );
}
