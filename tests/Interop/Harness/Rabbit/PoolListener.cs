using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>A listener with endpoints in pools. It records which endpoint handled which notification.</summary>
internal sealed class PoolListener : IAsyncDisposable
{
    private readonly NotificationListener _listener;

    private PoolListener(MessagingTransport transport, (string Topic, string? Pool, NotificationPriority[] Priorities)[] endpoints) =>
        _listener = transport.CreateNotificationListener([.. endpoints.Select(endpoint => (Describe(endpoint.Topic, endpoint.Pool, endpoint.Priorities), (object)this))]);

    /// <summary>The handled notifications, each with the topic of its endpoint.</summary>
    public Occurrences<(string Topic, Notification<JsonElement> Notification)> Handled { get; } = new();

    public static Task<PoolListener> StartAsync(MessagingTransport transport, CancellationToken cancel, string topic, string? pool) =>
        StartAsync(transport, cancel, (topic, pool, [NotificationPriority.Info]));

    public static async Task<PoolListener> StartAsync(
        MessagingTransport transport, CancellationToken cancel, params (string Topic, string? Pool, NotificationPriority[] Priorities)[] endpoints)
    {
        var listener = new PoolListener(transport, endpoints);
        listener._listener.Start();
        await listener._listener.WaitUntilListeningAsync(cancel).WaitAsync(Limits.Signal, cancel);
        return listener;
    }

    /// <summary>Completes when the listeners together have handled that many notifications.</summary>
    public static async Task ReachAsync(int count, CancellationToken cancel, params PoolListener[] listeners)
    {
        var next = listeners.Select(listener => listener.Handled.TakeAsync(_ => true)).ToArray();
        for (var left = count; left > 0; left--)
        {
            var taken = await Task.WhenAny(next).WaitAsync(Limits.Signal, cancel);
            await taken;
            if (left > 1)
            {
                var index = Array.IndexOf(next, taken);
                next[index] = listeners[index].Handled.TakeAsync(_ => true);
            }
        }
    }

    /// <summary>Returns the event types that the listeners have handled, in the order of their names.</summary>
    public static string[] EventTypes(params PoolListener[] listeners) =>
        [.. listeners.SelectMany(listener => listener.Handled.All).Select(handled => handled.Notification.EventType).Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private NotificationEndpointDescriptor Describe(string topic, string? pool, NotificationPriority[] priorities) => new(
        typeof(PoolListener), topic, NotificationFilter.Any, priorities.ToDictionary(priority => priority, _ => (NotificationInvoker)((_, invocation) => Handle(topic, invocation))))
    {
        Pool = pool,
    };

    private ValueTask<NotificationResult> Handle(string topic, NotificationInvocation invocation)
    {
        Handled.Add((topic, invocation.Read<JsonElement>()));
        return ValueTask.FromResult(NotificationResult.Handled);
    }
}
