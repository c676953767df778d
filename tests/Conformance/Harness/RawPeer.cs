using Amqp;
using Amqp.Framing;

namespace Amqp1.Conformance.Tests.Harness;

/// <summary>A peer that uses AMQP without a driver: it sees the messages unchanged and sends messages that no driver sends.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private readonly Connection _connection;
    private readonly Session _session;

    private RawPeer(Connection connection)
    {
        _connection = connection;
        _session = new Session(connection);
    }

    public static async Task<RawPeer> ConnectAsync(string url)
    {
        var host = TransportUrl.Parse(url).Hosts[0];
        var address = new Address(host.Host, host.Port, host.User, host.Password, "/", "amqp");
        return new RawPeer(await new ConnectionFactory().CreateAsync(address));
    }

    /// <summary>Attaches to an address. Completes when the peer has answered.</summary>
    public async Task<ReceiverLink> ListenAsync(string address)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = new ReceiverLink(_session, $"raw-{Guid.NewGuid():N}", new Source { Address = address }, (_, _) => attached.TrySetResult());
        await attached.Task.WaitAsync(Limit);
        link.SetCredit(20, CreditMode.Auto);
        return link;
    }

    /// <summary>Receives the next message, which stays unsettled.</summary>
    public static async Task<Message> ReceiveAsync(ReceiverLink link) =>
        await link.ReceiveAsync(Limit) ?? throw new TimeoutException($"No message from {link.Name}.");

    /// <summary>Sends a message. Completes with the outcome.</summary>
    public async Task<Outcome> SendAsync(string address, Message message)
    {
        message.Properties ??= new Properties();
        message.Properties.To = address;
        var link = new SenderLink(_session, $"raw-{Guid.NewGuid():N}", address);
        var settled = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Send(message, (_, _, outcome, _) => settled.TrySetResult(outcome), null);
        var outcome = await settled.Task.WaitAsync(Limit);
        await link.CloseAsync();
        return outcome;
    }

    public async ValueTask DisposeAsync() => await _connection.CloseAsync();
}
