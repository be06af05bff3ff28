using System.Diagnostics;
using System.Text;
using CustomizerLambda.Run;

namespace CustomizerLambda.Tests.Run;

public sealed class SecretMaskTests
{
    /// <summary>What surrounds a secret: another door to the same room.</summary>
    private static readonly (string Before, string After)[] Places =
    [
        ("", ""), ("", "\n"), ("2026-11-28T04:34:07Z INFO ", " (done)\n"), ("+ echo '", "'\n"), ("{\"line\": \"", "\"}\n"), ("x\\n", "\\nx"), ("\t", "\t"), ("│ ", " │\n"), ("one\n\n", "\n\nthree"),
    ];

    public static TheoryData<string, string> Secrets => new(MadeUpSecrets.Lines.Select(one => (one.Line, one.Secret)));

    [Theory]
    [InlineData("https://user:hunter2@example.com/x", "https://user:***@example.com/x")]
    [InlineData("pip install --index-url https://aws:eyJ0b2tlbg==@d-1.codeartifact.amazonaws.com/pypi", "pip install --index-url https://aws:***@d-1.codeartifact.amazonaws.com/pypi")]
    [InlineData("https://:ghp_token@github.com", "https://:***@github.com")]
    [InlineData("https://u:p:q@host", "https://u:***@host")]
    [InlineData("https://u:p/q@r@host/x", "https://u:***@host/x")]
    [InlineData("git+ssh://git:pw@host/r", "git+ssh://git:***@host/r")]
    [InlineData("id AKIAIOSFODNN7EXAMPLE.", "id AKIA***.")]
    [InlineData("ASIAIOSFODNN7EXAMPLE", "ASIA***")]
    [InlineData("aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws_secret_access_key = ***")]
    [InlineData("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY x", "AWS_SECRET_ACCESS_KEY=*** x")]
    [InlineData("\"SecretAccessKey\": \"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\"", "\"SecretAccessKey\": \"***\"")]
    [InlineData("AWS_SESSION_TOKEN=IQoJb3JpZ2luX2VjEJr//////////wEaCXVz", "AWS_SESSION_TOKEN=***")]
    [InlineData("\"SessionToken\": \"IQoJb3JpZ2luX2VjEJr//////////wEaCXVz\"", "\"SessionToken\": \"***\"")]
    [InlineData("Authorization: Bearer abcdef.123456-xyz==", "Authorization: Bearer ***")]
    [InlineData("curl -H 'Authorization: Basic YWRhOmh1bnRlcjI=' https://x", "curl -H 'Authorization: Basic ***' https://x")]
    [InlineData("{\"Authorization\": \"Basic YWRhOmh1bnRlcjI\", \"a\": 1}", "{\"Authorization\": \"Basic ***\", \"a\": 1}")]
    [InlineData("PIP_PASSWORD=hunter2hunter2 next", "PIP_PASSWORD=*** next")]
    [InlineData("{\"password\": \"hunter2 hunter2\", \"a\": 1}", "{\"password\": \"***\", \"a\": 1}")]
    [InlineData("https://x/?a=1&X-Amz-Credential=A%2F1&X-Amz-Date=2&X-Amz-Signature=ab", "https://x/?a=1&X-Amz-Credential=***&X-Amz-Date=2&X-Amz-Signature=***")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nafter", "-----BEGIN RSA PRIVATE KEY-----\n***\n-----END RSA PRIVATE KEY-----\nafter")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn", "-----BEGIN OPENSSH PRIVATE KEY-----\n***")]
    [InlineData("\"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n\"", "\"-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----\\n\"")]
    [InlineData("-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\nlQdG\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----", "-----BEGIN PGP PRIVATE KEY BLOCK-----\n***\n-----END PGP PRIVATE KEY BLOCK-----")]
    [InlineData("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nP2/5\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n", "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n***\n---- END SSH2 ENCRYPTED PRIVATE KEY ----\n")]
    public void A_known_shape_is_masked(string text, string masked) => Assert.Equal(masked, SecretMask.Once(text));

    [Theory]
    [MemberData(nameof(Secrets))]
    public void A_secret_of_a_known_shape_is_masked_wherever_it_stands(string line, string secret)
    {
        foreach (var (before, after) in Places)
        {
            var masked = SecretMask.Once(before + line + after);
            Assert.True(Leaked(masked, secret) is null, $"{before + line + after} became {masked}");
            Assert.StartsWith(before, masked, StringComparison.Ordinal);
            Assert.EndsWith(after, masked, StringComparison.Ordinal);
            Assert.Equal(masked, SecretMask.Once(masked));
        }
    }

    [Theory]
    [MemberData(nameof(Secrets))]
    public void No_escape_sequence_in_a_secret_hides_it(string line, string secret)
    {
        var at = line.IndexOf(secret, StringComparison.Ordinal);
        foreach (var trick in (string[])["\u001b[0m", "\u001b[38;5;120m", "\u001b]8;;https://x\u001b\\", "\u001b(B", "\u001b"])
        {
            for (var cut = 1; cut < secret.Length; cut++)
            {
                var printed = Encoding.UTF8.GetBytes(line.Insert(at + cut, trick is "\u001b" ? "\u001bM" : trick));
                Assert.Null(Leaked(SecretMask.Once(OutputText.Render(printed, isLast: true, out _)), secret));
            }
        }

        Assert.Null(Leaked(SecretMask.Once(OutputText.Render(Encoding.UTF8.GetBytes($"10%\r20% {line}\rwait\r{line}\r\n"), isLast: true, out _)), secret));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Successfully installed team-plots-1.4.0\n")]
    [InlineData("https://example.com:8443/a@b")]
    [InlineData("https://[::1]:8888/a@b")]
    [InlineData("https://user@example.com ssh://git@github.com/team/repo")]
    [InlineData("git+https://github.com/team/repo@0123456789abcdef0123456789abcdef01234567#egg=x")]
    [InlineData("http://localhost:8888/lab?x=1 me@example.com")]
    [InlineData("see AKIA in the docs, or AKIASHORT")]
    [InlineData("the bearer of this; Bearer authentication is required")]
    [InlineData("session_token=short")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n")]
    [InlineData("ratio 3:4, 12:30, C:\\temp, git@github.com:a/b.git")]
    [InlineData("password: ****")]
    [InlineData("Password: incorrect, token: unexpected, secret: unavailable")]
    [InlineData("use token=abc, or --token TOKEN; --password PASSWORD [default: none]")]
    [InlineData("password=$PIP_PASSWORD token=${GH_TOKEN2} secret=<your-secret-1> password=*********1a")]
    [InlineData("password = os.environ['X'], token_count=12345678a, eos_token_id: 50256abcde")]
    [InlineData("secret=arn:aws:secretsmanager:eu-west-1:111122223333:secret:team-AbCd12")]
    [InlineData("token=/run/secrets/token-1 password=/etc/x1y2z3/w4")]
    [InlineData("System.Xml, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("--hash=sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("commit 0123456789abcdef0123456789abcdef01234567 (HEAD -> main)")]
    [InlineData("c8a4e1f6-2b7d-4e0a-9c35-1f8d6b3a7e01 d-abcdefghijkl")]
    [InlineData("UEsDBBQAAAAIAGF0dGVzdC93aGVlbC5weVBLAQIUABQAAAAIAGF0dGVzdA==")]
    [InlineData("https://files.pythonhosted.org/packages/0a/1b/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855/numpy-1.0-cp312-cp312-manylinux_2_17_x86_64.whl")]
    [InlineData("Installing scikit-learn, pypi-server-1.4.0-py3-none-any.whl, npm_config_registry, hf_transfer, sk-estimator-container-div-id-1")]
    [InlineData("Authorization: required. The authorization failed; docker run --user 1000:1000")]
    [InlineData("the machine has a login with password authentication")]
    [InlineData("cookies: none; Cookie: disabled")]
    [InlineData("integrity sha512-ZmFrZSBkaWdlc3QgZm9yIGEgdGVzdCBvZiBtYXNrcyBvZiBzZWNyZXRzIGluIHRleHQ==")]
    public void Ordinary_text_is_left_as_it_is(string text)
    {
        Assert.Equal(text, SecretMask.Once(text));
        Assert.Equal(text, new SecretMask().Apply(text));
    }

    [Fact]
    public void Every_secret_of_a_text_is_masked_and_the_rest_is_kept()
    {
        var masked = SecretMask.Once("a https://u:p1@h b https://u:p2@h c AKIAIOSFODNN7EXAMPLE d");
        Assert.Equal("a https://u:***@h b https://u:***@h c AKIA*** d", masked);
    }

    [Theory]
    [InlineData("RSA PRIVATE KEY", 26)]
    [InlineData("PRIVATE KEY", 1)]
    [InlineData("OPENSSH PRIVATE KEY", 60)]
    [InlineData("PGP PRIVATE KEY BLOCK", 150)]
    public void A_private_key_is_masked_wherever_it_is_cut_in_two(string kind, int lines)
    {
        var (body, text) = (MadeUpSecrets.KeyBody(lines), $"before\n{MadeUpSecrets.Key(kind, lines)}after\n");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var mask = new SecretMask();
            var masked = mask.Apply(text[..cut]) + mask.Apply(text[cut..]);
            Assert.Null(body.FirstOrDefault(line => Leaked(masked, line) is not null));
            Assert.StartsWith("before\n", masked, StringComparison.Ordinal);
            Assert.EndsWith("\nafter\n", masked, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("2026-11-28 04:34:07 ")]
    public void A_private_key_that_comes_line_by_line_is_masked(string prefix)
    {
        var mask = new SecretMask();
        var masked = string.Concat(MadeUpSecrets.Key("RSA PRIVATE KEY", 26).Split('\n').Select(line => mask.Apply($"{prefix}{line}\n")));
        Assert.Null(MadeUpSecrets.KeyBody(26).FirstOrDefault(line => Leaked(masked, line) is not null));
    }

    [Fact]
    public void What_comes_before_an_end_without_a_beginning_is_masked_as_far_as_it_is_a_key()
    {
        var body = string.Join('\n', MadeUpSecrets.KeyBody(3));
        Assert.Equal("text\n***\n-----END RSA PRIVATE KEY-----\nafter\n", SecretMask.Once($"text\n{body}\nshort=\n-----END RSA PRIVATE KEY-----\nafter\n").Replace("text***", "text\n***", StringComparison.Ordinal));
    }

    [Fact]
    public void A_word_about_private_keys_hides_no_more_than_a_few_lines()
    {
        var prose = string.Concat(Enumerable.Range(0, 100).Select(line => $"this is line {line} of the log\n"));
        Assert.EndsWith(prose[prose.IndexOf("this is line 6", StringComparison.Ordinal)..], SecretMask.Once("+ grep -q -- '-----BEGIN RSA PRIVATE KEY-----' key.pem\n" + prose), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cost_of_a_text_grows_as_the_text_does_whatever_is_in_it()
    {
        string[] atoms =
        [
            "a", "a:", "a://b:", "://", "://a:@", "https://a:", "@", "Bearer ", "session_token=", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "BEGIN PRIVATE KEY", "-", "AKIA", "ASIAIOSFODNN7EXAMPLE ",
            "+.-", "eyJ", "eyJ-", "eyJ.", "eyJa.a.", "ghp_", "gh", "sk-", "token", "password ", "password   =  ", "token=\"", "token='a ", "secret\\", "password\"a", "authorization: ", "authorization:=\"", "authorization: a,", "a, ",
            "cookie:a=", "cookie: ", "&", "?token", "&sig=", "?a_-", "X-Amz-Signature=", "-u ", "-u a:", "machine a login ", "machine ", "\"auth", "0123456789abcdef", "secretaccesskey|  ", " ", "\t", "\\\"", "\n",
        ];
        var random = new Random(7);
        string[] units = [.. atoms, .. Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => atoms[random.Next(atoms.Length)])))];
        _ = Cost(string.Concat(atoms));
        foreach (var unit in units)
        {
            // Sixteen times as much: quadratic would take 256 times as long.
            var (little, much) = (Repeat(unit, 8_000), Repeat(unit, 128_000));
            var (short_, long_) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
            for (var attempt = 0; attempt < 20 && (attempt == 0 || long_ > 64 * short_ + TimeSpan.FromMilliseconds(5)); attempt++)
            {
                if (Cost(little) is var one && one < short_) short_ = one;
                if (Cost(much) is var sixteen && sixteen < long_) long_ = sixteen;
            }

            Assert.True(long_ <= (64 * short_) + TimeSpan.FromMilliseconds(5), $"{unit}: {short_.TotalMilliseconds:0.00} ms, but {long_.TotalMilliseconds:0.00} ms for sixteen times as much.");
        }
    }

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length));

    private static TimeSpan Cost(string text)
    {
        var began = Stopwatch.GetTimestamp();
        Assert.NotNull(SecretMask.Once(text));
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>A part of a secret that one could begin to guess the rest from; null when none is there.</summary>
    internal static string? Leaked(string text, string secret)
    {
        const int Enough = 8;
        for (var at = 0; at + Enough <= secret.Length; at++)
        {
            if (text.Contains(secret.Substring(at, Enough), StringComparison.Ordinal)) return secret.Substring(at, Enough);
        }

        return null;
    }
}
