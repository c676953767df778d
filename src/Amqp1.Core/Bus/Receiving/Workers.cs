using Amqp1.Bus.Context;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// The limited number of workers that handle the messages of a subscription, and the messages that wait for one. Messages that wait are
/// unsettled, so the windows of the links limit their number. Thread-safe.
/// </summary>
/// <param name="logger">The logger.</param>
/// <param name="time">The clock.</param>
/// <param name="maxConcurrent">The maximum number of messages that are handled at a time.</param>
/// <param name="handle">Handles a message and settles it. Must not throw.</param>
internal sealed class Workers(ILogger logger, TimeProvider time, int maxConcurrent, Func<IncomingMessage, Task> handle)
{
    /// <summary>The number of messages that a worker handles before it passes the next one to the pool.</summary>
    private const int MostInTurn = 16;

    /// <summary>The time after which a worker passes the next message to the pool, 50 us. It is below the time of a slow item of a batch.</summary>
    private readonly long _turn = time.TimestampFrequency / 20_000;

    private readonly Lock _gate = new();
    private readonly Queue<IncomingMessage> _waiting = new();
    private readonly InFlightCount _running = new();

    /// <summary>The number of messages that are being handled.</summary>
    public int Running => _running.Count;

    /// <summary>Completes when no message is being handled.</summary>
    public Task Idle => _running.Idle;

    /// <summary>The number of messages that wait for a worker.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>
    /// Hands the message to a worker, now or when one is free. Returns false if it is not accepted. The decision takes place under the lock
    /// of <see cref="TakeWaiting"/>, so that no message is added after a call of it that would have removed the message.
    /// </summary>
    public bool TryAdd<TState>(IncomingMessage message, TState state, Func<TState, IncomingMessage, bool> accepts)
    {
        lock (_gate)
        {
            if (!accepts(state, message))
            {
                return false;
            }

            if (_running.Count >= maxConcurrent)
            {
                _waiting.Enqueue(message);
                return true;
            }

            _running.Enter();
        }

        message.Begin();
        return true;
    }

    /// <summary>Removes and returns the waiting messages that match, in their order.</summary>
    /// <param name="matches">Called once for each waiting message, under the lock.</param>
    public List<IncomingMessage> TakeWaiting(Func<IncomingMessage, bool> matches)
    {
        List<IncomingMessage> taken = [];
        lock (_gate)
        {
            for (var left = _waiting.Count; left > 0; left--)
            {
                var message = _waiting.Dequeue();
                if (matches(message))
                {
                    taken.Add(message);
                }
                else
                {
                    _waiting.Enqueue(message);
                }
            }
        }

        return taken;
    }

    /// <summary>Runs the handler for one message, and then for those that wait.</summary>
    public void Execute(IncomingMessage message) => _ = RunAsync(message);

    /// <summary>
    /// Handles the message. As long as handlers complete at once, the next messages that wait are handled on the same thread, because a work
    /// item of the pool costs more than a short handler. A handler that blocks delays no message that another thread could have begun: the
    /// batch of the message is split (<see cref="Transport.PumpWork"/>), and other workers take from the same queue.
    /// </summary>
    private async Task RunAsync(IncomingMessage message)
    {
        var began = time.GetTimestamp();
        for (var left = MostInTurn; ; left--)
        {
            var handling = HandleAsync(message);
            var isImmediate = handling.IsCompleted;

            // The worker goes on in any case: messages that wait would otherwise wait for ever.
            await handling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (Next() is not { } next)
            {
                return;
            }

            if (!isImmediate || left == 0 || time.GetTimestamp() - began > _turn)
            {
                next.Begin();
                return;
            }

            message = next;
        }
    }

    /// <summary>Handles one message, and reports a failure.</summary>
    private async Task HandleAsync(IncomingMessage message)
    {
        try
        {
            // A message whose link was lost cannot be settled, and the peer may deliver it again.
            if (message.IsLost)
            {
                BusLog.NotHandled(logger, message.Address);
                message.Dispose();
            }
            else
            {
                await handle(message).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // The handler reports its own failures. An exception that escapes from it must not stop the worker.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // Has no effect if the message is already settled. An unsettled message would occupy one credit permanently.
            message.Reject("amqp:internal-error", "The receiver failed.");
            CallbackLog.CallbackFailed(logger, failure);
        }
    }

    /// <summary>Takes the next message that waits. If none waits, this worker ends, and null is returned.</summary>
    private IncomingMessage? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            _running.Leave();
            return null;
        }
    }
}
