using System.Text.Json;

namespace Amqp1.Notifications;

/// <summary>What the notification driver <c>test</c> was given, for tests to look at and wait for.</summary>
/// <remarks>Thread-safe. It keeps the last 10000 notifications.</remarks>
public sealed class NotificationRecorder
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<Notification<JsonElement>> _all = new();
    private readonly List<(Func<Notification<JsonElement>, bool> IsMeant, TaskCompletionSource<Notification<JsonElement>> Found)> _waiting = [];

    /// <summary>A copy of all there are, oldest first.</summary>
    public IReadOnlyList<Notification<JsonElement>> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    /// <summary>Completes with the first notification that is meant, at once when there is one already.</summary>
    /// <param name="isMeant">Says which; called on the notifying thread, under a lock: it must be quick and must not throw.</param>
    /// <param name="cancel">Ends the wait, which has no limit of its own.</param>
    public async Task<Notification<JsonElement>> WaitForAsync(Func<Notification<JsonElement>, bool> isMeant, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(isMeant);
        var found = new TaskCompletionSource<Notification<JsonElement>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_all.FirstOrDefault(isMeant) is { } first)
            {
                return first;
            }

            _waiting.Add((isMeant, found));
        }

        try
        {
            return await found.Task.WaitAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.RemoveAll(waiter => waiter.Found == found);
            }
        }
    }

    /// <summary>Completes with the first notification of an event type, at once when there is one already.</summary>
    public Task<Notification<JsonElement>> WaitForAsync(string eventType, CancellationToken cancel = default) =>
        WaitForAsync(notification => notification.EventType == eventType, cancel);

    /// <summary>Forgets all there are.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _all.Clear();
        }
    }

    internal void Add(Notification<JsonElement> notification)
    {
        lock (_gate)
        {
            if (_all.Count == Capacity)
            {
                _all.Dequeue();
            }

            _all.Enqueue(notification);
            foreach (var (isMeant, found) in _waiting)
            {
                if (isMeant(notification))
                {
                    found.TrySetResult(notification);
                }
            }
        }
    }
}
