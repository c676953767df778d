using System.Text.Json;
using System.Threading.Channels;
using Amqp1.Notifications;

namespace Amqp1.Outbox.Tests;

/// <summary>A listener that keeps what it receives.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Channel<(string Name, long Number, string Id, string? User)> _received = Channel.CreateUnbounded<(string, long, string, string?)>();
    private readonly MessagingTransport _transport;
    private readonly NotificationListener _listener;

    private Listener(string url)
    {
        _transport = MessagingTransport.Create(url);
        var descriptor = new NotificationEndpointDescriptor(
            typeof(Listener),
            "notifications",
            new NotificationFilter(),
            new Dictionary<NotificationPriority, NotificationInvoker> { [NotificationPriority.Info] = Handle });
        _listener = _transport.CreateNotificationListener((descriptor, this));
    }

    /// <summary>Starts a listener. Completes when it listens.</summary>
    public static async Task<Listener> StartAsync(string url, CancellationToken cancel)
    {
        var listener = new Listener(url);
        listener._transport.Start();
        listener._listener.Start();
        await listener._listener.WaitUntilListeningAsync(cancel);
        return listener;
    }

    public ValueTask<(string Name, long Number, string Id, string? User)> NextAsync(CancellationToken cancel) => _received.Reader.ReadAsync(cancel);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _transport.DisposeAsync();
    }

    private ValueTask<NotificationResult> Handle(object endpoint, NotificationInvocation invocation)
    {
        var notification = invocation.Read<JsonElement>();
        _received.Writer.TryWrite((notification.EventType, notification.Payload.GetProperty("number").GetInt64(), notification.MessageId, notification.Context["user"]));
        return ValueTask.FromResult(NotificationResult.Handled);
    }
}
