package audit

import "fmt"

// Code names what is wrong with a record. Codes are stable: scripts and alarms may match them.
type Code string

// The form of an export and of its records.
const (
	ExportMalformed     Code = "export_malformed"
	LineMalformed       Code = "line_malformed"
	RecordHashMismatch  Code = "record_hash_mismatch"
	RecordMalformed     Code = "record_malformed"
	RecordTypeUnknown   Code = "record_type_unknown"
	IDMismatch          Code = "id_mismatch"
	WriterDuplicate     Code = "writer_duplicate"
	RecordDuplicate     Code = "record_duplicate"
	WriterUnregistered  Code = "writer_unregistered"
	WriterMissing       Code = "writer_missing"
	FunctionMismatch    Code = "function_mismatch"
	WriterStartMissing  Code = "writer_start_missing"
	WriterStartRepeated Code = "writer_start_repeated"
	SequenceGap         Code = "sequence_gap"
	PreviousMismatch    Code = "previous_hash_mismatch"
)

// Enrolment and login: the ceremony behind a session.
const (
	KeyIDMismatch             Code = "key_id_mismatch"
	KeyEnrolledTwice          Code = "key_enrolled_twice"
	PublicKeyUnusable         Code = "public_key_unusable"
	KeyUnknown                Code = "key_unknown"
	KeyOwnerMismatch          Code = "key_owner_mismatch"
	AssertionSignatureInvalid Code = "assertion_signature_invalid"
	ClientDataMalformed       Code = "client_data_malformed"
	ClientDataTypeMismatch    Code = "client_data_type_mismatch"
	ChallengeMismatch         Code = "challenge_mismatch"
	OriginMismatch            Code = "origin_mismatch"
	CrossOrigin               Code = "cross_origin"
	AuthenticatorDataShort    Code = "authenticator_data_malformed"
	RelyingPartyMismatch      Code = "rp_id_mismatch"
	UserNotPresent            Code = "user_not_present"
	UserNotVerified           Code = "user_not_verified"
	KeySyncable               Code = "key_syncable"
	StatementMalformed        Code = "statement_malformed"
	StatementPurposeMismatch  Code = "statement_purpose_mismatch"
	StatementIssuerMismatch   Code = "statement_issuer_mismatch"
	StatementUserMismatch     Code = "statement_user_mismatch"
	StatementKeyMismatch      Code = "statement_jkt_mismatch"
	StatementLifetime         Code = "statement_lifetime_out_of_range"
	StatementStale            Code = "statement_stale"
)

// Sessions and credentials: what was done with a login.
const (
	LoginUnknown             Code = "login_unknown"
	LoginUnverified          Code = "login_unverified"
	UserMismatch             Code = "user_mismatch"
	KeyMismatch              Code = "key_mismatch"
	ProofKeyMismatch         Code = "jkt_mismatch"
	SessionDuplicate         Code = "session_duplicate"
	SessionOutlivesLogin     Code = "session_outlives_login"
	SessionUnknown           Code = "session_unknown"
	SessionMismatch          Code = "session_mismatch"
	OutsideSessionLifetime   Code = "outside_session_lifetime"
	CredentialOutlivesLogin  Code = "credential_outlives_session"
	OutcomeWithoutIntent     Code = "outcome_without_intent"
	OutcomeDuplicate         Code = "outcome_duplicate"
	OutcomeOutlivesItsIntent Code = "outcome_outlives_intent"
)

// Finding is one thing that is wrong: which record (or writer), on which line of the export, and what.
type Finding struct {
	Code   Code   `json:"code"`
	Record string `json:"record,omitempty"`
	Line   int64  `json:"line"` // from 1; of the answers in their order where there is no file
	Detail string `json:"detail"`
}

func (f Finding) String() string {
	where := fmt.Sprintf("line %d", f.Line)
	if f.Record != "" {
		where = fmt.Sprintf("record %s (line %d)", f.Record, f.Line)
	}
	return fmt.Sprintf("%s: %s: %s", where, f.Code, f.Detail)
}

// fault is a finding before its place is known.
type fault struct {
	code   Code
	detail string
}

func faultf(code Code, format string, args ...any) *fault {
	return &fault{code: code, detail: fmt.Sprintf(format, args...)}
}
