using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The events of a peer: each is kept until someone who waits for one like it takes it. Thread-safe.</summary>
internal sealed class PeerEvents
{
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _all = [];
    private readonly List<JsonElement> _untaken = [];
    private readonly List<Waiter> _waiters = [];
    private Exception? _ended;

    /// <summary>Every event so far, taken or not, in order.</summary>
    public IReadOnlyList<JsonElement> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _all];
            }
        }
    }

    public void Add(JsonElement occurred)
    {
        lock (_gate)
        {
            _all.Add(occurred);
            var index = _waiters.FindIndex(waiter => waiter.Wanted(occurred));
            if (index < 0)
            {
                _untaken.Add(occurred);
                return;
            }

            _waiters[index].Taken.SetResult(occurred);
            _waiters.RemoveAt(index);
        }
    }

    /// <summary>No more events will come: whoever waits now or later gets this exception.</summary>
    public void End(Exception reason)
    {
        lock (_gate)
        {
            _ended = reason;
            _waiters.ForEach(waiter => waiter.Taken.SetException(reason));
            _waiters.Clear();
        }
    }

    /// <summary>Takes the oldest event that is wanted, now or when it comes.</summary>
    public Task<JsonElement> TakeAsync(Func<JsonElement, bool> wanted)
    {
        lock (_gate)
        {
            var index = _untaken.FindIndex(occurred => wanted(occurred));
            if (index >= 0)
            {
                var occurred = _untaken[index];
                _untaken.RemoveAt(index);
                return Task.FromResult(occurred);
            }

            if (_ended is not null)
            {
                return Task.FromException<JsonElement>(_ended);
            }

            var waiter = new Waiter(wanted, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _waiters.Add(waiter);
            return waiter.Taken.Task;
        }
    }

    private sealed record Waiter(Func<JsonElement, bool> Wanted, TaskCompletionSource<JsonElement> Taken);
}
