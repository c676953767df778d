using System.Reflection;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;

namespace Amqp1.Transport;

/// <summary>
/// The members of AMQPNetLite that are not public and without which its mistakes in flow control and numbering cannot be made good.
/// A test checks that they exist.
/// </summary>
internal static class LibraryInternals
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    // AMQPNetLite's type of sequence numbers is internal, and an accessor cannot name it: these are the few that are read or set
    // rarely, when a peer drains a link or begins its numbering in the upper half.
    private static readonly FieldInfo IncomingDeliveryId = Field(typeof(Session).GetField("incomingDeliveryId", Private));
    private static readonly FieldInfo DeliveryCount = Field(typeof(SenderLink).GetField("deliveryCount", Private));
    private static readonly FieldInfo Number = Field(Type.GetType("Amqp.SequenceNumber, Amqp.Net")?.GetField("sequenceNumber", Private));

    /// <summary>The session that the peer uses the channel for; null when there is none. Only on the pump.</summary>
    public static Session? FindSession(Connection connection, ushort remoteChannel)
    {
        var sessions = RemoteSessionsOf(connection);
        return remoteChannel < sessions.Length ? sessions[remoteChannel] : null;
    }

    /// <summary>The link that the peer uses the handle for; null when there is none. Only on the pump.</summary>
    public static Link? FindLink(Session session, uint remoteHandle)
    {
        var links = RemoteLinksOf(session);
        return remoteHandle < (uint)links.Length ? links[remoteHandle] : null;
    }

    /// <summary>
    /// Sends a flow behind the transfers that are being written, filled up with the state of the session then, and of the link if it is a
    /// receiver.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendFlow")]
    public static extern void SendFlow(Session session, Flow flow, Link? link);

    /// <summary>The channel that this side uses for the session.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Channel")]
    public static extern ushort ChannelOf(Session session);

    /// <summary>How many transfers the peer's session window lets through.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "outgoingWindow")]
    public static extern ref uint OutgoingWindowOf(Session session);

    /// <summary>What the peer lets a sender send.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    public static extern ref int CreditOf(SenderLink link);

    /// <summary>What a receiver lets its peer send.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    public static extern ref int CreditOf(ReceiverLink link);

    /// <summary>Whether a receiver waits for the end of a drain.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "drain")]
    public static extern ref bool DrainOf(ReceiverLink link);

    /// <summary>The lock of a link.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "lockObject")]
    public static extern ref readonly object LockOf(Link link);

    /// <summary>The lock of a session.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "lockObject")]
    public static extern ref readonly object LockOf(Session session);

    /// <summary>How many deliveries a sender has begun.</summary>
    public static uint DeliveryCountOf(SenderLink link) => unchecked((uint)(int)Number.GetValue(DeliveryCount.GetValue(link))!);

    /// <summary>Sets how many deliveries a sender has begun. Under the link's lock.</summary>
    public static void SetDeliveryCount(SenderLink link, uint count) => Set(DeliveryCount, link, count);

    /// <summary>Sets the id of the last delivery that came in, which the next one has to follow. Only on the pump.</summary>
    public static void SetIncomingDeliveryId(Session session, uint id) => Set(IncomingDeliveryId, session, id);

    private static void Set(FieldInfo field, object owner, uint value)
    {
        var number = field.GetValue(owner)!;
        Number.SetValue(number, unchecked((int)value));
        field.SetValue(owner, number);
    }

    private static FieldInfo Field(FieldInfo? field) => field ?? throw new MissingFieldException("This version of AMQPNetLite is not known.");

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "remoteSessions")]
    private static extern ref Session?[] RemoteSessionsOf(Connection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "remoteLinks")]
    private static extern ref Link?[] RemoteLinksOf(Session session);
}
