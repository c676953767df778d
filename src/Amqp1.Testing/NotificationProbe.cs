using System.Text.Json;
using Amqp1.Notifications;

namespace Amqp1.Testing;

/// <summary>Listens to a notification topic for a test, accepts all notifications and records them.</summary>
/// <remarks>Created by <see cref="TestRouter.ListenAsync"/>. All members are thread-safe.</remarks>
public sealed class NotificationProbe : IAsyncDisposable
{
    private readonly Recording<Notification<JsonElement>> _received;
    private readonly NotificationListener _listener;

    internal NotificationProbe(string topic, TimeSpan waitLimit, MessagingTransport transport)
    {
        Topic = topic;
        _received = new($"notification of topic {topic}", waitLimit, notification => notification.EventType);
        var handlers = Enum.GetValues<NotificationPriority>().ToDictionary(priority => priority, _ => (NotificationInvoker)Keep);
        _listener = transport.CreateNotificationListener(
            (new NotificationEndpointDescriptor(typeof(NotificationProbe), topic, NotificationFilter.Any, handlers), this));
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>A copy of all notifications received so far, oldest first, including those that <c>NextAsync</c> has returned.</summary>
    public IReadOnlyList<Notification<JsonElement>> Received => _received.All;

    /// <summary>
    /// Returns the oldest notification that meets the condition and was not returned before. Waits if there is none. Other notifications
    /// remain available to later calls.
    /// </summary>
    /// <param name="isMeant">The condition; null for any notification. It may be called several times for one notification.</param>
    /// <param name="cancel">Cancels the wait.</param>
    /// <exception cref="TimeoutException">
    /// No matching notification arrived within <see cref="TestRouterOptions.WaitLimit"/> (30 s by default). The message lists the
    /// notifications that did arrive.
    /// </exception>
    public Task<Notification<JsonElement>> NextAsync(Func<Notification<JsonElement>, bool>? isMeant = null, CancellationToken cancel = default) =>
        _received.NextAsync(isMeant ?? (_ => true), cancel);

    /// <summary>Returns the oldest notification of an event type that was not returned before. Waits if there is none.</summary>
    /// <inheritdoc cref="NextAsync(Func{Notification{JsonElement}, bool}, CancellationToken)"/>
    public Task<Notification<JsonElement>> NextAsync(string eventType, CancellationToken cancel = default) =>
        NextAsync(notification => notification.EventType == eventType, cancel);

    /// <summary>Stops listening. Does not throw.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    internal Task StartAsync(CancellationToken cancel)
    {
        _listener.Start();
        return _listener.WaitUntilListeningAsync(cancel);
    }

    private ValueTask<NotificationResult> Keep(object endpoint, NotificationInvocation invocation)
    {
        _received.Add(invocation.Read<JsonElement>());
        return ValueTask.FromResult(NotificationResult.Handled);
    }
}
