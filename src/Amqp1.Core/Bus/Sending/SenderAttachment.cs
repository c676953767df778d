using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Amqp1.Addressing;
using Amqp1.Bus.Connections;
using Amqp1.Transport;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Sending;

/// <summary>One attachment of a sender link, from the attach to the end of the link (docs/spec/links.md#overview).</summary>
internal sealed class SenderAttachment
{
    private readonly ILogger _logger;
    private readonly Action<SenderAttachment> _onAttached;
    private readonly Action<SenderAttachment, Error?> _onClosed;
    private readonly Action<bool> _onAsked;
    private readonly LinkBudget _budget;
    private readonly Destination _destination;
    private OutgoingLink? _link;
    private int _closed;
    private int _returned;

    public SenderAttachment(
        BusConnection connection,
        Destination destination,
        LinkBudget budget,
        ILogger logger,
        Action<SenderAttachment> onAttached,
        Action<SenderAttachment, Error?> onClosed,
        Action<bool> onAsked)
    {
        _budget = budget;
        Connection = connection;
        _destination = destination;
        Address = connection.Dialect.Topology.SenderAddressOf(destination);
        _logger = logger;
        _onAttached = onAttached;
        _onClosed = onClosed;
        _onAsked = onAsked;
    }

    public BusConnection Connection { get; }

    public string Address { get; }

    /// <summary>Whether the peer has answered with a target, so that the link can transfer messages.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>Whether the address does not fit into a frame of the peer. No link on this connection can then have this address.</summary>
    public bool IsAddressTooLong { get; private set; }

    /// <summary>Whether the connection had no channel or handle left for the link.</summary>
    public bool IsConnectionFull { get; private set; }

    /// <summary>The limit that counts the link.</summary>
    public LinkBudget Budget => _budget;

    /// <summary>Whether other senders wait for a link.</summary>
    public bool IsWantedByOthers => _budget.Waiting > 0;

    /// <summary>The size of the largest message that the peer accepts; zero for no limit.</summary>
    public ulong MaxMessageSize { get; private set; }

    /// <summary>
    /// Returns a failure if the message exceeds the limit of the peer. If the message were sent, the peer would refuse it and close the
    /// link.
    /// </summary>
    public SendFailure? TooLarge(Message message) =>
        MaxMessageSize > 0 && message.BodySection is EncodedSections { Length: var size } && (ulong)size > MaxMessageSize
            ? new SendFailure($"The message of {size} bytes exceeds the limit of the peer, which is {MaxMessageSize} bytes.", ErrorCode.MessageSizeExceeded)
            : null;

    /// <summary>Whether the peer grants credit exactly while the address has a consumer.</summary>
    public bool TellsConsumers { get; private set; }

    /// <inheritdoc cref="OutgoingLink.Room" />
    public int Room => _link?.Room ?? 0;

    /// <inheritdoc cref="OutgoingLink.Credit" />
    public int Credit => _link?.Credit ?? 0;

    /// <inheritdoc cref="OutgoingLink.HasHadCredit" />
    public bool HasHadCredit => _link?.HasHadCredit == true;

    /// <summary>Whether the peer has requested the state of the link. The answer is sent when no message is being sent.</summary>
    public bool HasQuestion => _link?.HasQuestion == true;

    public OutgoingLink Link => _link ?? throw new InvalidOperationException("The link was not begun.");

    /// <summary>Returns whether this is the attachment of the link.</summary>
    public bool Is(ILink link) => ReferenceEquals(_link, link);

    /// <summary>Prepares the destination and attaches the link. Must not be called under a lock.</summary>
    public void Begin() => Connection.Preparation.OfSender(_destination, Attach, error => Closed(error));

    private void Attach()
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
            var link = new OutgoingLink(session, name, attach, OnAnswer, OnAsked);
            _link = link;
            session = null;
            link.AddClosedCallback((_, error) => Closed(error));
            if (IsGivenUp)
            {
                // The attachment was given up while the link was created, so it could not be detached by then.
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

    /// <summary>Marks the link as lost after a failed send. The end of the link is about to be reported.</summary>
    public void MarkDown() => IsAttached = false;

    /// <summary>Detaches without waiting for the peer.</summary>
    public void Detach()
    {
        if (_link is { } link)
        {
            Connection.Sessions.Close(link);
        }

        ReturnToBudget();
    }

    private void OnAnswer(ILink link, Attach attach) =>
        Callback.Run(_logger, (Attachment: this, link, attach), static answer => answer.Attachment.OnAttach(answer.link, answer.attach));

    private void OnAsked(bool drain) =>
        Callback.Run(_logger, (Attachment: this, drain), static asked => asked.Attachment._onAsked(asked.drain));

    private void OnAttach(ILink link, Attach attach)
    {
        // A refusal is an attach without a target, followed by a detach with the reason.
        if (attach.Target is not null)
        {
            TellsConsumers = Connection.Dialect.GrantsCreditForConsumers && !LinkAttach.StoresMessages(attach.Target);
            _link = (OutgoingLink)link;
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
