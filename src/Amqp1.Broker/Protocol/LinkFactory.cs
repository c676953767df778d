using System.Security.Cryptography;
using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes;
using Amqp1.Broker.Protocol.Frames;

namespace Amqp1.Broker.Protocol;

/// <summary>Answers an attach with a link or, if it is refused, with an attach without terminus and a detach, as the standard requires.</summary>
internal static class LinkFactory
{
    /// <summary>
    /// Tells a sender that messages wait for a consumer here, so that a lack of credit means that the queue is full. Qpid and Artemis use the
    /// same name.
    /// </summary>

    private const string TokenAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+";
    private const int TokenLength = 15;

    public static Link Attach(Session session, in AttachFrame attach)
    {
        var most = session.Connection.Context.Options.MaxLinksPerConnection;
        if (session.Connection.LinkCount >= most)
        {
            return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, $"A connection may have at most {most} links.");
        }

        if (session.Connection.Context.Memory.IsFull)
        {
            session.Connection.Context.Memory.CountRefused();
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

        var context = session.Connection.Context;
        var source = Terminus.Read(attach.Source);
        if (source.Code != PerformativeCode.Source)
        {
            return Refuse(session, attach, ErrorCondition.NotImplemented, "This kind of source is not supported.");
        }

        var name = source.Dynamic ? context.ReplyPrefix + RandomNumberGenerator.GetString(TokenAlphabet, TokenLength) : source.Address;
        if (string.IsNullOrEmpty(name))
        {
            return Refuse(session, attach, ErrorCondition.InvalidField, "The source has no address and is not dynamic.");
        }

        if (NameLimit.IsTooLong(name, context.Options))
        {
            return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, NameLimit.Describe("address", context.Options));
        }

        if (!source.Dynamic && !MayConsumeFrom(session.Connection, name))
        {
            return Refuse(session, attach, ErrorCondition.UnauthorizedAccess, "The peer may not consume from this address.");
        }

        var subscription = source.Expiry is { } expiry ? new SubscriptionRequest(session.Connection.LinkOwner.SubscriptionOf(attach.Name), expiry) : null;
        if (context.Nodes.RefusalOf(name, subscription?.Name) is { } refusal)
        {
            return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, refusal);
        }

        var node = source.Dynamic ? context.Nodes.AddOwned(name, session.Connection) : context.Nodes.GetOrAdd(name);
        var browsing = node.Features.HasFlag(SourceFeatures.Browsing);
        subscription = node.Features.HasFlag(SourceFeatures.DurableSubscriptions) ? subscription : null;
        var frame = StartAttach(session, attach).UByte((byte)(attach.SenderSettleMode ?? SenderSettleMode.Mixed)).UByte((byte)(attach.ReceiverSettleMode ?? ReceiverSettleMode.First));
        Terminus.WriteGranted(frame, attach.Source, name, browsing, subscription?.Expiry);
        Terminus.WriteGranted(frame, attach.Target, null);
        Send(session, frame.Null().Null().UInt(0).ULong((ulong)context.Options.MaxMessageSize).CloseList());
        context.Log.LinkAttached(attach.Name, session.Connection.Peer, name);
        var link = new OutgoingLink(session, attach, node) { Browses = browsing && source.Browses, Subscription = subscription };
        link.Start();
        return link;
    }

    private static Link AttachProducer(Session session, in AttachFrame attach)
    {
        if (attach.Target.IsEmpty)
        {
            return Refuse(session, attach, ErrorCondition.InvalidField, "A sender link needs a target.");
        }

        var context = session.Connection.Context;
        var target = Terminus.Read(attach.Target);
        if (target.Code != PerformativeCode.Target || target.Dynamic)
        {
            return Refuse(session, attach, ErrorCondition.NotImplemented, "Transactions and dynamic targets are not supported.");
        }

        if (target.Address is { } wanted)
        {
            if (NameLimit.IsTooLong(wanted, context.Options))
            {
                return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, NameLimit.Describe("address", context.Options));
            }

            if (wanted.Length > 0 && session.Connection.Rights is { } rights && !rights.MaySendTo(context.Nodes.NameInRules(wanted)))
            {
                return Refuse(session, attach, ErrorCondition.UnauthorizedAccess, "The peer may not send to this address.");
            }

            if (wanted.Length > 0 && context.Nodes.RefusalOf(wanted) is { } refusal)
            {
                return Refuse(session, attach, ErrorCondition.ResourceLimitExceeded, refusal);
            }
        }

        var initial = attach.InitialDeliveryCount
            ?? throw PeerFaultException.Session(ErrorCondition.InvalidField, "A sender's attach has no initial-delivery-count.");

        var node = string.IsNullOrEmpty(target.Address) ? null : context.Nodes.GetOrAdd(target.Address);

        // For the broker, the consumer's settlement is final, so the receiver settles first.
        var frame = StartAttach(session, attach).UByte((byte)(attach.SenderSettleMode ?? SenderSettleMode.Mixed)).UByte((byte)ReceiverSettleMode.First);
        Terminus.WriteGranted(frame, attach.Source, null);
        Terminus.WriteGranted(frame, attach.Target, null, capability: node?.Capability);
        Send(session, frame.Null().Null().Null().ULong((ulong)context.Options.MaxMessageSize).CloseList());
        context.Log.LinkAttached(attach.Name, session.Connection.Peer, target.Address ?? "any address");
        var link = new IncomingLink(session, attach, node, initial);
        link.Start();
        return link;
    }

    /// <summary>
    /// Returns whether the connection may consume from the address. A dynamic address belongs to the connection that it was created for,
    /// because any other consumer would take its replies.
    /// </summary>
    private static bool MayConsumeFrom(Connection connection, string address) =>
        address.StartsWith(connection.Context.ReplyPrefix, StringComparison.Ordinal)
            ? connection.Context.Nodes.IsOwnedBy(address, connection)
            : connection.Rights is not { } rights || rights.MayConsumeFrom(connection.Context.Nodes.NameInRules(address));

    private static FrameBuilder StartAttach(Session session, in AttachFrame attach) =>
        session.Connection.Context.Frames.Start(session.Channel, PerformativeCode.Attach)
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
