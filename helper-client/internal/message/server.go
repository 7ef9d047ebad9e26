package message

import "strings"

// Refusal is the server's own answer that it will not: its code and its words.
type Refusal struct {
	Code   string
	Status int    // HTTP
	Detail string // what happened
	Help   string // what to do, as the server says
	More   string // rule and owner, or how long to wait
}

// class is what refusals of one kind have in common.
type class struct {
	exit Exit
	run  string // where the server's answer has no help
}

// Refused is how a refusal is told. A code that this version does not know is
// told by the HTTP status, so that a newer server is still understood.
func Refused(what string, refusal Refusal, cause error) *Error {
	found, known := classOf(refusal.Code)
	switch {
	case !known:
		found = classOfStatus(refusal.Status)
	case found.exit == ExitNotLoggedIn && refusal.Status != 401:
		found = wrongInput() // what an administrator typed, not the caller's own session
	}
	why := []string{strings.TrimSuffix(refusal.Detail, ".")}
	if refusal.More != "" {
		why = append(why, refusal.More)
	}
	why = append(why, "code "+refusal.Code)
	run := command(refusal.Help)
	if run == "" {
		run = found.run
	}
	return &Error{
		Code: Code(refusal.Code), What: what, Why: strings.Join(why, "; "), Run: run, Exit: found.exit, Err: cause,
	}
}

// command is the server's help as the last part of a message, which begins with
// "run:" already.
func command(help string) string {
	rest, found := strings.CutPrefix(help, `Run "`)
	if rest, whole := strings.CutSuffix(rest, `".`); found && whole && !strings.Contains(rest, `"`) {
		return rest
	}
	return help
}

func classOfStatus(status int) class {
	switch {
	case status == 401:
		return notLoggedIn()
	case status == 403 || status == 404 || status == 409 || status == 422:
		return refusedByRule()
	case status == 429 || status >= 500:
		return busy()
	}
	return notUnderstood()
}

func notLoggedIn() class   { return class{ExitNotLoggedIn, "vouch login"} }
func refusedByRule() class { return class{ExitRefused, "ask an administrator of this Vouch server"} }
func busy() class          { return class{ExitUnreachable, "try again in a minute"} }
func setUpWrong() class {
	return class{ExitFailed, "tell an administrator of this Vouch server the code"}
}
func notUnderstood() class { return class{ExitProtocol, "update vouch: it and the server differ"} }
func wrongInput() class    { return class{ExitFailed, "correct what you typed"} }
func notAllowed() class {
	return class{ExitRefused, "aws sts get-caller-identity, and compare with the principals that the server was deployed with"}
}

// onPage is for refusals that the login and enrolment pages show themselves.
func onPage() class { return class{ExitFailed, "vouch login"} }

// classOf finds the class of a code.
func classOf(code string) (class, bool) {
	for _, group := range serverCodes() {
		for known := range strings.FieldsSeq(group.codes) {
			if known == code {
				return group.class, true
			}
		}
	}
	return class{}, false
}

// ServerCodes lists every refusal of the server that this version knows.
func ServerCodes() []string {
	var all []string
	for _, group := range serverCodes() {
		all = append(all, strings.Fields(group.codes)...)
	}
	return all
}

type codes struct {
	class class
	codes string
}

func serverCodes() []codes { return append(answeredCodes(), pageCodes()...) }

// answeredCodes are those of the routes that the client calls.
func answeredCodes() []codes {
	return []codes{
		{notLoggedIn(), `token_missing token_repeated token_scheme token_malformed token_mismatch
			session_unknown session_expired session_revoked user_unknown user_not_enrolled user_disabled key_removed
			evidence_authenticator_data evidence_ceremony_type evidence_challenge evidence_client_data evidence_issuer
			evidence_key evidence_lifetime evidence_origin evidence_presence evidence_public_key evidence_purpose
			evidence_relying_party evidence_session_key evidence_signature evidence_statement evidence_syncable
			evidence_time evidence_user evidence_verification`},
		{refusedByRule(), `no_policy registry_not_served nothing_granted scope_empty policy_too_large packed_policy_too_large
			policy_invalid policy_missing user_exists`},
		{notAllowed(), `caller_not_allowed other_account invalid_signature expired_token`},
		{busy(), `throttled unavailable upstream_throttled upstream_unavailable upstream_timeout issuer_not_reached
			minted_too_late`},
		{setUpWrong(), `fault permission_missing upstream_answer_not_understood issuer_key_not_usable role_not_assumable
			identity_token_rejected duration_exceeds_role sts_region_disabled registry_access_denied other_registry
			other_role`},
		{wrongInput(), `email_invalid group_invalid key_unknown record_unknown`},
		{notUnderstood(), `not_json duplicate_member unknown_member missing_member wrong_member_type wrong_content_type
			body_too_large duplicate_header duplicate_parameter not_a_form not_found method_not_allowed refused_at_the_door
			registry_malformed repository_malformed action_unknown scope_malformed idempotency_key_malformed
			cursor_malformed limit_out_of_range
			proof_missing proof_repeated proof_malformed proof_claim_missing proof_wrong_type proof_algorithm
			proof_signature proof_key_private proof_key_symmetric proof_key_unusable proof_method proof_url
			proof_expired proof_token_hash proof_key_mismatch proof_id proof_replayed
			client_unknown grant_type_unsupported parameter_missing redirect_uri_mismatch code_verifier_malformed
			code_verifier_mismatch`},
	}
}

// pageCodes are those of the login and of the enrolment, which its pages show; a
// code that has lost its way ends here too.
func pageCodes() []codes {
	return []codes{
		{onPage(), `code_unknown code_expired code_reused client_host_invalid code_challenge_invalid
			code_challenge_method_unsupported dpop_jkt_invalid redirect_uri_invalid response_type_unsupported state_invalid
			request_malformed request_forged request_expired challenge_replayed challenge_used challenge_mismatch
			statement_malformed statement_forged statement_expired statement_invalid statement_mismatch
			invitation_unknown invitation_expired user_has_key unknown_key user_handle_missing user_handle_mismatch
			signature_invalid counter_stepped_back backup_state_invalid cross_origin malformed_credential
			model_not_allowed origin_mismatch rp_id_mismatch syncable_key top_origin_present unsolicited_extension
			user_not_present user_not_verified wrong_ceremony_type algorithm_not_allowed
			attestation_certificate_missing attestation_format_not_allowed attestation_leaf_invalid
			attestation_signature_invalid attestation_untrusted credential_already_enrolled credential_id_length
			credential_id_mismatch known_test_key`},
	}
}
