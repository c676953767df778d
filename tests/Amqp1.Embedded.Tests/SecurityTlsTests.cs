using System.Security.Cryptography.X509Certificates;
using Amqp1.Configuration;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests of the driver and the router over TLS.</summary>
public sealed class SecurityTlsTests : SecurityTest
{
    [Theory]
    [Trait("Conformance", "51")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_server_with_a_certificate_for_the_host_name_is_taken(string host)
    {
        await using var router = await StartAsync(Authority.Issue("server", host));

        await CallAsync($"amqp://{host}:{router.Port}", Trust);
    }

    [Fact]
    [Trait("Conformance", "52")]
    public async Task The_host_name_is_checked_although_the_url_has_a_virtual_host()
    {
        await using var router = await StartAsync(Authority.Issue("server", "localhost"));

        await CallAsync($"amqp://localhost:{router.Port}/some.vhost", Trust);
    }

    [Fact]
    [Trait("Conformance", "53")]
    public async Task The_virtual_host_is_checked_instead_when_that_is_asked_for()
    {
        await using var router = await StartAsync(Authority.Issue("server", "some.vhost"));

        await CallAsync($"amqp://localhost:{router.Port}/some.vhost", VerifyVhost);
        var (_, lastError) = await FailAsync($"amqp://localhost:{router.Port}/other.vhost", retry: 0, VerifyVhost);

        lastError.ShouldContain("not accepted for other.vhost: RemoteCertificateNameMismatch");

        void VerifyVhost(SecurityOptions security)
        {
            Trust(security);
            security.SslVerifyVhost = true;
        }
    }

    [Fact]
    [Trait("Conformance", "55")]
    public async Task A_certificate_for_another_name_fails_the_cast_after_its_retry_and_is_named()
    {
        await using var router = await StartAsync(Authority.Issue("server", "some.other.host"));

        var (failure, lastError) = await FailAsync($"amqp://localhost:{router.Port}", retry: 1, Trust);

        failure.ShouldContain("RemoteCertificateNameMismatch");
        lastError.ShouldContain("some.other.host");
    }

    [Theory]
    [Trait("Conformance", "56")]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("EdgeCase", "10")]
    public async Task A_server_that_demands_a_client_certificate_gets_it_with_its_key(bool encrypted)
    {
        var certificate = Authority.Issue("client");
        await using var router = await StartAsync(Authority.Issue("server", "localhost"), ClientCertificates.Require);

        await CallAsync($"amqp://localhost:{router.Port}", security =>
        {
            Trust(security);
            security.SslCertFile = Files.Certificates("client.pem", certificate);
            security.SslKeyFile = Files.Write("client.key", encrypted ? TestFiles.EncryptedKey(certificate, "key-pw") : TestFiles.Key(certificate));
            security.SslKeyPassword = "key-pw";
        });
    }

    [Fact]
    public async Task Certificate_key_and_intermediate_may_be_in_one_file()
    {
        using var intermediate = Authority.CreateIntermediate("client authority");
        var certificate = intermediate.Issue("client");
        await using var router = await StartAsync(Authority.Issue("server", "localhost"), ClientCertificates.Require);

        await CallAsync($"amqp://localhost:{router.Port}", security =>
        {
            Trust(security);
            security.SslCertFile = Files.Write(
                "all.pem", certificate.ExportCertificatePem(), TestFiles.Key(certificate), intermediate.Certificate.ExportCertificatePem());
        });
    }

    [Theory]
    [InlineData("EXTERNAL")]
    [InlineData("")]
    public async Task A_client_certificate_authenticates_by_external_when_nobody_else_is_let_in(string mechanisms)
    {
        var certificate = Authority.Issue("client");
        await using var router = await StartAsync(Authority.Issue("server", "localhost"), ClientCertificates.Require, options =>
        {
            options.AllowAnonymous = false;
            options.SaslMechanisms = ["EXTERNAL"];
        });

        await CallAsync($"amqp://localhost:{router.Port}", security =>
        {
            Trust(security);
            security.SaslMechanisms = mechanisms;
            security.SslCertFile = Files.Write("client.pem", certificate.ExportCertificatePem(), TestFiles.Key(certificate));
        });
    }

    [Fact]
    public async Task A_client_without_the_certificate_that_is_demanded_is_refused()
    {
        await using var router = await StartAsync(Authority.Issue("server", "localhost"), ClientCertificates.Require);

        var (_, lastError) = await FailAsync($"amqp://localhost:{router.Port}", retry: 0, Trust);

        lastError.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_named_as_such()
    {
        await using var router = await StartAsync(Authority.IssueExpired("server", "localhost"));

        var (_, lastError) = await FailAsync($"amqp://localhost:{router.Port}", retry: 0, Trust);

        lastError.ShouldContain("NotTimeValid");
    }

    [Fact]
    public async Task A_certificate_of_an_authority_that_is_not_trusted_is_refused_unless_told_otherwise()
    {
        using var stranger = TestAuthority.Create("stranger");
        await using var router = await StartAsync(stranger.Issue("server", "localhost"));

        var (_, lastError) = await FailAsync($"amqp://localhost:{router.Port}", retry: 0, Trust);
        lastError.ShouldContain("RemoteCertificateChainErrors");

        await CallAsync(router.TransportUrl, security => security.SslInsecure = true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_intermediate_may_come_from_the_server_or_from_the_file_of_authorities(bool fromServer)
    {
        using var intermediate = Authority.CreateIntermediate("between");
        await using var router = await StartAsync(
            intermediate.Issue("server", "localhost"), intermediates: fromServer ? [intermediate.Certificate] : []);

        await CallAsync($"amqp://localhost:{router.Port}", security => security.SslCaFile = fromServer
            ? Files.Certificates("ca.pem", Authority.Certificate)
            : Files.Certificates("ca.pem", intermediate.Certificate, Authority.Certificate));
    }

    [Fact]
    public void An_encrypted_key_without_its_password_is_named_and_not_shown()
    {
        var certificate = Authority.Issue("client");
        var options = new Amqp1Options
        {
            Security =
            {
                SslCertFile = Files.Certificates("client.pem", certificate),
                SslKeyFile = Files.Write("client.key", TestFiles.EncryptedKey(certificate, "right")),
            },
        };
        Should.Throw<MessagingException>(() => MessagingTransport.Create("amqp://localhost", options)).Message.ShouldContain("SslKeyPassword");

        options.Security.SslKeyPassword = "wr0ng";
        var wrong = Should.Throw<MessagingException>(() => MessagingTransport.Create("amqp://localhost", options));
        wrong.Message.ShouldContain("client.key");
        wrong.ToString().ShouldNotContain("wr0ng");
    }

    private void Trust(SecurityOptions security) => security.SslCaFile = Files.Certificates("ca.pem", Authority.Certificate);

    private Task<EmbeddedRouter> StartAsync(
        X509Certificate2 server,
        ClientCertificates clients = ClientCertificates.Ignore,
        Action<EmbeddedRouterOptions>? change = null,
        X509Certificate2[]? intermediates = null)
    {
        var tls = new EmbeddedRouterTls { ServerCertificate = server, ClientCertificates = clients };
        tls.TrustedAuthorities.Add(Authority.Certificate);
        tls.Intermediates.AddRange(intermediates ?? []);
        var options = new EmbeddedRouterOptions { Tls = tls };
        change?.Invoke(options);
        return TestRouter.StartAsync(options);
    }
}
