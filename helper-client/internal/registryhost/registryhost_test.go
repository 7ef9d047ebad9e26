package registryhost

import (
	"errors"
	"strings"
	"testing"
)

const ecr = "123456789012.dkr.ecr.us-east-1.amazonaws.com"

func TestEveryFormThatClientsSendIsTheSameHost(t *testing.T) {
	for _, form := range []string{
		ecr, "https://" + ecr, "https://" + ecr + "/", "https://" + ecr + "/v2/", "https://" + ecr + "/v1/",
		ecr + ":443", "https://" + ecr + ":443", "https://" + ecr + ":443/v2/", "http://" + ecr,
		"http://" + ecr + ":443", ecr + "/", ecr + "/owner/name", ecr + "/owner/name:tag", ecr + "/Owner@sha256",
		ecr + "\n", ecr + "\r\n", ecr + " ", "https://" + ecr + "/v2/ \r\n",
	} {
		host, err := Parse(form)
		if err != nil || host != ecr {
			t.Errorf("Parse(%q) = %q, %v", form, host, err)
		}
	}
}

func TestOtherHostsKeepTheirOwnName(t *testing.T) {
	for form, want := range map[string]Host{
		"https://index.docker.io/v1/": "index.docker.io",
		"localhost:5000":              "localhost:5000",
		"http://127.0.0.1:8080":       "127.0.0.1:8080",
		ecr + ".evil.example":         ecr + ".evil.example",
		"evil" + ecr:                  "evil" + ecr,
		ecr + ":80":                   ecr + ":80",
		"evil.example/" + ecr:         "evil.example",
		ecr + ":65535":                ecr + ":65535",
	} {
		if host, err := Parse(form); err != nil || host != want {
			t.Errorf("Parse(%q) = %q, %v, want %q", form, host, err, want)
		}
	}
}

func TestRefusesWhatIsNoRegistryName(t *testing.T) {
	for form, want := range map[string]error{
		"":                         ErrEmpty,
		" \r\n":                    ErrEmpty,
		"https://":                 ErrEmpty,
		"https:///v2/":             ErrEmpty,
		"/owner/name":              ErrEmpty,
		":443":                     ErrEmpty,
		"123456789012.DKR" + ecr:   ErrUpperCase,
		strings.ToUpper(ecr):       ErrUpperCase,
		"HTTPS://" + ecr:           ErrUpperCase,
		ecr + ".":                  ErrLabel,
		"https://" + ecr + "./v2/": ErrLabel,
		"." + ecr:                  ErrLabel,
		"a..b":                     ErrLabel,
		"-a.example":               ErrLabel,
		"a-.example":               ErrLabel,
		"under_score.example":      ErrLabel,
		"[::1]:5000":               ErrLabel,
		strings.Repeat("a", 64):    ErrLabel,
		"user@" + ecr:              ErrUserInfo,
		"https://user:pw@" + ecr:   ErrUserInfo,
		ecr + "@evil.example":      ErrUserInfo,
		ecr + "\x00":               ErrCharacter,
		ecr + "\x00.evil.example":  ErrCharacter,
		ecr + "\nevil.example":     ErrCharacter,
		ecr + "\r\n" + ecr:         ErrCharacter,
		" " + ecr:                  ErrCharacter,
		ecr + " evil.example":      ErrCharacter,
		ecr + "\tx":                ErrCharacter,
		ecr + "\\evil":             ErrCharacter,
		ecr + "?x":                 ErrCharacter,
		ecr + "#x":                 ErrCharacter,
		"%31" + ecr:                ErrCharacter,
		"ⅰ.example":                ErrCharacter,
		ecr + ":":                  ErrPort,
		ecr + ":0":                 ErrPort,
		ecr + ":0443":              ErrPort,
		ecr + ":65536":             ErrPort,
		ecr + ":99999":             ErrPort,
		ecr + ":443:443":           ErrPort,
		"ftp://" + ecr:             ErrPort,
		ecr + ":+443":              ErrPort,
		strings.Repeat("a.", 127):  ErrTooLong,
		strings.Repeat("a", 2049):  ErrTooLong,
	} {
		if host, err := Parse(form); !errors.Is(err, want) || host != "" {
			t.Errorf("Parse(%q) = %q, %v, want %v", form, host, err, want)
		}
	}
}

func TestKnowsTheShapeOfECR(t *testing.T) {
	for _, host := range []Host{
		ecr, "123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "123456789012.dkr-ecr.eu-west-1.on.aws",
		"123456789012.dkr-ecr-fips.us-east-1.on.aws", "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",
		"public.ecr.aws", "ecr-public.aws.com",
	} {
		if !host.IsECR() {
			t.Errorf("%q is ECR", host)
		}
	}
	for _, host := range []Host{
		"", "ghcr.io", ecr + ".evil.example", "1" + ecr, "12345678901x.dkr.ecr.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr.amazonaws.com", "123456789012.dkr.ecr..amazonaws.com", "123456789012.dkr.ecrx.us-east-1.amazonaws.com",
		"123456789012.dkr.ecr.us-east-1.evil.example", ecr + ":444", "x.public.ecr.aws",
	} {
		if host.IsECR() {
			t.Errorf("%q is not ECR", host)
		}
	}
}
