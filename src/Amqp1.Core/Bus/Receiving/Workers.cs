using Amqp1.Bus.Context;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// The limited number of workers that handle the messages of a subscription, and the messages that wait for one. Messages that wait are
/// unsettled, so the windows of the links limit their number. Thread-safe.
/// </summary>
/// <param name="logger">The logger.</param>
/// <param name="maxConcurrent">The maximum number of messages that are handled at a time.</param>
/// <param name="handle">Handles a message and settles it. Must not throw.</param>
internal sealed class Workers(ILogger logger, int maxConcurrent, Func<IncomingMessage, Task> handle)
{
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

    private async Task RunAsync(IncomingMessage message)
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
        finally
        {
            Next();
        }
    }

    private void Next()
    {
        IncomingMessage? next;
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out next))
            {
                _running.Leave();
                return;
            }
        }

        next.Begin();
    }
}
