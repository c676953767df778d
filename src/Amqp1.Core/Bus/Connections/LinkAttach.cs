using Amqp;
using Amqp.Framing;
using Amqp1.Dialects;
using Amqp1.Transport;

namespace Amqp1.Bus.Connections;

/// <summary>
/// Creates the attach of a link so that it fits into a frame of the peer (docs/spec/links.md#overview, docs/spec/links.md#credit).
/// </summary>
internal static class LinkAttach
{
    /// <summary>The maximum number of characters of the address in a link name. Operators of a router read these names.</summary>
    private const int MaxAddressInName = 128;

    /// <summary>The space for the fields that AMQPNetLite adds itself.</summary>
    private const int FieldsToCome = 16;

    /// <summary>Returns a link name that contains the address, possibly truncated, and is unique because of its ID.</summary>
    public static string NameOf(string kind, string address, Guid id) =>
        $"openstack.org/om/{kind}/[{PeerText.Clean(address, MaxAddressInName)}]/{id:N}";

    /// <summary>Creates the attach of a link that sends messages.</summary>
    /// <returns>The attach, or null if the address does not fit into a frame of the peer.</returns>
    public static Attach? OfSender(string address, string name, uint maxFrameSize) =>
        Fitting(new Source { Address = address }, new Amqp.Framing.Target { Address = address }, name, maxFrameSize)
        ?? Fitting(new Source(), new Amqp.Framing.Target { Address = address }, name, maxFrameSize);

    /// <summary>Creates the attach of a link that receives messages.</summary>
    /// <returns>The attach, or null if the address does not fit into a frame of the peer.</returns>
    public static Attach? OfReceiver(in LinkSource source, string name, uint maxFrameSize) =>
        Fitting(SourceOf(source), new Amqp.Framing.Target { Address = source.Address }, name, maxFrameSize)
        ?? Fitting(SourceOf(source), new Amqp.Framing.Target(), name, maxFrameSize);

    /// <summary>Creates a receiving link, which begins to attach. Its messages are decoded as far as the format of the connection needs it.</summary>
    public static ReceiverLink CreateReceiver(BusConnection connection, Session session, string name, Attach attach, OnAttached onAttached) =>
        connection.Dialect.Format.ReadsPlainMessages
            ? new PlainReceiver(session, name, attach, onAttached)
            : new ReceiverLink(session, name, attach, onAttached);

    /// <summary>Creates the error for an address that does not fit into a frame of the peer.</summary>
    public static Error TooLong(string address, uint maxFrameSize) => new(FrameLimit.TooSmall)
    {
        Description = $"The address has {address.Length} characters, which do not fit into the frames of {maxFrameSize} bytes that the peer accepts.",
    };

    /// <summary>Returns whether the peer says that the target of a link is a queue or a topic, which stores messages.</summary>
    public static bool StoresMessages(object target) =>
        target is Amqp.Framing.Target { Capabilities: { } capabilities }
        && Array.Exists(capabilities, static capability => (string)capability is "queue" or "topic");

    private static Source SourceOf(in LinkSource source) => source.Filters is { } filters
        ? new Source { Address = source.Address, FilterSet = filters }
        : new Source { Address = source.Address };

    private static Attach? Fitting(Source source, Amqp.Framing.Target target, string name, uint maxFrameSize)
    {
        var attach = new Attach
        {
            LinkName = name,
            Handle = uint.MaxValue,
            Source = source,
            Target = target,
            SndSettleMode = SenderSettleMode.Mixed,
            RcvSettleMode = ReceiverSettleMode.First,
        };
        return FrameLimit.SizeOf(attach) + FieldsToCome <= maxFrameSize ? attach : null;
    }
}
