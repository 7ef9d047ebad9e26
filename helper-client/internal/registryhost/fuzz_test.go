package registryhost

import (
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// The reference is written as the forms are documented, in another way than the
// parser: https://docs.docker.com/reference/cli/docker/login and the ECR hosts of AWS.
var (
	form = regexp.MustCompile(`\A(?:https?://)?((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)` +
		`(?::([1-9][0-9]{0,4}))?(?:/[^\x00-\x20\x7f-\xff\\?#%]*)?[ \r\n]*\z`)
	ecrForm = regexp.MustCompile(`\A(?:[0-9]{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws\.com|amazonaws\.com\.cn|amazonaws\.eu|on\.aws|` +
		`on\.amazonwebservices\.com\.cn|sc2s\.sgov\.gov|c2s\.ic\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)|public\.ecr\.aws|ecr-public\.aws\.com)\z`)
)

func reference(text string) (string, bool) {
	// A regular expression of Go reads broken UTF-8 as U+FFFD, which no class above excludes.
	for i := range len(text) {
		if text[i] >= 0x7f {
			return "", false
		}
	}
	match := form.FindStringSubmatch(text)
	if match == nil || len(text) > 2048 || len(match[1]) > 253 {
		return "", false
	}
	if match[2] == "" || match[2] == "443" {
		return match[1], true
	}
	port, err := strconv.Atoi(match[2])
	return match[1] + ":" + match[2], err == nil && port <= 65535
}

// FuzzParse compares the parser with the reference.
func FuzzParse(f *testing.F) {
	const host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
	for _, text := range []string{
		host, "https://" + host, "https://" + host + "/v2/", host + ":443", "http://" + host, host + "/owner/name", host + "\r\n",
		"https://index.docker.io/v1/", "localhost:5000", host + ".", "user@" + host, host + "\x00", host + "\nghcr.io",
		host + ".evil.example", host + ":65535", host + ":65536", host + ":0443", "HTTPS://" + host, "https://https://" + host,
		"123456789012.dkr-ecr.eu-west-1.on.aws", "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "public.ecr.aws",
		"[::1]:5000", "xn--bcher-kva.example", "bücher.example", "a..b", "-a.b", "a-.b", "", " ", "//" + host, ":443", "a:", "a/:@",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse(text)
		want, ok := reference(text)
		if (err == nil) != ok || string(got) != want && ok {
			t.Fatalf("%q: %q, %v; the reference says %q, %v", text, got, err, want, ok)
		}
		if err != nil {
			return
		}
		if again, err := Parse(string(got)); err != nil || again != got {
			t.Errorf("%q is not its own one form: %q, %v", got, again, err)
		}
		if parsed, err := url.Parse("https://" + string(got)); err != nil || parsed.Host != string(got) || parsed.User != nil {
			t.Errorf("%q is another host to net/url: %+v, %v", got, parsed, err)
		}
		if got.IsECR() != ecrForm.MatchString(string(got)) {
			t.Errorf("%q: IsECR is %v", got, got.IsECR())
		}
		if got.IsECR() && strings.Contains(string(got), ":") {
			t.Errorf("%q: ECR has no port", got)
		}
	})
}

// FuzzIsECR leaves the parser out and puts a host together, so that most of what
// is tried comes close.
func FuzzIsECR(f *testing.F) {
	f.Add("123456789012", ".dkr.ecr", "us-east-1", "amazonaws.com")
	f.Add("123456789012", ".dkr-ecr-fips", "us-east-1", "on.aws")
	f.Add("12345678901", ".dkr.ecr", "us-east-1", "amazonaws.com")
	f.Add("123456789012", ".dkr.ecr", "us-east-1.evil", "amazonaws.com")
	f.Add("123456789012", ".dkr.ecr", "", "amazonaws.com")
	f.Add("123456789012", ".dkr.ecr", "us-east-1", "amazonaws.com.evil.example")
	f.Fuzz(func(t *testing.T, account, service, region, suffix string) {
		host, err := Parse(account + service + "." + region + "." + suffix)
		if err == nil && host.IsECR() != ecrForm.MatchString(string(host)) {
			t.Errorf("%q: IsECR is %v", host, host.IsECR())
		}
	})
}
