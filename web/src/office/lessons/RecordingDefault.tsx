/** The school's switch: are lessons recorded that are added from now on? */
import { useState } from "preact/hooks";
import { problemText } from "../../api/problem";
import { useLoad } from "../../api/useLoad";
import { t } from "../../i18n";
import { Notice, Switch } from "../../ui";
import { saveSettings, settings } from "../data";
import { Listed } from "../frame/Listed";
import { noticeSignedOut } from "../frame/session";

export function RecordingDefault() {
  const loaded = useLoad("settings", settings);
  return <Listed from={loaded}>{({ recording }) => <Choice recording={recording} />}</Listed>;
}

function Choice({ recording }: { recording: boolean }) {
  const [on, setOn] = useState(recording);
  const [failure, setFailure] = useState<unknown>(null);
  const turn = async (wanted: boolean) => {
    setFailure(null);
    try {
      setOn((await saveSettings({ recording: wanted })).recording);
    } catch (error) {
      if (!noticeSignedOut(error)) setFailure(error);
    }
  };
  return (
    <div class="card">
      <div>
        <Switch
          on={on}
          label={t("recording.default")}
          testId="recording-default"
          onChange={(to) => void turn(to)}
        />
        <p class="muted small">{t("recording.default_hint")}</p>
      </div>
      {failure !== null && <Notice tone="bad">{problemText(failure)}</Notice>}
    </div>
  );
}
