using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus;

/// <summary>One attachment of a sender link, from its attach to its end (specification D.1).</summary>
internal sealed class SenderAttachment
{
    private readonly ILogger _logger;
    private readonly Action<SenderAttachment> _onAttached;
    private readonly Action<SenderAttachment, Error?> _onClosed;
    private SenderLink? _link;
    private readonly LinkBudget _budget;
    private int _closed;
    private int _returned;

    public SenderAttachment(
        BusConnection connection, string address, LinkBudget budget, ILogger logger, Action<SenderAttachment> onAttached, Action<SenderAttachment, Error?> onClosed)
    {
        _budget = budget;
        Connection = connection;
        Address = address;
        _logger = logger;
        _onAttached = onAttached;
        _onClosed = onClosed;
    }

    public BusConnection Connection { get; }

    public string Address { get; }

    /// <summary>The peer has answered with a target, so the link can carry messages.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>The address does not fit into a frame of the peer: no link on this connection can ever have it.</summary>
    public bool IsAddressTooLong { get; private set; }

    /// <summary>The connection had no channel or handle left for the link.</summary>
    public bool IsConnectionFull { get; private set; }

    /// <summary>Whether other senders wait for a link.</summary>
    public bool IsWantedByOthers => _budget.Waiting > 0;

    /// <summary>The largest message the peer takes; zero for any.</summary>
    public ulong MaxMessageSize { get; private set; }

    /// <summary>
    /// How many messages may be sent now. AMQPNetLite keeps this to itself, and would queue what exceeds it out of our sight,
    /// where it can be neither withdrawn nor told from what has left.
    /// </summary>
    public int Credit => _link is { } link ? Volatile.Read(ref CreditOf(link)) : 0;

    public SenderLink Link => _link ?? throw new InvalidOperationException("The link was not begun.");

    /// <summary>Sends Begin and Attach. Must not be called under a lock.</summary>
    public void Begin()
    {
        if (IsGivenUp)
        {
            return;
        }

        var name = LinkAttach.NameOf("sender", Address, Guid.NewGuid());
        if (LinkAttach.OfSender(Address, name, Connection.Peer.MaxFrameSize) is not { } attach)
        {
            IsAddressTooLong = true;
            Closed(LinkAttach.TooLong(Address, Connection.Peer.MaxFrameSize));
            return;
        }

        Session? session = null;
        try
        {
            session = Connection.Sessions.Take();
            var link = new SenderLink(session, name, attach, OnAnswer);
            _link = link;
            session = null;
            link.AddClosedCallback((_, error) => Closed(error));
            if (IsGivenUp)
            {
                // Given up while it was made: whoever did that could not detach it.
                Connection.Sessions.Close(link);
            }
        }
        catch (AmqpException failure)
        {
            IsConnectionFull = PeerError.ConditionOf(failure.Error) == ErrorCode.NotAllowed && Connection.IsOpen;
            Closed(failure.Error);
        }
        catch (ObjectDisposedException)
        {
            Closed(new Error(ErrorCode.ConnectionForced));
        }
        finally
        {
            if (session is not null)
            {
                Connection.Sessions.Return(session);
            }
        }
    }

    /// <summary>A send has shown that the link is gone; its closing is about to be reported.</summary>
    public void MarkDown() => IsAttached = false;

    /// <summary>Detaches, without waiting for the peer.</summary>
    public void Detach()
    {
        if (_link is { } link)
        {
            Connection.Sessions.Close(link);
        }

        ReturnToBudget();
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    private static extern ref int CreditOf(SenderLink link);

    private void OnAnswer(ILink link, Attach attach) =>
        Callback.Run(_logger, (Attachment: this, link, attach), static answer => answer.Attachment.OnAttach(answer.link, answer.attach));

    private void OnAttach(ILink link, Attach attach)
    {
        // A refusal is an attach without a target, followed by the detach that says why.
        if (attach.Target is not null)
        {
            _link = (SenderLink)link;
            MaxMessageSize = attach.MaxMessageSize;
            IsAttached = true;
            _onAttached(this);
        }
    }

    private void Closed(Error? error) =>
        Callback.Run(_logger, (Attachment: this, error), static closed => closed.Attachment.OnClosed(closed.error));

    private void OnClosed(Error? error)
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            IsAttached = false;
            if (_link is { } link)
            {
                Connection.Sessions.Return(link);
            }

            try
            {
                _onClosed(this, error);
            }
            finally
            {
                ReturnToBudget();
            }
        }
    }

    private bool IsGivenUp => Volatile.Read(ref _returned) != 0;

    private void ReturnToBudget()
    {
        if (Interlocked.Exchange(ref _returned, 1) == 0)
        {
            _budget.Return();
        }
    }
}
