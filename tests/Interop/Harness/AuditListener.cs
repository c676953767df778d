using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The .NET counterpart of <c>peers/notify_listener.py</c>: it reports each notification, and requeues the first ones.</summary>
internal sealed class AuditListener : IAsyncDisposable
{
    private readonly NotificationListener _listener;
    private int _requeues;

    private AuditListener(MessagingTransport transport, string topic, NotificationFilter filter, int requeues, NotificationPriority[] priorities)
    {
        _requeues = requeues;
        var handlers = priorities.ToDictionary(priority => priority, _ => (NotificationInvoker)Handle);
        _listener = transport.CreateNotificationListener((new NotificationEndpointDescriptor(typeof(AuditListener), topic, filter, handlers), this));
    }

    public Occurrences<Notification<JsonElement>> Notifications { get; } = new();

    public static async Task<AuditListener> StartAsync(
        MessagingTransport transport,
        string topic,
        CancellationToken cancel,
        NotificationFilter? filter = null,
        int requeues = 0,
        params NotificationPriority[] priorities)
    {
        var audit = new AuditListener(
            transport, topic, filter ?? NotificationFilter.Any, requeues, priorities.Length > 0 ? priorities : [NotificationPriority.Info]);
        audit._listener.Start();
        await audit._listener.WaitUntilListeningAsync(cancel).WaitAsync(Limits.Signal, cancel);
        return audit;
    }

    public Task<Notification<JsonElement>> NextAsync(CancellationToken cancel) =>
        Notifications.TakeAsync(_ => true).WaitAsync(Limits.Signal, cancel);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private ValueTask<NotificationResult> Handle(object endpoint, NotificationInvocation invocation)
    {
        Notifications.Add(invocation.Read<JsonElement>());
        return ValueTask.FromResult(Interlocked.Decrement(ref _requeues) >= 0 ? NotificationResult.Requeue : NotificationResult.Handled);
    }
}
