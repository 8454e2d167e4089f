// Generated from lesson/messages.py and lesson/view.py by `python -m server.protocol`. Do not edit.
// All times are UTC milliseconds.

export type Role = "teacher" | "student" | "observer" | "staff" | "guest";

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

export type FloorState = "offered" | "held";

export type AttendanceState = "present" | "late" | "absent_unknown";

export type RefusalCode = "not_allowed" | "lesson_not_live" | "lesson_ended" | "unknown_person" | "not_present" | "no_hand" | "no_floor" | "not_invited" | "floor_full" | "already" | "unknown_message" | "blank" | "not_recorded" | "elsewhere";

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
  readonly started_at?: number;
  readonly ended_at?: number;
  readonly ended_reason?: EndReason;
  readonly recording?: "on" | "paused";
}

/** Somebody of the roster, or who joined besides. `sources` names only those that are on. `consent` (to being recorded): teacher and staff only. */
export interface PersonView {
  readonly name: string;
  readonly role: Role;
  readonly present: boolean;
  readonly mode: Mode;
  readonly sources: Readonly<Partial<Record<SourceName, true>>>;
  readonly title?: string;
  readonly stt?: number;
  readonly consent?: boolean;
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

/** `last` is the number of the newest said event or 0; the lines themselves come by page. */
export interface ChatView {
  readonly last: number;
  readonly count: number;
}

/** Attendance of a student; time so far: `counted_ms` + (now - `present_since`) while present. */
export interface AttendanceView {
  readonly state: AttendanceState;
  readonly counted_ms: number;
  readonly late_ms: number;
  readonly first_joined?: number;
  readonly last_seen?: number;
  readonly present_since?: number;
}

/** What a browser knows of the lesson. `attendance`: teacher and staff only. `recorded`: everybody else, of themselves only: may what they send be kept? Left out of a lesson that is not kept. */
export interface View {
  readonly lesson: LessonView;
  readonly people: Readonly<Record<string, PersonView>>;
  readonly hands: Readonly<Record<string, HandView>>;
  readonly floor: Readonly<Record<string, FloorView>>;
  readonly stage: Readonly<Partial<Record<SlotName, Feed>>>;
  readonly chat: ChatView;
  readonly attendance?: Readonly<Record<string, AttendanceView>>;
  readonly recorded?: boolean;
}

/** Who the receiver of a snapshot is. */
export interface Me {
  readonly person: string;
  readonly name: string;
  readonly role: Role;
}

/** Sent on connecting: the view after event `number`. `at` is the lesson's clock now. */
export interface Snapshot {
  readonly epoch: string;
  readonly number: number;
  readonly at: number;
  readonly view: View;
  readonly me: Me;
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

/** From here on nothing of the lesson's sound and picture is kept, until resume_recording. */
export interface PauseRecording {
  readonly type: "pause_recording";
}

/** Sound and picture are kept again. */
export interface ResumeRecording {
  readonly type: "resume_recording";
}

/** A line of class chat, plain text. `reply_to`: number of the said event it answers (art. 9.1.b). */
export interface Say {
  readonly type: "say";
  readonly text: string;
  readonly reply_to?: number | null;
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
  | GiveFloor
  | AcceptFloor
  | DeclineFloor
  | TakeFloor
  | MuteAll
  | Mute
  | PauseRecording
  | ResumeRecording
  | Say
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

/** The office entered another answer of a roster person: what is sent from here on is kept, or no more. */
export interface ConsentChanged {
  readonly type: "consent_changed";
  readonly person: string;
  readonly consent: boolean;
}

/** The event's number is the message's id. */
export interface Said {
  readonly type: "said";
  readonly person: string;
  readonly text: string;
  readonly reply_to: number | null;
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
  | HandRaised
  | HandLowered
  | FloorOffered
  | FloorAccepted
  | FloorDeclined
  | FloorTaken
  | MutedAll
  | Muted
  | RecordingPaused
  | RecordingResumed
  | RecordingLimited
  | ConsentChanged
  | Said
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
  | "expired" | "forged" | "foreign" | "revoked" | "unknown_lesson" | "lesson_ended" | "busy";
