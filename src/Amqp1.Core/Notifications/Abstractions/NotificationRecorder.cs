using System.Text.Json;

namespace Amqp1.Notifications;

/// <summary>
/// Records the notifications that are given to the notification driver <c>test</c>, so that tests can inspect them and wait for them.
/// </summary>
/// <remarks>Thread-safe. The last 10000 notifications are kept.</remarks>
public sealed class NotificationRecorder
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<Notification<JsonElement>> _all = new();
    private readonly List<(Func<Notification<JsonElement>, bool> IsMeant, TaskCompletionSource<Notification<JsonElement>> Found)> _waiting = [];

    /// <summary>A copy of the recorded notifications, oldest first.</summary>
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

    /// <summary>Completes with the first notification that meets a condition, immediately if it is already recorded.</summary>
    /// <param name="isMeant">
    /// The condition. It is called under a lock, on the thread that emits the notification, so it must return quickly and must not throw.
    /// </param>
    /// <param name="cancel">Cancels the wait, which has no time limit of its own.</param>
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

    /// <summary>Completes with the first notification of an event type, immediately if it is already recorded.</summary>
    public Task<Notification<JsonElement>> WaitForAsync(string eventType, CancellationToken cancel = default) =>
        WaitForAsync(notification => notification.EventType == eventType, cancel);

    /// <summary>Removes all recorded notifications.</summary>
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
