namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>
/// A broker with a listener for TLS and with users of different rights, which its tests share because its start takes seconds. It is started
/// when the first test asks for it.
/// </summary>
public sealed class SecureRabbitFixture : IAsyncDisposable
{
    /// <summary>The beginning of the names that <see cref="Restricted"/> may use.</summary>
    internal const string OwnTopic = "own";

    private const string Own = $"^(openstack|{OwnTopic}.*|reply_.*|amq\\.default)$";

    private readonly RabbitTls _tls = new(Peer.Name);
    private readonly Lock _gate = new();
    private Task<RabbitBroker>? _broker;

    /// <summary>A user that logs in with the certificate of the client.</summary>
    internal static RabbitUser Peer { get; } = new("peer");

    /// <summary>A user with permissions for names of its own topic only.</summary>
    internal static RabbitUser Restricted { get; } = new("restricted", Configure: Own, Write: Own, Read: Own);

    /// <summary>A user that may declare nothing.</summary>
    internal static RabbitUser Reader { get; } = new("reader", Configure: "^$", Write: ".*", Read: ".*");

    internal RabbitTls Tls => _tls;

    /// <summary>Returns the broker. The test is skipped if its release is not installed.</summary>
    internal Task<RabbitBroker> BrokerAsync(CancellationToken cancel)
    {
        lock (_gate)
        {
            return _broker ??= RabbitBroker.StartAsync(RabbitRelease.V43, cancel, new RabbitSettings { Tls = _tls, Users = [Peer, Restricted, Reader] });
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_broker is { IsCompletedSuccessfully: true } broker)
        {
            await broker.Result.DisposeAsync();
        }

        _tls.Dispose();
    }
}
