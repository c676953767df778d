using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Receiving;
using Amqp1.Wire;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>A receiving link of a probe. It settles every message when it arrives.</summary>
internal sealed class ProbeReceiver
{
    private readonly LinkSessions _sessions;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<ProbeRefusedException> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<ProbeArrival> _arrivals = Channel.CreateUnbounded<ProbeArrival>();
    private ReceiverLink? _link;
    private int _count;
    private volatile bool _releases;

    private ProbeReceiver(LinkSessions sessions, TimeProvider time)
    {
        _sessions = sessions;
        _time = time;
    }

    /// <summary>The address of the node in the answer of the peer.</summary>
    public string? Address { get; private set; }

    /// <summary>The number of messages received so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Completes with the reason when the peer closes the link, or the session or connection, after it was attached.</summary>
    public Task<ProbeRefusedException> Closed => _closed.Task;

    /// <summary>Whether messages are released instead of accepted.</summary>
    public bool Releases
    {
        get => _releases;
        set => _releases = value;
    }

    /// <summary>
    /// Attaches a link and grants credit. Completes when the peer has answered. Throws <see cref="ProbeRefusedException"/> if the peer
    /// refuses the link.
    /// </summary>
    /// <param name="sessions">The sessions of the connection.</param>
    /// <param name="attach">The attach.</param>
    /// <param name="credit">The number of messages that may arrive; zero to receive nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Cancels the wait.</param>
    public static async Task<ProbeReceiver> AttachAsync(LinkSessions sessions, Attach attach, int credit, TimeProvider time, CancellationToken cancel)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var receiver = new ProbeReceiver(sessions, time);
        var closed = receiver._closed;
        var link = new ReceiverLink(sessions.Take(), attach.LinkName, attach, (_, answer) =>
        {
            // A refusal is an attach without a source, followed by a detach with the reason.
            if (answer.Source is not null)
            {
                attached.TrySetResult(answer);
            }
        });
        receiver._link = link;
        link.AddClosedCallback((_, error) => closed.TrySetResult(new ProbeRefusedException(PeerError.Describe(error), PeerError.ConditionOf(error))));
        await Task.WhenAny(attached.Task, closed.Task).WaitAsync(cancel).ConfigureAwait(false);
        if (!attached.Task.IsCompleted)
        {
            throw await closed.Task.ConfigureAwait(false);
        }

        receiver.Address = (await attached.Task.ConfigureAwait(false)).Source is Source source ? source.Address : null;
        link.Start(0, (_, message) => receiver.OnMessage(message));
        if (credit > 0)
        {
            ReceiverCredit.Set(link, credit, CreditMode.Manual);
        }

        return receiver;
    }

    /// <summary>Returns the next message, or null if none arrives within the limit.</summary>
    public async Task<ProbeArrival?> NextAsync(TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            return await _arrivals.Reader.ReadAsync(cancel).AsTask().WaitAsync(limit, _time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Detaches without waiting for the peer.</summary>
    public void Close() => _sessions.Close(_link!);

    // The messages are those of the probe, so that their number and size are limited.
    private void OnMessage(Message message)
    {
        var received = _time.GetUtcNow();
        try
        {
            if (_releases)
            {
                _link!.Release(message);
            }
            else
            {
                _link!.Accept(message);
            }
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The link has ended. The sender is told so by the peer.
        }

        Interlocked.Increment(ref _count);
        _arrivals.Writer.TryWrite(new ProbeArrival(message, received));
    }
}
