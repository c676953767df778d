using Amqp;
using Amqp.Framing;
using Amqp1.Bus.Connections;
using Amqp1.Bus.Context;
using Amqp1.Dialects;
using Amqp1.Wire;
using Microsoft.Extensions.Logging;

namespace Amqp1.Bus.Receiving;

/// <summary>
/// One attachment of a receiving link, from the preparation of its node to its end, with a credit window of its own: a message of an old
/// attachment is not counted in the window of a new one. Thread-safe.
/// </summary>
internal sealed class ReceiverAttachment(SubscriptionLink owner, BusConnection connection, LinkSource source, int window, string name, ILogger logger)
{
    private readonly CreditWindow _credit = new(window);
    private ReceiverLink? _link;

    public BusConnection Connection { get; } = connection;

    public string Address { get; } = source.Address;

    public IMessageFormat Format { get; } = connection.Dialect.Format;

    public CreditWindow Credit => _credit;

    /// <summary>Whether the peer has answered with a source, so that the link can receive messages.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>Whether outcomes can be sent on the link.</summary>
    public bool IsUp => _link is { } link && LinkStatus.IsUp(link);

    /// <summary>Attaches the link. Must not be called under a lock. Does not throw.</summary>
    public void Begin() => Callback.Run(logger, this, static attachment => attachment.Attach());

    /// <summary>Reports that the node of the link cannot be prepared. Does not throw.</summary>
    public void Fail(Error error) => Callback.Run(logger, (Attachment: this, error), static failed => failed.Attachment.OnClosed(failed.error));

    /// <summary>Withdraws the credit.</summary>
    public void Drain()
    {
        var held = _credit.Close();
        if (_link is { LinkState: LinkState.Attached } link && held > 0)
        {
            // A drain keeps the credit consistent: the peer either uses the credit, and its messages are released, or gives the credit up.
            ReceiverCredit.Set(link, held, CreditMode.Drain);
        }
    }

    /// <summary>Returns whether the peer holds no credit and all received messages are settled, after <see cref="Drain"/>.</summary>
    public bool IsDrained()
    {
        if (_link is not { LinkState: LinkState.Attached } link)
        {
            return true;
        }

        return ReceiverCredit.IsDrained(link) && _credit.Unsettled == 0;
    }

    /// <summary>Detaches without waiting for the peer.</summary>
    public void Detach()
    {
        IsAttached = false;
        if (_link is { } link)
        {
            Connection.Sessions.Close(link);
        }
    }

    /// <summary>
    /// Settles a message that was received on this attachment, and grants the credit that this frees. Returns false if the attachment was
    /// lost: the peer then does not receive the outcome and may deliver the message again.
    /// </summary>
    public bool Settle(MessageDelivery delivery, DeliveryState state)
    {
        if (_link is not { } link || !LinkStatus.IsUp(link))
        {
            BusLog.SettlementLost(logger, "the link or connection was lost in the meantime");
            return false;
        }

        try
        {
            link.Complete(delivery, state);
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            BusLog.SettlementLost(logger, PeerText.Clean(gone.Message));
            return false;
        }

        try
        {
            Grant(link, _credit.OnSettled());
        }
        catch (Exception gone) when (gone is AmqpException or InvalidOperationException or IOException)
        {
            BusLog.SettlementLost(logger, PeerText.Clean(gone.Message));
        }

        return true;
    }

    private void Attach()
    {
        if (LinkAttach.OfReceiver(source, name, Connection.Peer.MaxFrameSize) is not { } attach)
        {
            OnClosed(LinkAttach.TooLong(Address, Connection.Peer.MaxFrameSize));
            return;
        }

        Session? session = null;
        ReceiverLink? link = null;
        try
        {
            session = Connection.Sessions.Take();
            link = LinkAttach.CreateReceiver(
                Connection, session, name, attach, (_, answer) =>
                    Callback.Run(logger, (Attachment: this, answer), static attached => attached.Attachment.OnAnswer(attached.answer)));
            if (!owner.TryUse(this))
            {
                Connection.Sessions.Close(link);
                return;
            }

            _link = link;
            link.Start(0, (receiver, message) =>
                Callback.Run(logger, (Attachment: this, receiver, message), static came => came.Attachment.OnMessage((ReceiverLink)came.receiver, came.message)));
            Grant(link, _credit.Open());
            link.AddClosedCallback((_, error) =>
                Callback.Run(logger, (Attachment: this, error), static closed => closed.Attachment.OnClosed(closed.error)));
        }
        catch (Exception failure) when (failure is AmqpException or ObjectDisposedException)
        {
            // The peer may end the session between two of these steps. In that case, this link must be attached again.
            if (link is null && session is not null)
            {
                Connection.Sessions.Return(session);
            }

            if (link is null && Connection.IsOpen)
            {
                // The connection has no free channel or handle. Room is made for the next attempt.
                owner.MakeRoom();
            }

            OnClosed((failure as AmqpException)?.Error);
        }
    }

    private void OnAnswer(Attach answer)
    {
        // A refusal is an attach without a source, followed by a detach with the reason.
        if (answer.Source is not null)
        {
            IsAttached = true;
            owner.OnAttached(this);
        }
    }

    private void OnMessage(ReceiverLink receiver, Message message)
    {
        _credit.OnReceived();
        if (Connection.Transport.IsAborted)
        {
            message.Dispose();
            Grant(receiver, _credit.OnSettled());
            return;
        }

        owner.OnMessage(this, message);
    }

    private void OnClosed(Error? error)
    {
        IsAttached = false;
        if (_link is { } link && Connection.IsOpen)
        {
            Connection.Sessions.Return(link);
        }

        owner.OnClosed(this, error);
    }

    private void Grant(ReceiverLink link, int credit)
    {
        if (credit > 0)
        {
            ReceiverCredit.Set(link, credit, CreditMode.Manual);
        }

        // The settled message may have been the last of a stop.
        owner.OnGranted();
    }
}
