package message

// Entry is one message of the catalogue. {name} stands for a value.
type Entry struct {
	Code Code
	What string
	Why  string
	Run  string
	Exit Exit
}

// The local failures.
const (
	Failed          Code = "failed"
	Usage           Code = "usage"
	Interrupted     Code = "interrupted"
	NoHome          Code = "no_home"
	OutputFailed    Code = "output_failed"
	ConfigUnusable  Code = "config_unusable"
	ConfigUnwritten Code = "config_unwritten"
	ServerUnknown   Code = "server_unknown"
	ServerMalformed Code = "server_malformed"
	ReferenceForm   Code = "reference_malformed"

	NoRegistries        Code = "no_registries"
	NoneServed          Code = "none_served"
	RegistriesUnusable  Code = "registries_unusable"
	RegistryMalformed   Code = "registry_name_malformed"
	RegistryUnsupported Code = "registry_unsupported"
	AWSNotConfigured    Code = "aws_not_configured"

	NoAgent          Code = "no_agent"
	AgentNotStarted  Code = "agent_not_started"
	AgentCannotRun   Code = "agent_cannot_run"
	AgentSilent      Code = "agent_silent"
	AgentUntrusted   Code = "agent_untrusted"
	SocketUntrusted  Code = "socket_untrusted"
	NoSession        Code = "no_session"
	NotServed        Code = "not_served"
	VersionsDiffer   Code = "protocol"
	LoginFailed      Code = "login_failed"
	Timeout          Code = "timeout"
	LogoutIncomplete Code = "logout_incomplete"

	Unreachable       Code = "unreachable"
	ServerTimeout     Code = "server_timeout"
	AnswerCut         Code = "answer_cut"
	TLSName           Code = "tls_name"
	TLSExpired        Code = "tls_expired"
	TLSUntrusted      Code = "tls_untrusted"
	Garbage           Code = "garbage"
	Redirected        Code = "redirected"
	AnswerMalformed   Code = "answer_malformed"
	AnswerTooLong     Code = "answer_too_long"
	IssuerMismatch    Code = "issuer_mismatch"
	RegistryMismatch  Code = "registry_mismatch"
	ClockOff          Code = "clock_off"
	CredentialExpired Code = "credential_expired"
	DiskFull          Code = "disk_full"
	NotWritable       Code = "not_writable"
	FolderUntrusted   Code = "folder_untrusted"

	NobodyYet       Code = "nobody_yet"
	CredentialOver  Code = "credential_over"
	GetNoAgent      Code = "get_no_agent"
	GetUntrusted    Code = "get_untrusted"
	GetFailed       Code = "get_failed"
	InputOpen       Code = "input_open"
	InputUnreadable Code = "input_unreadable"

	ScopeMalformed  Code = "scope_form"
	ScopeUnreadable Code = "scope_unreadable"
	ScopeUnwritten  Code = "scope_unwritten"

	DockerNoPlace   Code = "docker_no_place"
	DockerUnusable  Code = "docker_unusable"
	DockerMalformed Code = "docker_malformed"
	DockerLink      Code = "docker_link"
	DockerNotOwned  Code = "docker_not_owned"
	DockerChanged   Code = "docker_changed"

	NoIdentity       Code = "no_identity"
	NoRegion         Code = "no_region"
	PolicyUnreadable Code = "policy_unreadable"
	PolicyProblems   Code = "policy_problems"
	ExportMissing    Code = "export_missing"
	ExportUnreadable Code = "export_unreadable"
	ExportUnwritten  Code = "export_unwritten"
	RecordChanged    Code = "record_changed"
	SinceMalformed   Code = "since_malformed"
	LimitNegative    Code = "limit_negative"
)

// Catalogue lists every message of a local failure.
func Catalogue() []Entry {
	var all []Entry
	for _, part := range [][]Entry{general(), registries(), agents(), sessions(), onTheWay(), helper(), scopes(), docker(), administration()} {
		all = append(all, part...)
	}
	return all
}

func find(code Code) Entry {
	for _, entry := range Catalogue() {
		if entry.Code == code {
			return entry
		}
	}
	return Entry{Code: code, What: "{what}", Why: "{why}", Exit: ExitFailed}
}

func general() []Entry {
	const firstLogin = "vouch login --server https://HOST"
	return []Entry{
		{Failed, "{what}", "{why}", "", ExitFailed},
		{Usage, "{what}", "", "{command} --help", ExitUsage},
		{Interrupted, "interrupted", "{why}", "", ExitInterrupted},
		{NoHome, "there is no place for Vouch's files", "{why}", "export HOME=/your/home", ExitLocal},
		{OutputFailed, "the result cannot be written", "{why}", "", ExitLocal},
		{ConfigUnusable, "the configuration cannot be used", "{why}", firstLogin, ExitLocal},
		{ConfigUnwritten, "logged in, but the server cannot be remembered", "{why}", "vouch login --server {server} the next time", ExitLocal},
		{ServerUnknown, "no server is known yet", "this is the first login on this machine", firstLogin, ExitUsage},
		{ServerMalformed, `"{server}" cannot be used as the server`, "{why}", firstLogin, ExitUsage},
		{ReferenceForm, `"{reference}" does not have the form HOST/REPOSITORY`, "", "vouch why 123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app", ExitUsage},
	}
}

func registries() []Entry {
	return []Entry{
		{NoRegistries, "no list of registries yet", "nobody has logged in on this machine", "vouch login", ExitNotLoggedIn},
		{NoneServed, "this Vouch server serves no registry yet", "", "ask its administrator for a policy with registries", ExitRefused},
		{RegistriesUnusable, "the list of served hosts cannot be used", "{why}", "vouch login", ExitLocal},
		{RegistryMalformed, `registry "{registry}" is not supported by Vouch`, "{why}", "", ExitUsage},
		{RegistryUnsupported, `registry "{registry}" is not supported by Vouch`, "", "", ExitRefused},
		{AWSNotConfigured, "AWS integration is not configured for this Vouch server", "", "", ExitRefused},
	}
}

func agents() []Entry {
	return []Entry{
		{NoAgent, "not logged in", "no agent is running", "vouch login", ExitNotLoggedIn},
		{AgentNotStarted, "the agent cannot be started", "{why}", "vouch agent", ExitLocal},
		{AgentCannotRun, "the agent cannot run", "{why}", "vouch status", ExitLocal},
		{AgentSilent, "the agent does not answer", "{why}", "vouch login", ExitLocal},
		{AgentUntrusted, "the agent's socket is not to be trusted", "{why}", "vouch login", ExitLocal},
		{SocketUntrusted, "the agent's socket is not to be trusted", "{why}", "look at it with `ls -ld {path}`, remove it if it is not yours to keep, then: vouch login", ExitLocal},
		{VersionsDiffer, "{what}", "vouch, its helper and its agent may be of different versions", "vouch logout && vouch login", ExitProtocol},
	}
}

func sessions() []Entry {
	return []Entry{
		{NoSession, "not logged in", "{why}", "vouch login", ExitNotLoggedIn},
		{NotServed, `registry "{registry}" is not supported by Vouch`, "", "", ExitRefused},
		{LoginFailed, "{what}", "{why}", "vouch login", ExitFailed},
		{Timeout, "{what}", "nothing came back in time", "vouch login", ExitUnreachable},
		{DiskFull, "{what}", "{why}", "free some space, then: vouch login", ExitLocal},
		{NotWritable, "{what}", "{why}", "make the folder writable, or set VOUCH_HOME to one that is, then: vouch login", ExitLocal},
		{FolderUntrusted, "a folder or file of Vouch is not to be trusted", "{why}", "look at it with `ls -ld {path}`, take it back or set VOUCH_HOME to a folder of your own, then: vouch login", ExitLocal},
		{
			LogoutIncomplete, "forgotten on this machine, but the server could not be told", "{why}",
			"vouch admin sessions revoke {session} (an administrator), or wait until {end}", ExitUnreachable,
		},
	}
}

// onTheWay is what goes wrong between here and the server.
func onTheWay() []Entry {
	const (
		again   = "check the network or the proxy, then try again"
		address = "check the server's address: vouch login --server URL"
		tell    = "tell the server's administrator; nothing was handed out"
	)
	return []Entry{
		{Unreachable, "{what}", "{why}", again, ExitUnreachable},
		{ServerTimeout, "{what}", "{why}", again, ExitUnreachable},
		{AnswerCut, "{what}", "{why}", again, ExitUnreachable},
		{TLSName, "{what}", "{why}", address, ExitProtocol},
		{TLSExpired, "{what}", "{why}", "check this machine's clock (date -u); if it is right, tell the server's administrator", ExitProtocol},
		{
			TLSUntrusted, "{what}", "{why}",
			"check the network (a proxy or a sign-in page answers?), or name its CA in SSL_CERT_FILE, then: vouch logout && vouch login", ExitProtocol,
		},
		{Garbage, "{what}", "{why}", address, ExitProtocol},
		{Redirected, "{what}", "{why}", "sign in to the network first if it asks for that, or check the server's address: vouch login --server URL", ExitProtocol},
		{AnswerMalformed, "{what}", "{why}", address, ExitProtocol},
		{AnswerTooLong, "{what}", "{why}", tell, ExitProtocol},
		{IssuerMismatch, "{what}", "{why}", address, ExitProtocol},
		{RegistryMismatch, "{what}", "{why}", tell, ExitProtocol},
		{ClockOff, "{what}", "{why}", "set this machine's clock (for example: sudo timedatectl set-ntp true), then try again", ExitLocal},
		{CredentialExpired, "{what}", "{why}", "check this machine's clock (date -u), then try again", ExitLocal},
	}
}

// helper is what docker-credential-vouch tells; its statuses are the protocol's, 0 and 1.
func helper() []Entry {
	const none = "no credential for {registry}"
	return []Entry{
		{NobodyYet, "nobody has logged in here yet, so no registry is served", "", "vouch login", ExitFailed},
		{CredentialOver, "the credential for {registry} has expired", "", "vouch status", ExitFailed},
		{GetNoAgent, none, "not logged in ({why})", "vouch login", ExitFailed},
		{GetUntrusted, none, "the agent's socket is not to be trusted: {why}", "vouch status", ExitFailed},
		{GetFailed, none, "{why}", "vouch status", ExitFailed},
		{InputOpen, "no answer within {within}", "{why}", "", ExitFailed},
		{InputUnreadable, "standard input cannot be read", "{why}", "", ExitFailed},
	}
}

func scopes() []Entry {
	return []Entry{
		{ScopeMalformed, "this is no scope", "{why}", "vouch scope set HOST team/app 'team/**' --actions pull", ExitUsage},
		{ScopeUnreadable, "the scope chosen for {registry} cannot be used", "{why}", "vouch scope clear {registry}, then choose again", ExitLocal},
		{ScopeUnwritten, "the scope for {registry} stays as it was", "{why}", "", ExitLocal},
	}
}

func docker() []Entry {
	const left = "{path} was left as it is"
	return []Entry{
		{DockerNoPlace, "there is no place for Docker's config.json", "{why}", "export HOME=/your/home", ExitLocal},
		{DockerUnusable, "{path} cannot be used", "{why}", "", ExitLocal},
		{DockerMalformed, "{path} is malformed and was left as it is", "{why}", "mend it at that place, then run this again", ExitLocal},
		{DockerLink, left, "{why}", "{remedy}", ExitLocal},
		{DockerNotOwned, left, "{why}", "run this as its owner, without sudo", ExitLocal},
		{DockerChanged, "{path} cannot be used", "{why}", "vouch setup docker --configure {registry}", ExitLocal},
	}
}

func administration() []Entry {
	return []Entry{
		{NoIdentity, "{what}", "{why}", "aws sso login, aws configure, or set AWS_PROFILE", ExitLocal},
		{NoRegion, "{what}", "{why}", "name it with --region or AWS_REGION", ExitUsage},
		{PolicyUnreadable, "cannot read the policy", "{why}", "", ExitLocal},
		{PolicyProblems, "the policy has {count}, and the one in force stays", "", "mend {file} and apply it again", ExitFailed},
		{ExportMissing, "cannot read the export", "{why}", "name a file that vouch audit export has written, or - for standard input", ExitUsage},
		{ExportUnreadable, "cannot read the export", "{why}", "", ExitLocal},
		{ExportUnwritten, "cannot write the export", "{why}", "", ExitLocal},
		{RecordChanged, "the record was changed", "its hash is not the one kept beside it", "vouch audit verify", ExitFailed},
		{SinceMalformed, `--since "{since}" is neither a time nor a duration`, "", "vouch audit list --since 24h (or 7d, 2026-11-21, 2026-11-21T10:00:00Z)", ExitUsage},
		{LimitNegative, "--limit is less than 0", "", "vouch audit list --limit 50", ExitUsage},
	}
}
