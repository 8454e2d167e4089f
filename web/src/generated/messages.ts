// Generated from lesson/messages.py and lesson/view.py by `python -m server.protocol`. Do not edit.
// All times are UTC milliseconds.

export type Role = "teacher" | "co_teacher" | "student" | "guest" | "observer" | "staff" | "room" | "camera";

export type SourceName = "mic" | "camera" | "screen" | "screen_audio";

export type Mode = "full" | "listen";

export type SlotName = "a0" | "a1" | "a2" | "v0" | "v1" | "v2";

export type VideoSlot = "v0" | "v1" | "v2";

export type Light = "good" | "weak" | "lost";

export type Hearing = "hears" | "weak" | "lost";

export type Phase = "waiting" | "live" | "ended";

export type EndReason = "button" | "no_teacher" | "office";

export type KeptMedia = "all" | "audio" | "nothing";

export type LimitReason = "" | "disk" | "fault";

export type Trouble = "" | "disk_low" | "disk_full" | "unwritable" | "too_slow" | "recorder";

export type LessonKind = "tiet_hoc" | "chao_co" | "sinh_hoat_lop" | "hop_phu_huynh" | "sinh_hoat_chuyen_mon" | "hoi_thao";

export type ChatMode = "class" | "questions" | "off";

export type Door = "waiting" | "removed";

export type FloorState = "offered" | "held";

export type AttendanceState = "present" | "late" | "absent_unknown";

export type RefusalCode = "not_allowed" | "lesson_not_live" | "lesson_ended" | "unknown_person" | "not_present" | "no_hand" | "no_floor" | "not_invited" | "floor_full" | "already" | "unknown_message" | "blank" | "not_recorded" | "elsewhere" | "not_admitted" | "quiet" | "teacher_lost" | "chat_off" | "questions_only" | "too_soon" | "locked" | "too_late" | "no_undo" | "not_yours";

/** What a slot shows: one source of one person. */
export interface Feed {
  readonly person: string;
  readonly source: SourceName;
}

/** One roster student or member of staff as the lesson knew them when it was opened. */
export interface RosterEntry {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly stt: number | null;
  readonly title: string | null;
  readonly consent: boolean;
  readonly class_id: string | null;
}

/** A line of the class logbook: one class in one period. A lesson (room) of several has them in this order. */
export interface Line {
  readonly lesson: string;
  readonly class_id?: string;
  readonly class_name: string;
  readonly subject: string;
  readonly title: string;
  readonly period: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly teacher?: string;
}

/** What the teacher set for the class; the school's policy at first. */
export interface ClassControls {
  readonly waiting_room: boolean;
  readonly locked: boolean;
  readonly mics: boolean;
  readonly cameras: boolean;
  readonly chat: ChatMode;
  readonly slow_s: number;
  readonly floors: number;
}

/** The period itself. */
export interface LessonView {
  readonly id: string;
  readonly title: string;
  readonly subject: string;
  readonly class_name: string;
  readonly period: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly phase: Phase;
  readonly controls: ClassControls;
  readonly started_at?: number;
  readonly ended_at?: number;
  readonly ended_reason?: EndReason;
  readonly recording?: "on" | "paused";
  readonly kind?: LessonKind;
  readonly lines?: readonly Line[];
  readonly quiet?: boolean;
  readonly observed?: boolean;
  readonly teacher_lost_since?: number;
}

/** Somebody of the roster, or who joined besides. `sources` names only those that are on. `consent` (to being recorded), `door`: teacher and staff only; `unclear_since`: they and the person. Observers are listed for teacher and staff only, and for themselves. */
export interface PersonView {
  readonly name: string;
  readonly role: Role;
  readonly present: boolean;
  readonly mode: Mode;
  readonly sources: Readonly<Partial<Record<SourceName, true>>>;
  readonly title?: string;
  readonly stt?: number;
  readonly consent?: boolean;
  readonly class_id?: string;
  readonly at_school?: boolean;
  readonly unclear_since?: number;
  readonly door?: Door;
  readonly unproved?: boolean;
}

/** A raised hand; `place` is 1 for the longest waiting. `question`: teacher, staff and the asker only. */
export interface HandView {
  readonly since: number;
  readonly place: number;
  readonly question?: string;
}

/** An invitation to speak (`offered`) or the right to (`held`), since when and given by whom. */
export interface FloorView {
  readonly state: FloorState;
  readonly since: number;
  readonly by: string;
}

/** A hand, up since `since`, that the rules lowered `at`: restore_hand within 60 s. */
export interface LoweredView {
  readonly since: number;
  readonly at: number;
}

/** `last` is the number of the newest line the person may read, or 0; the lines themselves come by page. */
export interface ChatView {
  readonly last: number;
  readonly count: number;
  readonly deleted?: number;
}

/** Attendance of a student; time so far: `counted_ms` + (now - `present_since`) while present. */
export interface AttendanceView {
  readonly state: AttendanceState;
  readonly counted_ms: number;
  readonly late_ms: number;
  readonly first_joined?: number;
  readonly last_seen?: number;
  readonly present_since?: number;
  readonly at_school?: boolean;
}

/** What a browser knows of the lesson. `attendance`, `lowered` (not only of the last 60 s): teacher and staff only. `recorded`: everybody else, of themselves only: may what they send be kept? Left out of a lesson that is not kept. At the door: the lesson's header, and of `people` only oneself. */
export interface View {
  readonly lesson: LessonView;
  readonly people: Readonly<Record<string, PersonView>>;
  readonly hands: Readonly<Record<string, HandView>>;
  readonly floor: Readonly<Record<string, FloorView>>;
  readonly stage: Readonly<Partial<Record<SlotName, Feed>>>;
  readonly chat: ChatView;
  readonly attendance?: Readonly<Record<string, AttendanceView>>;
  readonly recorded?: boolean;
  readonly lowered?: Readonly<Record<string, LoweredView>>;
}

/** Who the receiver of a snapshot is. */
export interface Me {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
}

/** Sent on connecting: the view after event `number`. `at` is the lesson's clock now. `also`: the second pupil at this device; the view then holds what is private to either. */
export interface Snapshot {
  readonly epoch: string;
  readonly number: number;
  readonly at: number;
  readonly view: View;
  readonly me: Me;
  readonly also?: readonly Me[];
}

/** The teacher opens the period: from now on time counts as taught. */
export interface StartLesson {
  readonly type: "start_lesson";
}

/** The teacher closes the period for everybody. */
export interface EndLesson {
  readonly type: "end_lesson";
}

/** Joins the queue of hands; a hand already up keeps its place. `question` is seen by the teacher only. */
export interface RaiseHand {
  readonly type: "raise_hand";
  readonly question?: string;
}

/** Leaves the queue; the teacher may lower anybody's hand (`person`), a student only the own one. */
export interface LowerHand {
  readonly type: "lower_hand";
  readonly person?: string | null;
}

/** Raises a hand again that the rules lowered after the floor was held, at its old place; within 60 s. */
export interface RestoreHand {
  readonly type: "restore_hand";
  readonly person: string;
}

/** Invites a student to speak. Opens no mic: the student answers with accept_floor or decline_floor. */
export interface GiveFloor {
  readonly type: "give_floor";
  readonly person: string;
}

/** The invited student taps "Nói": from now on the own mic and camera may be sent. */
export interface AcceptFloor {
  readonly type: "accept_floor";
}

/** The invited student does not want to speak now. */
export interface DeclineFloor {
  readonly type: "decline_floor";
}

/** The floor goes back: the teacher names the `person`, a student gives back the own one (no `person`). */
export interface TakeFloor {
  readonly type: "take_floor";
  readonly person?: string | null;
}

/** All floors and invitations end at once; teachers keep their mics. */
export interface MuteAll {
  readonly type: "mute_all";
}

/** The teacher turns off one person's mic, who keeps the floor and may turn it on again. What the offer of `echo_from` asks for; a mic that is off already stays off, and nothing happens. */
export interface Mute {
  readonly type: "mute";
  readonly person: string;
}

/** Order in class ("giữ trật tự"): floors are taken; pupils' mics, cameras, chat and hands locked until it is off. */
export interface QuietClass {
  readonly type: "quiet_class";
  readonly on: boolean;
}

/** Changes what is named of the class's controls. */
export interface SetClass {
  readonly type: "set_class";
  readonly waiting_room?: boolean | null;
  readonly locked?: boolean | null;
  readonly mics?: boolean | null;
  readonly cameras?: boolean | null;
  readonly chat?: ChatMode | null;
  readonly slow_s?: number | null;
  readonly floors?: number | null;
}

/** Lets in who waits at the door, or was removed. */
export interface Admit {
  readonly type: "admit";
  readonly person: string;
}

/** Lets in everybody who waits at the door; who was removed stays out. */
export interface AdmitAll {
  readonly type: "admit_all";
}

/** Sends a pupil or guest out, until admitted again: whatever device or link they come with. `reason`: for teachers and staff only. */
export interface Remove {
  readonly type: "remove";
  readonly person: string;
  readonly reason?: string;
}

/** These students sit in the classroom ("tại trường"), at no device of their own, or no longer. */
export interface MarkAtSchool {
  readonly type: "mark_at_school";
  readonly people: readonly string[];
  readonly on: boolean;
}

/** A pupil says that the lesson is not well heard ("không nghe rõ"); at most once in 20 s. */
export interface CannotHear {
  readonly type: "cannot_hear";
}

/** The teacher took note of a pupil's cannot_hear. */
export interface ClearUnclear {
  readonly type: "clear_unclear";
  readonly person: string;
}

/** From here on nothing of the lesson's sound and picture is kept, until resume_recording. */
export interface PauseRecording {
  readonly type: "pause_recording";
}

/** Sound and picture are kept again. */
export interface ResumeRecording {
  readonly type: "resume_recording";
}

/** A line of chat, plain text. `reply_to`: number of the said event it answers (art. 9.1.b). `to`: "class", "teachers", or from a teacher one pupil. All of it is kept. */
export interface Say {
  readonly type: "say";
  readonly text: string;
  readonly reply_to?: number | null;
  readonly to?: string;
}

/** Takes a line out of the chat: teachers any, others their own within 60 s. Teachers and staff see a trace. */
export interface DeleteSaid {
  readonly type: "delete_said";
  readonly number: number;
}

/** `listen` pauses the caller's video slots ("chỉ nghe"), `full` resumes them. */
export interface SetMode {
  readonly type: "set_mode";
  readonly mode: Mode;
}

/** The caller turned one of the own sources on or off. Refused for who may not send it now. */
export interface SetSource {
  readonly type: "set_source";
  readonly source: SourceName;
  readonly on: boolean;
}

/** How many lines (device pixels) each video slot has on this device; 0 or not named: not shown, gets no video. Counts for the device whose connection receives, until it says so anew or is gone; before the first one all are fed, at any size. Causes no event. */
export interface SetTiles {
  readonly type: "set_tiles";
  readonly lines: Readonly<Partial<Record<VideoSlot, number>>>;
}

export type AnyCommand =
  | StartLesson
  | EndLesson
  | RaiseHand
  | LowerHand
  | RestoreHand
  | GiveFloor
  | AcceptFloor
  | DeclineFloor
  | TakeFloor
  | MuteAll
  | Mute
  | QuietClass
  | SetClass
  | Admit
  | AdmitAll
  | Remove
  | MarkAtSchool
  | CannotHear
  | ClearUnclear
  | PauseRecording
  | ResumeRecording
  | Say
  | DeleteSaid
  | SetMode
  | SetSource
  | SetTiles;

/** Always number 1: the period and its roster as a snapshot. */
export interface LessonOpened {
  readonly type: "lesson_opened";
  readonly lesson: string;
  readonly title: string;
  readonly subject: string;
  readonly class_name: string;
  readonly period: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly roster: readonly RosterEntry[];
  readonly recording: boolean;
  readonly lines: readonly Line[];
  readonly kind: LessonKind;
  readonly controls: ClassControls;
}

/** The period runs: time counts as taught. */
export interface LessonStarted {
  readonly type: "lesson_started";
  readonly by: string;
}

/** All hands are lowered, floors taken, sources off. `by` is None when the lesson ended by itself. */
export interface LessonEnded {
  readonly type: "lesson_ended";
  readonly reason: EndReason;
  readonly by: string | null;
}

/** The first sign of life of a person's first device. Not sent again for a second device. */
export interface Joined {
  readonly type: "joined";
  readonly person: string;
  readonly name: string;
  readonly role: Role;
}

/** No device heard for 10 s: the person's sources are off. `last_seen` is the last sign of life and ends the interval, not the event's time. */
export interface Left {
  readonly type: "left";
  readonly person: string;
  readonly last_seen: number;
}

/** Came to the door instead of into the class. To teachers and staff, and to the person. */
export interface Knocked {
  readonly type: "knocked";
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly unproved: boolean;
}

/** Let in. Who is at the door now is in the class from here; the class is told `joined` then. */
export interface Admitted {
  readonly type: "admitted";
  readonly person: string;
  readonly by: string;
}

/** Sent out until admitted again: sources off, hand and floor gone. `reason` is empty for the class. */
export interface Removed {
  readonly type: "removed";
  readonly person: string;
  readonly by: string;
  readonly reason: string;
}

/** Joins the queue, or renews the question of a hand up. `question` is empty for who may not know it. */
export interface HandRaised {
  readonly type: "hand_raised";
  readonly person: string;
  readonly question: string;
}

/** Leaves the queue. */
export interface HandLowered {
  readonly type: "hand_lowered";
  readonly person: string;
  readonly by: string | null;
}

/** Up again where it was: the rules had lowered it too early. */
export interface HandRestored {
  readonly type: "hand_restored";
  readonly person: string;
  readonly by: string;
}

/** The student is invited to speak and may not send anything yet. */
export interface FloorOffered {
  readonly type: "floor_offered";
  readonly person: string;
  readonly by: string;
}

/** The floor is held: the person may send mic and camera. */
export interface FloorAccepted {
  readonly type: "floor_accepted";
  readonly person: string;
}

/** The invitation ended by the student's wish. */
export interface FloorDeclined {
  readonly type: "floor_declined";
  readonly person: string;
}

/** The floor or the invitation ended; the person's mic and camera are off from here. */
export interface FloorTaken {
  readonly type: "floor_taken";
  readonly person: string;
  readonly by: string | null;
}

/** All floors and invitations ended; mics and cameras of all but teachers are off. */
export interface MutedAll {
  readonly type: "muted_all";
  readonly by: string;
}

/** The person's mic is off from here: the own page stops it. The floor, if held, stays. */
export interface Muted {
  readonly type: "muted";
  readonly person: string;
  readonly by: string;
}

/** The class's controls from here on (see ClassControls). */
export interface ClassSet {
  readonly type: "class_set";
  readonly by: string | null;
  readonly waiting_room: boolean;
  readonly locked: boolean;
  readonly mics: boolean;
  readonly cameras: boolean;
  readonly chat: ChatMode;
  readonly slow_s: number;
  readonly floors: number;
}

/** Order in class begins (all floors and invitations ended, pupils' mics and cameras are off) or is over. */
export interface QuietSet {
  readonly type: "quiet_set";
  readonly on: boolean;
  readonly by: string;
}

/** Nothing heard of any teacher for 20 s: pupils' mics and cameras are off, media and chat locked, floors stay. */
export interface TeacherLost {
  readonly type: "teacher_lost";
  readonly since: number;
}

/** Unlocked; mics must be turned on again by their pupils. */
export interface TeacherBack {
  readonly type: "teacher_back";
  readonly by: string;
}

/** The person does not hear well. To teachers and staff, and to the person. */
export interface Unclear {
  readonly type: "unclear";
  readonly person: string;
}

/** A teacher took note, or 90 s passed (`by` None). */
export interface UnclearOver {
  readonly type: "unclear_over";
  readonly person: string;
  readonly by: string | null;
}

/** These students are in the classroom from here on, or no longer. */
export interface AtSchoolSet {
  readonly type: "at_school_set";
  readonly people: readonly string[];
  readonly on: boolean;
  readonly by: string;
}

/** Nothing sent from here on is kept. */
export interface RecordingPaused {
  readonly type: "recording_paused";
  readonly by: string;
}

/** What consenting people send is kept again. */
export interface RecordingResumed {
  readonly type: "recording_resumed";
  readonly by: string;
}

/** Only so much is kept from here on (`all`: again everything). `reason`: `disk` little space, `fault` what comes cannot be written; empty when nothing limits. */
export interface RecordingLimited {
  readonly type: "recording_limited";
  readonly to: KeptMedia;
  readonly reason: LimitReason;
}

/** The school has another answer of a roster person, or the answer of a teacher who came besides: what is sent from here on is kept, or no more. */
export interface ConsentChanged {
  readonly type: "consent_changed";
  readonly person: string;
  readonly consent: boolean;
}

/** The event's number is the message's id. `to`: "class", "teachers" or one pupil; others are not told. */
export interface Said {
  readonly type: "said";
  readonly person: string;
  readonly text: string;
  readonly reply_to: number | null;
  readonly to: string;
}

/** The line (its number) is to be shown as a deleted one. */
export interface SaidDeleted {
  readonly type: "said_deleted";
  readonly line: number;
  readonly by: string;
}

/** The person wants video (`full`) or sound only (`listen`). */
export interface ModeSet {
  readonly type: "mode_set";
  readonly person: string;
  readonly mode: Mode;
}

/** The person sends this source from here, or stops. */
export interface SourceSet {
  readonly type: "source_set";
  readonly person: string;
  readonly source: SourceName;
  readonly on: boolean;
}

/** Which source feeds which slot, for the whole class; a missing slot is empty. Nobody gets their own. */
export interface StageSet {
  readonly type: "stage_set";
  readonly slots: Readonly<Partial<Record<SlotName, Feed>>>;
}

/** The machine's wall clock moved against the lesson's clock by `delta` ms; lesson times do not move. */
export interface ClockJumped {
  readonly type: "clock_jumped";
  readonly delta: number;
}

/** A part of the service was away from `since` until the event's time. */
export interface Interrupted {
  readonly type: "interrupted";
  readonly part: "control" | "media";
  readonly since: number;
}

export type AnyEvent =
  | LessonOpened
  | LessonStarted
  | LessonEnded
  | Joined
  | Left
  | Knocked
  | Admitted
  | Removed
  | HandRaised
  | HandLowered
  | HandRestored
  | FloorOffered
  | FloorAccepted
  | FloorDeclined
  | FloorTaken
  | MutedAll
  | Muted
  | ClassSet
  | QuietSet
  | TeacherLost
  | TeacherBack
  | Unclear
  | UnclearOver
  | AtSchoolSet
  | RecordingPaused
  | RecordingResumed
  | RecordingLimited
  | ConsentChanged
  | Said
  | SaidDeleted
  | ModeSet
  | SourceSet
  | StageSet
  | ClockJumped
  | Interrupted;

/** Loudness of who is heard now, 0 (silent) to 127 (loudest), by person. */
export interface Levels {
  readonly type: "levels";
  readonly people: Readonly<Record<string, number>>;
}

/** The media worker is gone; connect both media connections again when `media_ready` comes. */
export interface MediaLost {
  readonly type: "media_lost";
}

/** A (new) media worker is there: make the media connections again. */
export interface MediaReady {
  readonly type: "media_ready";
}

/** This device's media connections were closed because a newer device of the same person took over. */
export interface MediaMoved {
  readonly type: "media_moved";
}

/** The school withdrew this link; the connection closes. */
export interface TokenRevoked {
  readonly type: "token_revoked";
}

/** Teacher and staff, each 2 s: until when the recording is safe on disk. `upto` is lesson time, 0 while nothing is saved. `trouble`: `disk_low` space runs out soon, `disk_full`, `unwritable` and `too_slow` are the disk's, `recorder` is far behind or not there. */
export interface RecordingSaved {
  readonly type: "recording_saved";
  readonly upto: number;
  readonly limit: KeptMedia;
  readonly trouble: Trouble;
}

/** To the sender: which layers (rids, "" without simulcast) of the own sources somebody takes. What is not named of a source may be paused, all of it for []; of a source not named here all is to be sent. */
export interface Sending {
  readonly type: "sending";
  readonly wanted: Readonly<Partial<Record<SourceName, readonly string[]>>>;
}

/** How the own line does: on a change of `state` or `slots`, else each 10 s. Rates are kbit/s of packets with their headers, losses thousandths before repair (up: after it), `round_trip` ms; 0 is not known. `path` "": no media connection. `slots`: video slot → rid (or "-") and temporal layer it gets, "h.2"; "" is held back because the line is short. */
export interface OwnLine {
  readonly type: "own_line";
  readonly path: "" | "tcp" | "udp";
  readonly round_trip: number;
  readonly up: number;
  readonly down: number;
  readonly up_loss: number;
  readonly down_loss: number;
  readonly estimate: number;
  readonly state: Light;
  readonly slots: Readonly<Partial<Record<VideoSlot, string>>>;
}

/** Teacher and staff, on a change, at most each 2 s: what everybody who is there really receives. `hears` the sound comes, `weak` with trouble, `lost` not at all. Who is not named is away or just came, or has no connection while there is nothing to hear. */
export interface HearingNow {
  readonly type: "hearing";
  readonly people: Readonly<Record<string, Hearing>>;
}

/** To the receiver: this browser cannot show the slot's picture, sent as `codec`; "" when that is over. */
export interface Unplayable {
  readonly type: "unplayable";
  readonly slot: SlotName;
  readonly codec: string;
}

/** To teachers: the person's open mic returns the sound of `of` (None: no longer). Offer to `mute` it. */
export interface EchoFrom {
  readonly type: "echo_from";
  readonly person: string;
  readonly of: string | null;
}

export type AnyNotice =
  | Levels
  | MediaLost
  | MediaReady
  | MediaMoved
  | TokenRevoked
  | RecordingSaved
  | Sending
  | OwnLine
  | HearingNow
  | Unplayable
  | EchoFrom;

/** RFC 7396: merge it into the view; null removes. */
export type Patch = { readonly [key: string]: PatchValue };
export type PatchValue = Patch | string | number | boolean | null | readonly PatchValue[];

/** An event this person may not know; the number and the patch still count. */
export interface Hidden {
  readonly type: "hidden";
}

/** Around every event: `patch` leads from the view before it to the view after event `number`. */
export interface Envelope {
  readonly epoch: string;
  readonly number: number;
  readonly at: number;
  readonly patch: Patch;
}

/** Socket.IO "event". */
export type PersonalEvent = Envelope & (AnyEvent | Hidden);

/** Why a command was not done: by the lesson's rules, or by the server. */
export type AckCode = RefusalCode | "bad_message" | "too_fast" | "not_saved" | "bug";

/** Answer to every command. */
export type Ack =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: AckCode; readonly message: string };

/** Message of a refused connection (Socket.IO "connect_error"). */
export type ConnectCode =
  | "expired" | "forged" | "foreign" | "revoked" | "unknown_lesson" | "lesson_ended" | "not_taught" | "busy";
