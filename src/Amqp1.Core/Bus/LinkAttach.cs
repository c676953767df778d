using Amqp.Framing;
using Amqp1.Transport;

namespace Amqp1.Bus;

/// <summary>Makes the attach of a link in such a way that it fits into a frame of the peer (docs/spec/links.md#overview, docs/spec/links.md#credit).</summary>
internal static class LinkAttach
{
    /// <summary>How much of an address a link name repeats. The name is for people who look at a router.</summary>
    private const int MaxAddressInName = 128;

    /// <summary>The fields that AMQPNetLite adds itself.</summary>
    private const int FieldsToCome = 16;

    /// <summary>A link name that shows the address, or its beginning, and is unique by its id.</summary>
    public static string NameOf(string kind, string address, Guid id) =>
        $"openstack.org/om/{kind}/[{PeerText.Clean(address, MaxAddressInName)}]/{id:N}";

    /// <summary>The attach of a link on which messages are sent.</summary>
    /// <returns>Null when the address does not fit into a frame of the peer.</returns>
    public static Attach? OfSender(string address, string name, uint maxFrameSize) =>
        Fitting(new Source { Address = address }, new Amqp.Framing.Target { Address = address }, name, maxFrameSize)
        ?? Fitting(new Source(), new Amqp.Framing.Target { Address = address }, name, maxFrameSize);

    /// <summary>The attach of a link on which messages are received.</summary>
    /// <returns>Null when the address does not fit into a frame of the peer.</returns>
    public static Attach? OfReceiver(string address, string name, uint maxFrameSize) =>
        Fitting(new Source { Address = address }, new Amqp.Framing.Target { Address = address }, name, maxFrameSize)
        ?? Fitting(new Source { Address = address }, new Amqp.Framing.Target(), name, maxFrameSize);

    /// <summary>Why an address cannot be used with a peer.</summary>
    public static Error TooLong(string address, uint maxFrameSize) => new(FrameLimit.TooSmall)
    {
        Description = $"The address has {address.Length} characters, which do not fit into the frames of {maxFrameSize} bytes that the peer takes.",
    };

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
