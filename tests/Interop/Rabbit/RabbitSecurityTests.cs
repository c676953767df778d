using Amqp1.Configuration;
using Amqp1.Interop.Tests.Harness;
using Amqp1.Interop.Tests.Harness.Rabbit;
using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Rabbit;

/// <summary>Tests with brokers that require TLS or a certificate, restrict a user, deny a kind of queue, or are too old.</summary>
public sealed class RabbitSecurityTests(SecureRabbitFixture fixture) : RabbitTests, IClassFixture<SecureRabbitFixture>
{
    private const string Topic = "secure";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Calls_pass_both_ways_over_tls(bool withCertificate)
    {
        var broker = await fixture.BrokerAsync(Cancel);
        var tls = fixture.Tls;
        var (url, python) = withCertificate
            ? ($"rabbit://{broker.TlsHost}/", new[] { $"ssl_cert_file={tls.ClientCertificateFile}", $"ssl_key_file={tls.ClientKeyFile}", "rabbit_login_method=EXTERNAL" })
            : (broker.UrlOf(broker.Settings.Admin, broker.TlsHost), []);

        await CallBothWaysAsync(url, withCertificate ? "certified" : Topic, ["ssl=true", $"ssl_ca_file={tls.AuthorityFile}", .. python], options =>
        {
            options.Ssl = true;
            options.SslCaFile = tls.AuthorityFile;
            if (withCertificate)
            {
                options.SslCertFile = tls.ClientCertificateFile;
                options.SslKeyFile = tls.ClientKeyFile;
                options.SaslMechanisms = "EXTERNAL";
            }
        });
    }

    [Fact]
    public async Task A_user_with_permissions_for_its_own_names_only_can_call_and_serve()
    {
        var broker = await fixture.BrokerAsync(Cancel);

        await CallBothWaysAsync(broker.UrlOf(SecureRabbitFixture.Restricted), SecureRabbitFixture.OwnTopic, [], _ => { });
    }

    [Fact]
    public async Task A_user_without_a_permission_is_told_so()
    {
        var broker = await fixture.BrokerAsync(Cancel);

        (await LinkErrorAsync(broker.UrlOf(SecureRabbitFixture.Reader), options => options.QuorumQueues = true)).ShouldContain("permission");
    }

    [Fact]
    public async Task A_broker_that_denies_transient_queues_names_the_option_that_helps()
    {
        var settings = new RabbitSettings { Lines = ["deprecated_features.permit.transient_nonexcl_queues = false"] };
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V43, Cancel, settings);

        (await LinkErrorAsync(broker.Url, _ => { })).ShouldContain("quorum_queue");
        await CallBothWaysAsync(
            broker.Url,
            Topic,
            ["rabbit_quorum_queue=true", "rabbit_transient_quorum_queue=true"],
            options =>
            {
                options.QuorumQueues = true;
                options.TransientQuorumQueues = true;
            });
    }

    [Fact]
    public async Task A_broker_before_4_0_is_refused_with_its_version()
    {
        await using var broker = await RabbitBroker.StartAsync(RabbitRelease.V310, Cancel);
        using var logged = new LogSignal();
        var transport = CreateTransport(broker.Url, loggers: logged);

        var status = await StatusAsync(transport, logged, status => status.LastError is not null);

        status.LastError.ShouldNotBeNull().ShouldContain("3.10");
        await Should.ThrowAsync<MessagingException>(
            () => transport.CreateRpcClient(Target.ForTopic(Topic)).Prepare(timeout: TimeSpan.FromSeconds(2)).CallAsync("echo", cancel: Cancel));
    }

    private async Task CallBothWaysAsync(string url, string topic, string[] python, Action<RabbitOptions> configure)
    {
        var arguments = python.SelectMany(option => new[] { "--option", option }).ToArray();
        var server = await PythonAsync(OsloRelease.Newest, "rpc_server.py", url, ["--topic", topic, "--server", "py", .. arguments]);
        var caller = await PythonAsync(OsloRelease.Newest, "rpc_client.py", url, ["--topic", topic, "--timeout", "40", .. arguments]);
        var transport = await ConnectAsync(url, options => configure(options.Rabbit));
        await ServeAsync(transport, topic, "net");

        var client = transport.CreateRpcClient(Target.ForTopic(topic, "py"));
        (await client.CallAsync<int>("echo", new { data = 1 }, Cancel)).ShouldBe(1);
        Value(await caller.AskAsync(new { command = "call", server = "net", method = "echo", args = new { data = 2 } }, Cancel)).GetInt32().ShouldBe(2);
        await client.FanoutAsync("hit", new { data = "fanout" }, Cancel);
        await server.NextAsync(occurred => IsHit(occurred, "fanout"), Cancel);
        await transport.CreateNotifier("p", topic).InfoAsync("e", new { id = 1 }, cancel: Cancel);
    }

    /// <summary>Returns the error in the status when the links of a server cannot be attached.</summary>
    private async Task<string> LinkErrorAsync(string url, Action<RabbitOptions> configure)
    {
        using var logged = new LogSignal();
        var transport = await ConnectAsync(url, options => configure(options.Rabbit), logged);
        var errors = StatusAsync(transport, logged, status => status.LastLinkError is not null);
        var listener = new ComputeService(transport, "unserved", "net").StartAsync(Cancel);
        var status = await errors;
        _ = listener.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        return status.LastLinkError!;
    }

    private static async Task<ConnectionStatus> StatusAsync(MessagingTransport transport, LogSignal logged, Func<ConnectionStatus, bool> wanted)
    {
        // The event of the status does not report every property. The driver logs each failed attempt, and tries again.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Limits.Signal);
        while (!wanted(transport.Status))
        {
            await logged.WaitAsync(limit.Token);
        }

        return transport.Status;
    }
}
