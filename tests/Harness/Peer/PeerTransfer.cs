using Amqp;
using Amqp1.Tests.Harness.Peer.Codec;
using Amqp1.Tests.Harness.Peer.Library;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>A message that a client has sent.</summary>
internal sealed class PeerTransfer(PeerLink link, uint deliveryId, bool settled)
{
    private Message? _message;

    public PeerLink Link { get; } = link;
    public uint DeliveryId { get; } = deliveryId;

    /// <summary>True if the client has sent the message settled.</summary>
    public bool Settled { get; } = settled;

    /// <summary>True if the peer has settled the message.</summary>
    public bool Answered { get; set; }

    public byte[] Payload { get; set; } = [];

    /// <summary>The number of messages that this peer had received before, over all connections.</summary>
    public int Index { get; set; }

    public Message Message => _message ?? throw new InvalidOperationException("The message is not complete.");

    public string To => Message.Properties?.To ?? "";

    public string? MessageId => Message.Properties?.GetMessageId() as string;

    public string? ReplyTo => Message.Properties?.ReplyTo;

    public string Body => Message.Body as string ?? "";

    /// <summary>Decodes the message after its last frame.</summary>
    /// <exception cref="ViolationException">The message breaks a rule of AMQP 1.0.</exception>
    public void Complete() => _message = LibraryMessages.Decode(Payload);

    public override string ToString() => $"{Index}: {To} {MessageId} {Body}{(Settled ? " (settled)" : "")}";
}
