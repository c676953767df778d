using Amqp1.Configuration;

namespace Amqp1.Embedded.Tests;

/// <summary>The base class of the tests of TLS and SASL, with an authority, files, and the driver connected to the router.</summary>
public abstract class SecurityTest : IDisposable
{
    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    protected SecurityTest() => _limit.CancelAfter(TimeSpan.FromSeconds(60));

    protected CancellationToken Limit => _limit.Token;

    internal TestAuthority Authority { get; } = TestAuthority.Create();

    internal TestFiles Files { get; } = new();

    public void Dispose()
    {
        Files.Dispose();
        Authority.Dispose();
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a call through the router and checks its result.</summary>
    protected async Task CallAsync(string url, Action<SecurityOptions>? security = null)
    {
        await using var transport = Transport(url, security);
        var target = new Target { Topic = "topic", Server = "server" };
        await using var server = transport.CreateRpcServer(target, (TestEndpoint.Describe(target), new TestEndpoint()));
        server.Start();
        await server.WaitUntilListeningAsync(Limit);
        var answer = await transport.CreateRpcClient(target).CallAsync<string>("echo", new { data = "hello" }, Limit);
        answer.ShouldBe("hello");
    }

    /// <summary>Makes a cast that cannot be sent. Returns the text of the failure and the last error of the connection.</summary>
    protected async Task<(string Failure, string LastError)> FailAsync(string url, int retry, Action<SecurityOptions>? security = null)
    {
        await using var transport = Transport(url, security);
        var client = transport.CreateRpcClient(new Target { Topic = "topic" }).Prepare(retry: retry);
        var failure = await Should.ThrowAsync<MessageDeliveryException>(() => client.CastAsync("echo", new { data = "hello" }, Limit));
        return (failure.Message, transport.Status.LastError.ShouldNotBeNull());
    }

    private static MessagingTransport Transport(string url, Action<SecurityOptions>? security)
    {
        var transport = MessagingTransport.Create(url, TestOptions.Create(options => security?.Invoke(options.Security)));
        transport.Start();
        return transport;
    }
}
