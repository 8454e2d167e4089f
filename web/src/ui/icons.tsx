/** The icon set: inline SVG drawn in the text's colour, 24 units wide. Decoration: the word beside it says it. */
export interface IconProps {
  /** CSS length; by default the text decides. */
  size?: string;
}

// @__NO_SIDE_EFFECTS__
const icon = (path: string) =>
  function Icon({ size = "1.25em" }: IconProps) {
    return (
      <svg
        class="icon"
        viewBox="0 0 24 24"
        width={size}
        height={size}
        fill="none"
        stroke="currentColor"
        stroke-width="2"
        stroke-linecap="round"
        stroke-linejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        <path d={path} />
      </svg>
    );
  };

const MIC = "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5 11a7 7 0 0 0 14 0M12 18v3M8.5 21h7";
const CAMERA =
  "M3 8a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM15 10.500l6-3.500v10l-6-3.5";
const SCREEN = "M4 4h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1M8 21h8M12 17v4";
const SPEAKER = "M4 9.500v5h3.500L12 18.500v-13L7.5 9.500z";
const SLASH = "M3.5 3.500l17 17";
const CIRCLE = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
const HAND =
  "M8 13V5.500a1.5 1.5 0 0 1 3 0V11V4a1.5 1.5 0 0 1 3 0v7V5.500a1.5 1.5 0 0 1 3 0V12V8.500a1.5 1.5 0 0 1 3 0V15a6.5 6.5 0 0 1-6.5 6.500h-1a7 7 0 0 1-5.5-2.700L3.7 15a1.6 1.6 0 0 1 2.5-2L8 15";

export const MicIcon = icon(MIC);
export const MicOffIcon = icon(`${MIC}${SLASH}`);
export const CameraIcon = icon(CAMERA);
export const CameraOffIcon = icon(`${CAMERA}${SLASH}`);
export const ScreenIcon = icon(`${SCREEN}M12 13V8M9.5 10.300L12 7.800l2.5 2.5`);
export const ScreenOffIcon = icon(`${SCREEN}${SLASH}`);
export const HandIcon = icon(HAND);
export const SoundIcon = icon(`${SPEAKER}M15.5 9a4 4 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11`);
export const SoundOffIcon = icon(`${SPEAKER}M16 9.500l5 5M21 9.500l-5 5`);
export const ChatIcon = icon(
  "M4 5h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1h-8l-5 4v-4H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1",
);
export const SendIcon = icon("M4 12l16-8-5 16-3.5-6.500zM11.5 13.500L20 4");
export const LeaveIcon = icon("M10 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h4M15 8l4 4-4 4M19 12H10");
export const PeopleIcon = icon(
  "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 20a6.5 6.5 0 0 1 13 0M16 5.300a3.5 3.5 0 0 1 0 6.400M18 14.500a6.5 6.5 0 0 1 3.5 5.5",
);
export const PersonIcon = icon("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 21a7.5 7.5 0 0 1 15 0");
export const CheckIcon = icon("M5 12.500l4.5 4.500L19 7.5");
export const DoneIcon = icon(`${CIRCLE}M8 12.300l2.8 2.800L16 9.5`);
export const ClockIcon = icon(`${CIRCLE}M12 7v5l3.5 2`);
export const InfoIcon = icon(`${CIRCLE}M12 11v5.500M12 7.800v.01`);
export const WarningIcon = icon("M12 4L2.5 20h19zM12 10v4.500M12 17.300v.01");
export const ErrorIcon = icon(`${CIRCLE}M9 9l6 6M15 9l-6 6`);
export const CloseIcon = icon("M6 6l12 12M18 6L6 18");
export const PlusIcon = icon("M12 5v14M5 12h14");
export const CopyIcon = icon(
  "M9 8h10a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1M5 16H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h11a1 1 0 0 1 1 1v1",
);
export const LinkIcon = icon(
  "M10 14a4.5 4.5 0 0 0 6.4 0l3.2-3.200a4.5 4.5 0 0 0-6.4-6.400l-1.2 1.200M14 10a4.5 4.5 0 0 0-6.4 0l-3.2 3.200a4.5 4.5 0 0 0 6.4 6.400l1.2-1.2",
);
export const CalendarIcon = icon(
  "M4 6h16v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1zM4 10.500h16M8 3.500V7M16 3.500V7",
);
export const PlayIcon = icon("M7 4.500l12 7.5-12 7.500z");
export const SkipBackIcon = icon("M18 5.500L8.5 12l9.5 6.500zM6 5v14");
export const SkipForwardIcon = icon("M6 5.500l9.5 6.500L6 18.500zM18 5v14");
export const StopIcon = icon("M7 6h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1");
export const RecordIcon = icon(
  `${CIRCLE}M12 9.500a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M12 11.500v1M11.500 12h1`,
);
export const PauseIcon = icon("M8 5v14M16 5v14");
export const PrintIcon = icon(
  "M7 8V3.500h10V8M7 17H4V9a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v8h-3M7 14h10v6.500H7z",
);
export const EditIcon = icon("M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19zM13.500 7L17 10.500");
export const ForwardIcon = icon("M9 5l7 7-7 7");
export const BackIcon = icon("M15 5l-7 7 7 7");
export const DownIcon = icon("M5 9l7 7 7-7");
export const EyeIcon = icon(
  "M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
);
export const EyeOffIcon = icon(
  `M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7-10-7-10-7M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6${SLASH}`,
);
export const DataIcon = icon("M7 20V7M3.5 10.500L7 7l3.5 3.500M17 4v13M13.5 13.500L17 17l3.5-3.5");
export const SignalIcon = icon("M4 20v-3M9 20v-7M14 20V9M19 20V4");
export const SignalWeakIcon = icon("M4 20v-3M9 20v-7M14 20v-.01M19 20v-.01");
export const SignalLostIcon = icon("M4 20v-3M9 20v-.01M14 20v-.01M19 20v-.01M15 5l5 5M20 5l-5 5");
export const BookIcon = icon(
  "M12 6.500C10 5 7 4.5 3 4.500v14c4 0 7 .5 9 2 2-1.5 5-2 9-2v-14c-4 0-7 .5-9 2M12 6.500v14",
);
export const SchoolIcon = icon("M3 21h18M5 21V9l7-5 7 5v12M10 21v-6h4v6");
export const RefreshIcon = icon("M20 11a8 8 0 1 0-.8 4.500M20 4.500V11h-6.5");
export const KeyIcon = icon("M8 11a4 4 0 1 0 0 8 4 4 0 0 0 0-8M11 12.500L19.5 4M16 7.500l3 3M13.5 10l2 2");
export const MoreIcon = icon("M5 12v.01M12 12v.01M19 12v.01");
export const QuestionIcon = icon(
  `${CIRCLE}M9.5 9.500a2.5 2.5 0 1 1 3.5 2.300c-.7.3-1 .8-1 1.700M12 16.800v.01`,
);
export const KeyboardIcon = icon(
  "M3 7h18v10H3zM7 10.500v.01M11 10.500v.01M15 10.500v.01M18 10.500v.01M8 14h8",
);
export const LockIcon = icon("M6 11h12v9H6zM9 11V7.500a3 3 0 0 1 6 0V11");
export const PhoneIcon = icon(
  "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1M11 18h2",
);
export const QuietIcon = icon(`${CIRCLE}M8.5 15h7M9 10v.01M15 10v.01`);
export const SlidersIcon = icon("M4 7h9M17 7h3M4 17h3M11 17h9M15 5v4M9 15v4");
export const SunIcon = icon(
  "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400",
);
export const DownloadIcon = icon("M12 4v11M7.5 11l4.500 4.500L16.5 11M4 20h16");
