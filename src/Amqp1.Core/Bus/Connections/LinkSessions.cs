using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Context;
using Amqp1.Wire;

namespace Amqp1.Bus.Connections;

/// <summary>
/// The sessions of a connection. Each link has its own session, because some brokers answer a refused link by ending its session, and a
/// refused link must not end other links. If the peer allows few channels, the links that do not find a free channel share one session.
/// </summary>
/// <remarks>Thread-safe. The methods must not be called under a lock.</remarks>
internal sealed class LinkSessions
{
    /// <summary>The session window. It does not limit deliveries; the link credit does.</summary>
    private const uint Window = int.MaxValue;

    private readonly Connection _connection;
    private readonly int _ownAtMost;
    private readonly Lock _gate = new();
    private readonly HashSet<Session> _own = [];
    private int _begun;
    private Lazy<Session>? _shared;

    /// <param name="connection">The connection.</param>
    /// <param name="channelMax">The highest channel number that the peer accepts.</param>
    public LinkSessions(Connection connection, ushort channelMax)
    {
        _connection = connection;
        // One channel is reserved for the session that links share when the others are used up.
        _ownAtMost = channelMax;
    }

    /// <summary>
    /// Begins the shared session for a peer that allows so few channels that the session will be needed. Completes when the peer has
    /// announced its number of handles, because the handle limit is not known before.
    /// </summary>
    public async Task BeginSharedAsync(CancellationToken cancel)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = Begin(ushort.MaxValue, (_, _) => begun.TrySetResult());
        session.AddClosedCallback((_, error) => begun.TrySetException(
            new MessagingException($"The peer ended a session: {PeerError.Describe(error)}.")));
        lock (_gate)
        {
            _shared = new Lazy<Session>(session);
        }

        await Waiting.IgnoreLateFault(begun.Task).WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Returns the session for a new link. Throws the exceptions of AMQPNetLite if the connection has ended.</summary>
    public Session Take()
    {
        Lazy<Session>? shared = null;
        lock (_gate)
        {
            if (_begun < _ownAtMost)
            {
                _begun++;
            }
            else
            {
                shared = _shared is { IsValueCreated: true, Value.IsClosed: true } or null
                    ? _shared = new Lazy<Session>(() => Begin(handleMax: ushort.MaxValue))
                    : _shared;
            }
        }

        if (shared is not null)
        {
            return shared.Value;
        }

        try
        {
            var own = Begin(handleMax: 255);
            lock (_gate)
            {
                _own.Add(own);
            }

            return own;
        }
        catch
        {
            lock (_gate)
            {
                _begun--;
            }

            throw;
        }
    }

    /// <summary>Sends Detach, and also End if the link has its own session. Does not wait for the answers.</summary>
    public void Close(Link link)
    {
        Quietly(() => link.Close(TimeSpan.Zero, null));
        Return(link);
    }

    /// <summary>Ends the session of a closed link, if the link had its own. May be called more than once.</summary>
    public void Return(Link link) => Return(link.Session);

    /// <summary>Ends a session on which no link could be attached, unless links share it. May be called more than once.</summary>
    public void Return(Session session)
    {
        lock (_gate)
        {
            if (!_own.Remove(session))
            {
                return;
            }

            _begun--;
        }

        Quietly(() => session.Close(TimeSpan.Zero, null));
    }

    private Session Begin(uint handleMax, OnBegin? onBegin = null) => new(
        _connection,
        new Begin { IncomingWindow = Window, OutgoingWindow = Window, NextOutgoingId = 0, HandleMax = handleMax },
        onBegin);

    private static void Quietly(Action close)
    {
        try
        {
            close();
        }
        catch (Exception ended) when (ended is AmqpException or ObjectDisposedException or IOException)
        {
            // The peer or the connection has already ended it, so there is nothing left to close.
        }
    }
}
