/** The office page: login, then three lists. */
import { useEffect, useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { Button, CalendarIcon, LeaveIcon, Loading, Notice, Page, PeopleIcon, PersonIcon, Tabs } from "../ui";
import { ClassesTab } from "./ClassesTab";
import { school } from "./data";
import { LessonsTab } from "./LessonsTab";
import { LoginForm } from "./LoginForm";
import { begin, leave, session } from "./session";
import { TeachersTab } from "./TeachersTab";

/** `oneTime`: the token of a one-time login link, tried first. */
export function Office({ oneTime }: { oneTime: string | null }) {
  useEffect(() => {
    begin(oneTime);
  }, [oneTime]);
  const now = session.value;
  if (now.state === "in") return <Lists />;
  return (
    <Page title={t("office.title")} narrow>
      {now.state === "unknown" && <Loading />}
      {now.state === "failed" && (
        <div class="stack">
          <Notice tone="bad">{problemText(now.error)}</Notice>
          <Button onClick={() => begin(null)}>{t("login.submit")}</Button>
        </div>
      )}
      {now.state === "out" && <LoginForm why={now.why} />}
    </Page>
  );
}

type TabId = "lessons" | "classes" | "teachers";

function Lists() {
  const [tab, setTab] = useState<TabId>("lessons");
  const { value } = useLoad("school", school);
  const tabs = [
    { id: "lessons", text: t("office.lessons"), icon: <CalendarIcon /> },
    { id: "classes", text: t("office.classes"), icon: <PeopleIcon /> },
    { id: "teachers", text: t("office.teachers"), icon: <PersonIcon /> },
  ] as const;
  return (
    <Page
      title={t("office.title")}
      actions={
        <Button kind="plain" icon={<LeaveIcon />} testId="logout" label={t("office.logout")} onClick={leave}>
          <span class="wide-only">{t("office.logout")}</span>
        </Button>
      }
    >
      <div class="office-title">
        <h1>{t("office.title")}</h1>
        {value?.school && <p class="muted">{value.school}</p>}
      </div>
      <Tabs label={t("office.lists")} tabs={tabs} chosen={tab} onChoose={setTab}>
        {tab === "lessons" && <LessonsTab />}
        {tab === "classes" && <ClassesTab />}
        {tab === "teachers" && <TeachersTab />}
      </Tabs>
    </Page>
  );
}
