using Amqp1.Broker.Diagnostics;
using System.Security.Cryptography;
using Amqp1.Broker.Frames;

namespace Amqp1.Broker.Connections;

/// <summary>Answers an attach with a link or, if it is refused, with an attach without terminus and a detach, as the standard requires.</summary>
internal static class LinkFactory
{
    private const string TokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+";
    private const int TokenLength = 15;

    public static Link Attach(Session session, in AttachFrame attach)
    {
        var most = session.Connection.Router.Options.MaxLinksPerConnection;
        if (session.Connection.LinkCount >= most)
        {
            return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, $"A connection may have {most} links.");
        }

        if (session.Connection.Router.Memory.IsFull)
        {
            session.Connection.Router.Memory.CountRefused();
            return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, "The router has no memory for another link (MaxHeldBytes).");
        }

        return attach.FromReceiver ? AttachConsumer(session, attach) : AttachProducer(session, attach);
    }

    private static Link AttachConsumer(Session session, in AttachFrame attach)
    {
        if (attach.Source.IsEmpty)
        {
            return Refuse(session, attach, ErrorCondition.InvalidField, "A receiver link needs a source.");
        }

        var router = session.Connection.Router;
        var source = Terminus.Read(attach.Source);
        if (source.Code != PerformativeCode.Source)
        {
            return Refuse(session, attach, ErrorCondition.NotImplemented, "This kind of source is not supported.");
        }

        var name = source.Dynamic ? router.ReplyPrefix + RandomNumberGenerator.GetString(TokenAlphabet, TokenLength) : source.Address;
        if (string.IsNullOrEmpty(name))
        {
            return Refuse(session, attach, ErrorCondition.InvalidField, "The source has no address and is not dynamic.");
        }

        if (NameLimit.IsTooLong(name, router.Options))
        {
            return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, NameLimit.Describe("address", router.Options));
        }

        if (!source.Dynamic && !MayConsumeFrom(session.Connection, name))
        {
            return Refuse(session, attach, ErrorCondition.UnauthorizedAccess, "The peer may not consume from this address.");
        }

        var frame = StartAttach(session, attach).UByte(attach.SenderSettleMode ?? 2).UByte(attach.ReceiverSettleMode ?? 0);
        Terminus.WriteGranted(frame, attach.Source, name);
        Terminus.WriteGranted(frame, attach.Target, null);
        Send(session, frame.Null().Null().UInt(0).ULong((ulong)router.Options.MaxMessageSize).CloseList());
        router.Logger.LinkAttached(attach.Name, session.Connection.Peer, name);
        var address = router.Addresses.GetOrAdd(name);
        if (source.Dynamic)
        {
            address.Owner = session.Connection;
        }

        var link = new OutgoingLink(session, attach.Name, attach.Handle, address, attach.SenderSettleMode, attach.MaxMessageSize);
        link.Start();
        return link;
    }

    private static Link AttachProducer(Session session, in AttachFrame attach)
    {
        if (attach.Target.IsEmpty)
        {
            return Refuse(session, attach, ErrorCondition.InvalidField, "A sender link needs a target.");
        }

        var router = session.Connection.Router;
        var target = Terminus.Read(attach.Target);
        if (target.Code != PerformativeCode.Target || target.Dynamic)
        {
            return Refuse(session, attach, ErrorCondition.NotImplemented, "Transactions and dynamic targets are not supported.");
        }

        if (target.Address is { } wanted)
        {
            if (NameLimit.IsTooLong(wanted, router.Options))
            {
                return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, NameLimit.Describe("address", router.Options));
            }

            if (wanted.Length > 0 && session.Connection.Rights is { } rights && !rights.MaySendTo(wanted))
            {
                return Refuse(session, attach, ErrorCondition.UnauthorizedAccess, "The peer may not send to this address.");
            }
        }

        var initial = attach.InitialDeliveryCount
            ?? throw PeerFaultException.Session(ErrorCondition.InvalidField, "A sender's attach has no initial-delivery-count.");

        // For the router, the consumer's settlement is final, so the receiver settles first.
        var frame = StartAttach(session, attach).UByte(attach.SenderSettleMode ?? 2).UByte(0);
        Terminus.WriteGranted(frame, attach.Source, null);
        Terminus.WriteGranted(frame, attach.Target, null);
        Send(session, frame.Null().Null().Null().ULong((ulong)router.Options.MaxMessageSize).CloseList());
        router.Logger.LinkAttached(attach.Name, session.Connection.Peer, target.Address ?? "any address");
        var address = string.IsNullOrEmpty(target.Address) ? null : router.Addresses.GetOrAdd(target.Address);
        var link = new IncomingLink(session, attach.Name, attach.Handle, address, initial);
        link.Start();
        return link;
    }

    /// <summary>
    /// Returns whether the connection may consume from the address. A dynamic address belongs to the connection that it was created for,
    /// because any other consumer would take its replies.
    /// </summary>
    private static bool MayConsumeFrom(Connection connection, string address) =>
        address.StartsWith(connection.Router.ReplyPrefix, StringComparison.Ordinal)
            ? connection.Router.Addresses.Find(address)?.Owner == connection
            : connection.Rights is not { } rights || rights.MayConsumeFrom(address);

    private static FrameBuilder StartAttach(Session session, in AttachFrame attach) =>
        session.Connection.Router.Frames.Start(session.Channel, PerformativeCode.Attach)
            .String(attach.Name).UInt(attach.Handle).Bool(!attach.FromReceiver);

    private static void Send(Session session, FrameBuilder frame)
    {
        var most = session.Connection.PeerMaxFrameSize;
        if (frame.Frame.Length > most)
        {
            throw PeerFaultException.Session(ErrorCondition.FrameSizeTooSmall, $"The answer to the attach does not fit in {most} bytes.");
        }

        session.Connection.Send(frame);
    }

    private static RefusedLink Refuse(Session session, in AttachFrame attach, string condition, string description)
    {
        var frame = StartAttach(session, attach).Null().Null();
        if (attach.FromReceiver)
        {
            frame.Null();
            Terminus.WriteGranted(frame, attach.Target, null);
            frame.Null().Null().UInt(0);
        }
        else
        {
            Terminus.WriteGranted(frame, attach.Source, null);
            frame.Null();
        }

        Send(session, frame.CloseList());
        var refused = new RefusedLink(session, attach.Name, attach.Handle);
        session.Detach(refused, condition, description);
        return refused;
    }
}
