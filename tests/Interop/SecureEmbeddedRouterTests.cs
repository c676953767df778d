using Amqp1.Configuration;
using Amqp1.Embedded;
using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>
/// Tests of Python and .NET peers, in both directions, through an embedded router that requires TLS, a certificate or a password.
/// </summary>
public sealed class SecureEmbeddedRouterTests : IDisposable
{
    private const string User = "oslo";
    private const string Password = "pa55 wörd";
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TestFiles _files = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _files.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Calls_pass_both_ways_over_tls()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var router = await StartAsync(new EmbeddedRouterOptions { Tls = Tls() });

        await CallBothWaysAsync($"amqp://localhost:{router.Port}", Trust(), security => security.SslCaFile = CaFile());
    }

    [Fact]
    public async Task Calls_pass_both_ways_for_peers_that_show_a_certificate()
    {
        await PeerRequirements.RequirePythonAsync();
        var tls = Tls();
        tls.ClientCertificates = ClientCertificates.Require;
        tls.TrustedAuthorities.Add(_authority.Certificate);
        await using var router = await StartAsync(new EmbeddedRouterOptions { Tls = tls, AllowAnonymous = false, SaslMechanisms = ["EXTERNAL"] });
        var certificate = _authority.Issue("peer");
        var certificateFile = _files.Certificates("peer.pem", certificate);
        var keyFile = _files.Write("peer.key", TestFiles.Key(certificate));

        await CallBothWaysAsync(
            $"amqp://localhost:{router.Port}",
            [.. Trust(), "--option", $"ssl_cert_file={certificateFile}", "--option", $"ssl_key_file={keyFile}", "--option", "sasl_mechanisms=EXTERNAL"],
            security =>
            {
                security.SslCaFile = CaFile();
                security.SslCertFile = certificateFile;
                security.SslKeyFile = keyFile;
            });
    }

    [Theory]
    [InlineData("PLAIN", true)]
    [InlineData("SCRAM-SHA-1", true)]
    [InlineData("SCRAM-SHA-256", true)]
    [InlineData("SCRAM-SHA-256", false)]
    public async Task Calls_pass_both_ways_for_peers_with_a_password(string mechanism, bool tls)
    {
        await PeerRequirements.RequirePythonAsync();
        if (mechanism != "PLAIN")
        {
            await PeerRequirements.RequireCyrusAsync();
        }

        await using var router = await StartAsync(WithUser(mechanism, tls));

        await CallBothWaysAsync(
            $"amqp://{User}:{Uri.EscapeDataString(Password)}@localhost:{router.Port}",
            [.. tls ? Trust() : [], "--option", $"sasl_mechanisms={mechanism}"],
            security => security.SslCaFile = tls ? CaFile() : null);
    }

    [Fact]
    public async Task A_python_client_with_a_wrong_password_is_refused()
    {
        await PeerRequirements.RequirePythonAsync();
        await using var router = await StartAsync(WithUser("PLAIN", tls: true));

        await FailAsync($"amqp://{User}:wrong@localhost:{router.Port}", [.. Trust(), "--option", "sasl_mechanisms=PLAIN"]);
    }

    [Fact]
    public async Task A_python_client_refuses_a_router_whose_authority_it_does_not_know()
    {
        await PeerRequirements.RequirePythonAsync();
        using var other = TestAuthority.Create("another root");
        await using var router = await StartAsync(new EmbeddedRouterOptions { Tls = Tls() });

        await FailAsync(
            $"amqp://localhost:{router.Port}",
            ["--option", "ssl=true", "--option", $"ssl_ca_file={_files.Certificates("other.pem", other.Certificate)}"]);
    }

    private static Task<EmbeddedRouter> StartAsync(EmbeddedRouterOptions options) => EmbeddedRouter.StartAsync(options, Cancel);

    private static async Task CallBothWaysAsync(string url, string[] python, Action<SecurityOptions> security)
    {
        await using var server = await PythonPeer.StartReadyAsync("rpc_server.py", Cancel, ["--url", url, "--topic", "to-python", "--server", "s1", .. python]);
        await using var client = await PythonPeer.StartReadyAsync("rpc_client.py", Cancel, ["--url", url, "--topic", "to-service", .. python]);
        var options = new Amqp1Options();
        security(options.Security);
        await using var transport = MessagingTransport.Create(url, options);
        transport.Start();
        var service = new ComputeService(transport, "to-service", "c1");
        await service.StartAsync(Cancel);

        (await transport.CreateRpcClient(Target.ForTopic("to-python")).CallAsync<string>("echo", new { data = "hello" }, Cancel)).ShouldBe("hello");
        var answer = await client.AskAsync(new { command = "call", method = "name", args = new { }, timeout = 30 }, Cancel);
        answer.GetProperty("value").GetString().ShouldBe("c1", answer.ToString());
        await service.StopAsync();
    }

    private static async Task FailAsync(string url, string[] python)
    {
        await using var client = await PythonPeer.StartReadyAsync(
            "rpc_client.py", Cancel, ["--url", url, "--topic", "topic", "--option", "connection_retry_interval=1", .. python]);
        var answer = await client.AskAsync(new { command = "call", method = "name", args = new { }, timeout = 3, retry = 0 }, Cancel);
        answer.GetProperty("ok").GetBoolean().ShouldBeFalse(answer.ToString());
    }

    private EmbeddedRouterTls Tls() => new() { ServerCertificate = _authority.Issue("router", "localhost") };

    private EmbeddedRouterOptions WithUser(string mechanism, bool tls) => new()
    {
        Tls = tls ? Tls() : null,
        Users = new Dictionary<string, string> { [User] = Password },
        AllowAnonymous = false,
        SaslMechanisms = [mechanism],
    };

    private string CaFile() => _files.Certificates("ca.pem", _authority.Certificate);

    private string[] Trust() => ["--option", "ssl=true", "--option", $"ssl_ca_file={CaFile()}"];
}
