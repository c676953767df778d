using Amqp;
using Amqp.Framing;

namespace Amqp1.Bus;

/// <summary>
/// The sessions of a connection: one for each link, because some brokers answer a refused link by ending its session, and a
/// refused link must take nobody with it. Where the peer allows few channels, links that find none free share one.
/// </summary>
/// <remarks>Thread-safe. Its methods must not be called under a lock.</remarks>
internal sealed class LinkSessions
{
    /// <summary>Room for everything; deliveries are limited by link credit, not by the session.</summary>
    private const uint Window = int.MaxValue;

    private readonly Connection _connection;
    private readonly int _ownAtMost;
    private readonly Lock _gate = new();
    private readonly HashSet<Session> _own = [];
    private int _begun;
    private Lazy<Session>? _shared;

    /// <param name="connection">The connection.</param>
    /// <param name="channelMax">The highest channel that the peer takes.</param>
    public LinkSessions(Connection connection, ushort channelMax)
    {
        _connection = connection;
        // One channel is kept for the session that links share when the others are used up.
        _ownAtMost = channelMax;
    }

    /// <summary>
    /// Begins the session that links share, for a peer that allows so few channels that it will be needed. Completes when the peer has said how
    /// many handles it has; before that, nobody can know which handle is one too many.
    /// </summary>
    public async Task BeginSharedAsync(CancellationToken cancel)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = Begin(ushort.MaxValue, (_, _) => begun.TrySetResult());
        session.AddClosedCallback((_, error) => begun.TrySetException(
            new MessagingException($"The peer ended a session: {PeerError.Describe(error, "without a reason")}.")));
        lock (_gate)
        {
            _shared = new Lazy<Session>(session);
        }

        await Waiting.MayBeLeft(begun.Task).WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>The session for a new link. Throws what AMQPNetLite throws when the connection is gone.</summary>
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

    /// <summary>Sends Detach, and End for a session that was the link's own. Does not wait for the answers.</summary>
    public void Close(Link link)
    {
        Quietly(() => link.Close(TimeSpan.Zero, null));
        Return(link);
    }

    /// <summary>Ends the session of a link that is gone, if it was its own. Harmless to call again.</summary>
    public void Return(Link link) => Return(link.Session);

    /// <summary>Ends a session on which no link could be attached, unless links share it. Harmless to call again.</summary>
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
            // The peer or the connection was faster: it is gone, which is what was wanted.
        }
    }
}
