using System.Reflection;
using System.Runtime.CompilerServices;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;

namespace Amqp1.Transport;

/// <summary>
/// All accesses to non-public members of AMQPNetLite. They correct its errors in flow control and numbering, replace its writer, and read what
/// it does not publish. A test checks that the members exist.
/// </summary>
internal static class LibraryInternals
{
    private const BindingFlags Private = BindingFlags.Instance | BindingFlags.NonPublic;

    // The sequence number type of AMQPNetLite is internal, and an accessor cannot name it. These fields are accessed by reflection instead.
    // The same is true for the type of its lists. They are used rarely: when a peer drains a link or when its numbering begins.
    private static readonly FieldInfo IncomingDeliveryId = Field(typeof(Session).GetField("incomingDeliveryId", Private));
    private static readonly FieldInfo DeliveryCount = Field(typeof(SenderLink).GetField("deliveryCount", Private));
    private static readonly FieldInfo OutgoingList = Field(typeof(SenderLink).GetField("outgoingList", Private));
    private static readonly PropertyInfo First = Type.GetType("Amqp.LinkedList, Amqp.Net")?.GetProperty("First") ?? throw Unsupported();
    private static readonly FieldInfo Number = Field(Type.GetType("Amqp.SequenceNumber, Amqp.Net")?.GetField("sequenceNumber", Private));

    /// <summary>Returns the session for which the peer uses the channel, or null if there is none. Must be called on the pump.</summary>
    public static Session? FindSession(Connection connection, ushort remoteChannel)
    {
        var sessions = RemoteSessionsOf(connection);
        return remoteChannel < sessions.Length ? sessions[remoteChannel] : null;
    }

    /// <summary>Returns the link for which the peer uses the handle, or null if there is none. Must be called on the pump.</summary>
    public static Link? FindLink(Session session, uint remoteHandle)
    {
        var links = RemoteLinksOf(session);
        return remoteHandle < (uint)links.Length ? links[remoteHandle] : null;
    }

    /// <summary>
    /// Sends a flow after the transfers that are being written. AMQPNetLite fills in the state of the session at that time, and the state
    /// of the link if it is a receiver.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendFlow")]
    public static extern void SendFlow(Session session, Flow flow, Link? link);

    /// <summary>Returns the channel that this side uses for the session.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Channel")]
    public static extern ushort ChannelOf(Session session);

    /// <summary>Returns the number of transfers that the peer's session window still allows.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "outgoingWindow")]
    public static extern ref uint OutgoingWindowOf(Session session);

    /// <summary>Returns the credit that a sender has from its peer.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    public static extern ref int CreditOf(SenderLink link);

    /// <summary>Returns the credit that a receiver has granted to its peer.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    public static extern ref int CreditOf(ReceiverLink link);

    /// <summary>Returns whether a receiver waits for the end of a drain.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "drain")]
    public static extern ref bool DrainOf(ReceiverLink link);

    /// <summary>Returns the lock of a link.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "lockObject")]
    public static extern ref readonly object LockOf(Link link);

    /// <summary>Returns the lock of a session.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "lockObject")]
    public static extern ref readonly object LockOf(Session session);

    /// <summary>Returns the transport to which a connection writes its frames.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "writer")]
    public static extern ref ITransport WriterOf(Connection connection);

    /// <summary>Releases one reference to a buffer of the connection's buffer manager.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "ReleaseReference")]
    public static extern void ReleaseReference(ByteBuffer buffer);

    /// <summary>Returns the delivery of a message; null if the message was neither sent nor received.</summary>
    public static IDelivery? DeliveryOf(Message message) => (IDelivery?)GetDelivery(message);

    /// <summary>
    /// Returns whether AMQPNetLite has written a sent message to its end and does not read its buffer any more. May return false for a short
    /// time after that.
    /// </summary>
    public static bool IsWritten(Message message) => GetDelivery(message) is { } delivery && BufferOf(delivery).Length == 0;

    /// <summary>
    /// Gives a received message, which refers to a rented array, the array as its buffer. The array is returned when the message is
    /// disposed. Must be called on the pump, before any other code sees the message.
    /// </summary>
    public static void UseBuffer(IDelivery delivery, byte[] array)
    {
        ref var buffer = ref BufferOf(delivery);
        ReleaseReference(buffer);
        buffer = (ByteBuffer)CreateBuffer(FrameBuffers.Shared, array, 0, array.Length, 0);
    }

    /// <summary>
    /// Returns whether a message waits for credit as the first one in AMQPNetLite's queue of the sender. Must be called under the link's lock.
    /// </summary>
    public static bool IsFirstOfQueue(SenderLink link, IDelivery delivery) => ReferenceEquals(First.GetValue(OutgoingList.GetValue(link)), delivery);

    /// <summary>Returns the number of deliveries that a sender has begun.</summary>
    public static uint DeliveryCountOf(SenderLink link) => unchecked((uint)(int)Number.GetValue(DeliveryCount.GetValue(link))!);

    /// <summary>Sets the number of deliveries that a sender has begun. Must be called under the link's lock.</summary>
    public static void SetDeliveryCount(SenderLink link, uint count) => Set(DeliveryCount, link, count);

    /// <summary>Sets the ID of the last received delivery, which the next one must follow. Must be called on the pump.</summary>
    public static void SetIncomingDeliveryId(Session session, uint id) => Set(IncomingDeliveryId, session, id);

    private static void Set(FieldInfo field, object owner, uint value)
    {
        var number = field.GetValue(owner)!;
        Number.SetValue(number, unchecked((int)value));
        field.SetValue(owner, number);
    }

    private static FieldInfo Field(FieldInfo? field) => field ?? throw Unsupported();

    private static MissingMemberException Unsupported() => new("This version of AMQPNetLite is not supported.");

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Delivery")]
    [return: UnsafeAccessorType("Amqp.Delivery, Amqp.Net")]
    private static extern object? GetDelivery(Message message);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "Buffer")]
    private static extern ref ByteBuffer BufferOf([UnsafeAccessorType("Amqp.Delivery, Amqp.Net")] object delivery);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Amqp.RefCountedByteBuffer, Amqp.Net")]
    private static extern object CreateBuffer(IBufferManager manager, byte[] array, int offset, int capacity, int length);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "remoteSessions")]
    private static extern ref Session?[] RemoteSessionsOf(Connection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "remoteLinks")]
    private static extern ref Link?[] RemoteLinksOf(Session session);
}
