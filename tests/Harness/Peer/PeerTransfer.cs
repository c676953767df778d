using Amqp;

namespace Amqp1.Tests.Harness.Peer;

/// <summary>A message that a client has sent.</summary>
internal sealed class PeerTransfer(PeerLink link, uint deliveryId, bool settled)
{
    private Message? _message;

    public PeerLink Link { get; } = link;
    public uint DeliveryId { get; } = deliveryId;

    /// <summary>Whether the client has sent it settled.</summary>
    public bool Settled { get; } = settled;

    /// <summary>Whether the peer has settled it.</summary>
    public bool Answered { get; set; }

    public byte[] Payload { get; set; } = [];

    /// <summary>How many messages this peer had received before, over all connections.</summary>
    public int Index { get; set; }

    public Message Message => _message ??= Message.Decode(new ByteBuffer([.. Payload], 0, Payload.Length, Payload.Length));

    public string To => Message.Properties?.To ?? "";

    public string? MessageId => Message.Properties?.GetMessageId() as string;

    public string? ReplyTo => Message.Properties?.ReplyTo;

    public string Body => Message.Body as string ?? "";

    public override string ToString() => $"{Index}: {To} {MessageId} {Body}{(Settled ? " (settled)" : "")}";
}
